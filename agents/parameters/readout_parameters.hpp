// Which read-outs a run makes, and by which thresholds: `readouts.*` in the config. None of it changes a
// result.
#pragma once

#include <cstdint>

namespace tilscape {

/// Most sites that pairs of cells are looked for over: what squared distances have room for.
inline constexpr std::uint32_t most_pair_reach = 40;

struct ReadoutParameters {
  // Each adds columns to the census; one that is off costs nothing.
  bool imaging = false;
  bool killing = false;
  bool pdl1 = false;
  bool infiltration = false;
  bool clones = false;
  bool receptors = false;
  bool recognition = false;
  bool spatial = false;

  double resolution_um = 0;    // of the scanner: the side of its voxels
  double tumour_cell_um3 = 0;  // volumes: of a tumour cell or corpse
  double immune_cell_um3 = 0;
  double oedema_um3_per_immune_cell = 0;  // fluid that comes with each of those in the tumour
  double scan_every_days = 0;             // 0: at every row of the census
  double recist_baseline_day = 0;         // not before it
  double recist_least_growth_mm = 0;      // beside a fifth, for progressive disease
  double confirmation_days = 0;           // least time between a response and the scan that confirms it
  double fate_window_days = 0;
  double fate_change = 0;         // of the number of tumour cells within the window, relative
  double fate_full_share = 0;     // of the sites that a tumour could have, from which on its lattice is full
  double pdl1_positive_fold = 0;  // of baseline
  double exome_mb = 0;
  double detectable_fraction = 0;  // of live tumour cells, from which on sequencing sees a mutation
  double clonal_fraction = 0;
  double tile_um = 0;
  double tumour_tile_share = 0;  // of a tile's sites, from which on it is one of the tumour
  double cd8_per_mm2 = 0;        // from which on a region is infiltrated
  double excluded_core_to_margin = 0;
  double spatial_radius_um = 0;
  bool operator==(const ReadoutParameters&) const = default;
};

}  // namespace tilscape
