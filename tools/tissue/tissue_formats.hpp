// The tables of imaging software, read to one form: cells with positions in µm and a type. A preset knows the
// columns a program writes (presets.hpp); a map adds what only the user knows (tissue_map.hpp).
#pragma once

#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/tissue/tissue_map.hpp"

namespace tilscape {

/// One cell of a table. Intensities are as in the table, NaN where it has none.
struct TableCell {
  double x_um, y_um;
  CellType type;
  double pdl1, pd1;
  std::size_t line;  // in the table
};

/// Where a cell of the table is, whatever becomes of it.
struct CellPlace {
  double x_um, y_um;
  std::size_t line;
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
  std::vector<CellPlace> places;               // of every cell, ignored ones too
  std::map<std::string, std::size_t> ignored;  // cells per label that the map ignores
  std::vector<std::string> notes, warnings;    // what the reading found, for the report
};

/// What the command line adds to a map.
struct TableChoice {
  std::vector<std::string> only;  // COLUMN=VALUE: samples.hpp
  std::string labels;             // a file of labels by cell: cell_labels.hpp; may be empty
};

/// Reads a table by preset and map. `map` may be null for the native form alone. A label means what the map
/// says of it, or of the longest pattern that fits; else the model's type of that name; else the map's
/// default.
/// @param preset  of presets()
/// @throws InputError for an unknown preset, a missing column, a bad number, several samples in one table, a
/// third coordinate, cells without a position, and labels that nothing names Test:
/// tests/tools/tissue_formats_test.cpp, tests/tools/export_forms_test.cpp
TissueTable read_tissue_table(const std::string& path, std::string_view preset, const TissueMap* map,
                              const TableChoice& choice = {});

}  // namespace tilscape
