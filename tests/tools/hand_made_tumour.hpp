// A tumour whose clones and cells are known by heart, as a snapshot would give it. Two-dimensional, 10 × 10
// sites of 10 µm, a living tumour cell on each.
//
//   founders ── 16 (2 passengers) ── 32 (driver, 1 passenger) ── 48 (HLA loss)
//           └── 64 (3 passengers: neoantigen 5, loss of 0)        └── 80 (1 passenger, extinct)
#pragma once

#include <utility>
#include <vector>

#include "agents/world/world_view.hpp"
#include "config/schema/schema.hpp"
#include "tools/evolution/tumour_snapshot.hpp"

namespace tilscape {

inline Table table_of(const std::vector<Clone>& clones) {
  std::vector<std::uint64_t> id, parent, kinds, passengers, genotype, antigens;
  std::vector<double> time_h;
  for (const Clone& c : clones) {
    id.push_back(c.id), parent.push_back(c.parent), kinds.push_back(c.kinds);
    passengers.push_back(c.passengers), genotype.push_back(c.genotype), antigens.push_back(c.antigens);
    time_h.push_back(c.time_h);
  }
  return {{"clone_id", "1", id},      {"parent_id", "1", parent},      {"time_h", "h", time_h},
          {"kinds", "1", kinds},      {"passengers", "1", passengers}, {"genotype", "1", genotype},
          {"antigens", "1", antigens}};
}

/// Rows y = 0–4 founders, 5–6 clone 16, 7 clone 32, 8 clone 48, 9 clone 64.
inline TumourSnapshot hand_made_tumour() {
  using namespace mutation_kind;
  constexpr std::uint16_t one_driver = 1u << genotype::driver_shift, lost_3 = 1u << 3;
  CloneTree tree(table_of({{64, 0, 72, passenger | neoantigen | antigen_loss, 3, 0, 0b100000},
                           {16, 0, 24, passenger, 2, 0, 1},
                           {80, 32, 60, passenger, 1, one_driver, 1},
                           {48, 32, 48, hla_loss, 0, one_driver | lost_3, 1},
                           {32, 16, 36, passenger | driver, 1, one_driver, 1}}),
                 1);
  RunParameters run = default_parameters();
  run.model.lattice.size = {10, 10, 1};
  run.model.lattice.spacing_um = 10;
  SnapshotInfo info;
  info.time_h = 96;
  TumourSnapshot snapshot{run, info, std::move(tree), {}, {}};
  constexpr std::uint64_t clone_of_row[10] = {0, 0, 0, 0, 0, 16, 16, 32, 48, 64};
  for (std::uint32_t s = 0; s < 100; ++s)
    snapshot.tumour.push_back({s, std::uint64_t{s} << 4, snapshot.tree.find(clone_of_row[s / 10])});
  return snapshot;
}

}  // namespace tilscape
