// tilscape import-tissue: turns a table of imaged cells into Tilscape's own tissue table and says what that
// did to the tissue.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "agents/kinds/cell_types.hpp"
#include "tools/tissue/tissue_intensities.hpp"

namespace tilscape {

struct ImportOptions {
  std::string table;
  std::string preset = "native";
  std::string map;  // may be empty for the native form
  TableChoice choice;
  std::string out;
  double spacing_um = 10;
  double vessels_per_mm2 = 15;  // placed in stroma when the table has none; 0: none
  std::uint64_t seed = 1;       // of the vessels
};

/// What became of one layer's cells. The shifts are those of the displaced cells; 0 when there is none.
struct LayerImport {
  std::size_t placed = 0, displaced = 0, dropped = 0;
  double median_shift_um = 0, p95_shift_um = 0;
};

struct ImportReport {
  ImportOptions options;
  std::size_t table_cells = 0;                 // kept and ignored
  std::vector<std::string> notes, warnings;    // what was found, and what should be looked at
  double width_um = 0, height_um = 0;          // from the lattice's corner to the outermost cell
  double density_per_mm2 = 0;                  // table_cells over that area
  std::uint32_t nx = 0, ny = 0;                // the lattice to use
  double origin_x_um = 0, origin_y_um = 0;     // of the lattice in the table's coordinates
  std::map<CellType, std::size_t> written;     // cells per type
  std::map<std::string, std::size_t> ignored;  // cells per label
  LayerImport tissue, immune;
  IntensityImport pdl1, pd1;
  bool has_own_vessels = false;  // the table has; none are placed then
  std::size_t vessels_wanted = 0, vessels_placed = 0;
};

/// Reads, places and writes. The output has cells at site centres, ordered by site, and replaces an older
/// file. Intensities are normalised (tissue_intensities.hpp) when there is a map that does not say otherwise;
/// without a map the table is in Tilscape's own form and its values are kept.
/// @throws InputError for everything that is wrong with table, map or options; OutputError when `out` cannot
/// be
///         written
/// Test: tests/tools/import_tissue_test.cpp
ImportReport import_tissue(const ImportOptions& options);

/// The report as the command line prints it.
std::string to_text(const ImportReport& report);

}  // namespace tilscape
