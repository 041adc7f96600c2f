// What each program calls its columns, and how long its units are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tools/tissue/column_names.hpp"
#include "tools/tissue/tissue_map.hpp"

namespace tilscape {

/// Names of one column, without units; the first that is there counts.
using NameChoice = std::vector<std::string_view>;

/// A position is the middle of two columns: the edges of a box, or the same column twice.
struct Preset {
  std::string_view name;
  NameChoice x_low, x_high, y_low, y_high;
  NameChoice type;
  LengthUnit unit;  // of a position whose name states none
};

const std::vector<Preset>& presets();
/// @throws InputError, with the names that there are
const Preset& preset_named(std::string_view name);
/// `native, inform, …`, for messages and help.
std::string preset_names();
/// The preset whose positions the header has; null if none of them.
const Preset* preset_of(const ColumnNames& columns);

/// Where positions stand, and what they are multiplied with.
struct PositionColumns {
  std::size_t x_low, x_high, y_low, y_high;
  double um_per_unit;
  std::string unit;  // for the report: "in um, as 'x_um' says"
};

/// Pixels need um_per_unit from the map; micrometres and millimetres refuse one that says otherwise. A name
/// that states no unit has that of the program that is known to write it, or else of the preset.
/// @throws InputError for columns that are not there, and for units that are unknown or contradict each other
/// Test: tests/tools/presets_test.cpp
PositionColumns find_positions(const ColumnNames& columns, const Preset& preset, const TissueMap& map);

/// The column of cell types; ColumnNames::npos where the map has markers instead.
/// @param optional  none is no error
std::size_t find_type_column(const ColumnNames& columns, const Preset& preset, const TissueMap& map,
                             bool optional);

/// Columns that could tell one sample, image or field of view from another, those of whole slides first.
/// @param x  the column of positions: where it counts from the slide's corner, fields of view are no worlds
/// of
///           their own
std::vector<std::size_t> sample_columns(const ColumnNames& columns, const std::string& x);
/// Columns of a third coordinate.
std::vector<std::size_t> depth_columns(const ColumnNames& columns);
/// The column that names cells; npos if there is none.
std::size_t cell_id_column(const ColumnNames& columns);

}  // namespace tilscape
