// What a tissue map file says: which columns of a table to read, how long its unit is, and which cell type
// each of its labels means.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "agents/kinds/cell_types.hpp"

namespace tilscape {

/// What becomes of a cell: its type on the lattice, or nothing.
struct TypeChoice {
  std::optional<CellType> type;  // none: the cell is ignored
};

/// `columns:` of a map. An empty name is not mapped: the preset's own column is taken.
struct MappedColumns {
  std::string x_um, y_um, type, pdl1, pd1, cell_id;
};

/// A label, or a pattern of labels: `*` stands for anything, as in "Tumor: *".
struct LabelRule {
  std::string label;  // as plain_label() gives it
  TypeChoice choice;
  std::size_t line = 0;  // in the map
};

/// A cell is positive for a marker when its column is above `above`.
struct MarkerRule {
  std::string column;
  double above = 0.5;
  TypeChoice choice;
  std::size_t line = 0;  // in the map
};

struct TissueMap {
  std::string path;
  MappedColumns columns;
  std::optional<double> um_per_unit;
  std::optional<bool> decimal_commas;  // none: by the table's first rows
  bool flatten = false;                // leave a z column out, whatever it holds
  bool ignore_unplaced = false;        // leave out cells that have no position
  std::vector<LabelRule> types;
  std::optional<TypeChoice> otherwise;  // `default`: labels that `types` does not name
  std::vector<MarkerRule> markers;      // the first positive one decides
  std::optional<TypeChoice> unmarked;   // a cell without a positive marker
  bool normalise_intensities = true;

  /// The rule of this label, or of the pattern that fits it with the most letters of its own; null if none
  /// does. Labels that say that nothing is known (NA, NaN, …) have the rule of "" where they have none.
  /// @throws InputError when two patterns fit equally well and mean different types
  const LabelRule* find(const std::string& label) const;
};

/// Reads a map. @throws InputError, one line per problem: not YAML, an unknown key, a cell type that the
/// model does not have. Test: tests/tools/tissue_map_test.cpp
TissueMap read_tissue_map(const std::string& path);

/// The model's cell type of this name (agents/kinds/cell_records.hpp: cell_types).
std::optional<CellType> cell_type_named(const std::string& name);
/// "tumour, stroma, …, "
std::string every_type_name();

}  // namespace tilscape
