// The tables of imaging software, read to one form: cells with positions in µm and a type. A preset knows the
// columns a program writes; a map adds what only the user knows.
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/tissue_map.hpp"

namespace tilscape {

/// One cell of a table. Intensities are as in the table, NaN where it has none.
struct TableCell {
  double x_um, y_um;
  CellType type;
  double pdl1, pd1;
  std::size_t line;  // in the table
};

/// The smallest box around positions.
struct BoundingBox {
  double left_um = std::numeric_limits<double>::infinity(), right_um = -left_um;
  double top_um = left_um, bottom_um = -left_um;

  void include(double x_um, double y_um) {
    left_um = std::fmin(left_um, x_um);
    right_um = std::fmax(right_um, x_um);
    top_um = std::fmin(top_um, y_um);
    bottom_um = std::fmax(bottom_um, y_um);
  }
};

struct TissueTable {
  std::string path;
  BoundingBox box;                             // around every cell, ignored ones too: the imaged field
  std::vector<TableCell> cells;                // those that are kept, in table order
  std::map<std::string, std::size_t> ignored;  // cells per label that the map ignores
};

/// Reads a table by preset and map. `map` may be null for the native form alone.
/// @param preset  native, inform, halo, qupath, mcmicro or codex
/// @throws InputError for an unknown preset, a missing column, a bad number, labels that the map does not
/// name Sources of the columns: the programs' own exports; CODEX: help.codex.bio, "FCS format". Test:
/// tests/tools/tissue_formats_test.cpp
TissueTable read_tissue_table(const std::string& path, std::string_view preset, const TissueMap* map);

/// `native, inform, …`, for messages and help.
std::string preset_names();

}  // namespace tilscape
