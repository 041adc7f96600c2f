// What a tissue map file says: which columns of a table to read, how long its unit is, and which cell type
// each of its labels means.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "agents/codes.hpp"

namespace tilscape {

/// What becomes of a cell: its type on the lattice, or nothing.
struct TypeChoice {
  std::optional<CellType> type;  // none: the cell is ignored
};

/// `columns:` of a map. An empty name is not mapped: the preset's own column is taken.
struct MappedColumns {
  std::string x_um, y_um, type, pdl1, pd1;
};

struct LabelRule {
  std::string label;
  TypeChoice choice;
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
  std::vector<LabelRule> types;
  std::vector<MarkerRule> markers;     // the first positive one decides
  std::optional<TypeChoice> unmarked;  // a cell without a positive marker
  bool normalise_intensities = true;

  const LabelRule* find(const std::string& label) const;
};

/// Reads a map. Its keys are columns, um_per_unit, types, markers, unmarked and normalise_intensities.
/// @throws InputError, one line per problem: not YAML, an unknown key, a cell type that the model does not
/// have Test: tests/tools/tissue_map_test.cpp
TissueMap read_tissue_map(const std::string& path);

/// The model's cell type of this name (agents/codes.hpp: cell_types).
std::optional<CellType> cell_type_named(const std::string& name);
const char* name_of(CellType type);

}  // namespace tilscape
