// Presets as a table of column names, and the one loop that reads a cell with them.
#include "tools/tissue_formats.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <limits>

#include "config/text_file.hpp"
#include "core/errors.hpp"
#include "tools/delimited_table.hpp"

namespace tilscape {
namespace {

/// A kilometre: whatever lies beyond has another unit, and would not be held to a fraction of a site.
constexpr double farthest_um = 1e9;
constexpr std::size_t most_problems = 50;

/// Columns go by several names: programs renamed them, and µ has two code points. The first that is there
/// counts.
using ColumnNames = std::vector<std::string_view>;

/// A position is the middle of two columns: the edges of a box, or the same column twice.
struct Preset {
  std::string_view name;
  ColumnNames x_low, x_high, y_low, y_high;
  ColumnNames type;
  bool in_um;  // otherwise the map has to say how long a pixel is
};

const std::array<Preset, 6>& presets() {
  static const ColumnNames qupath_x{"Centroid X µm", "Centroid X μm", "Centroid X um"};
  static const ColumnNames qupath_y{"Centroid Y µm", "Centroid Y μm", "Centroid Y um"};
  static const ColumnNames inform_x{"Cell X Position"}, inform_y{"Cell Y Position"};
  static const ColumnNames mcmicro_x{"X_centroid"}, mcmicro_y{"Y_centroid"};
  static const ColumnNames codex_x{"x:x", "X:X"}, codex_y{"y:y", "Y:Y"};
  static const std::array<Preset, 6> all{{
      {"native", {"x_um"}, {"x_um"}, {"y_um"}, {"y_um"}, {"type"}, true},
      {"inform", inform_x, inform_x, inform_y, inform_y, {"Phenotype"}, false},
      {"halo", {"XMin"}, {"XMax"}, {"YMin"}, {"YMax"}, {}, false},
      {"qupath", qupath_x, qupath_x, qupath_y, qupath_y, {"Class", "Classification"}, true},
      {"mcmicro", mcmicro_x, mcmicro_x, mcmicro_y, mcmicro_y, {"phenotype"}, false},
      {"codex", codex_x, codex_x, codex_y, codex_y, {"ClusterName", "cluster_name"}, false},
  }};
  return all;
}

const Preset& preset_named(std::string_view name) {
  for (const Preset& preset : presets())
    if (preset.name == name) return preset;
  throw InputError(fmt::format("--preset: '{}' is not known; expected {}", name, preset_names()));
}

/// Where in a row the parts of a cell are; npos where the table has none.
struct CellColumns {
  std::size_t x_low, x_high, y_low, y_high;
  std::size_t type, pdl1, pd1;
  std::vector<std::size_t> markers;  // one per marker of the map
};

std::size_t require_column(const DelimitedTable& table, const ColumnNames& names) {
  for (const std::string_view name : names) {
    const std::size_t found = table.column(name);
    if (found != DelimitedTable::npos) return found;
  }
  throw InputError(
      fmt::format("{}no column '{}'; expected it in the header, or another name under `columns` in the map",
                  at_line(table.path, table.header.line), excerpt(names.front())));
}

/// The column that the map names, or the preset's.
std::size_t mapped_column(const DelimitedTable& table, const std::string& mapped,
                          const ColumnNames& otherwise) {
  return require_column(table, mapped.empty() ? otherwise : ColumnNames{mapped});
}

std::size_t intensity_column(const DelimitedTable& table, const std::string& mapped, const char* native_name,
                             bool is_native) {
  if (!mapped.empty()) return require_column(table, {mapped});
  return is_native ? table.column(native_name) : DelimitedTable::npos;
}

CellColumns find_columns(const DelimitedTable& table, const Preset& preset, const TissueMap& map) {
  const bool is_native = preset.name == "native";
  CellColumns columns;
  columns.x_low = mapped_column(table, map.columns.x_um, preset.x_low);
  columns.x_high = mapped_column(table, map.columns.x_um, preset.x_high);
  columns.y_low = mapped_column(table, map.columns.y_um, preset.y_low);
  columns.y_high = mapped_column(table, map.columns.y_um, preset.y_high);
  columns.pdl1 = intensity_column(table, map.columns.pdl1, "pdl1", is_native);
  columns.pd1 = intensity_column(table, map.columns.pd1, "pd1", is_native);
  columns.type = DelimitedTable::npos;
  for (const MarkerRule& marker : map.markers)
    columns.markers.push_back(require_column(table, {marker.column}));
  if (!map.markers.empty()) return columns;
  if (map.columns.type.empty() && preset.type.empty()) {
    throw InputError(
        fmt::format("{}: the preset {} has no column of cell types; expected `markers` or columns.type",
                    map.path, preset.name));
  }
  columns.type = mapped_column(table, map.columns.type, preset.type);
  return columns;
}

/// A table of volumes must not be flattened without a word.
void refuse_depth(const DelimitedTable& table, const Preset& preset) {
  if (preset.name != "native" || table.column("z_um") == DelimitedTable::npos) return;
  throw InputError(at_line(table.path, table.header.line) +
                   "z_um: the importer reads flat sections; expected x_um and y_um alone");
}

double unit_um(const Preset& preset, const TissueMap& map) {
  if (map.um_per_unit) return *map.um_per_unit;
  if (preset.in_um) return 1;
  throw InputError(fmt::format("{}: um_per_unit is missing; expected the µm per pixel, as {} exports pixels",
                               map.path.empty() ? "--map" : map.path, preset.name));
}

/// Reads cells row by row and gathers the labels that nothing maps.
class CellReader {
 public:
  CellReader(const DelimitedTable& table, const CellColumns& columns, const TissueMap& map,
             double um_per_unit)
      : table_(table), columns_(columns), map_(map), um_per_unit_(um_per_unit) {}

  TissueTable read() {
    result_.path = table_.path;
    for (const TableRow& row : table_.rows) read_cell(row);
    refuse_unmapped();
    if (result_.cells.empty())
      throw InputError(table_.path + ": every cell is ignored; expected at least one to keep");
    return std::move(result_);
  }

 private:
  struct Unmapped {
    std::size_t first_line, cells;
  };

  void read_cell(const TableRow& row) {
    const double x_um = position(row, columns_.x_low, columns_.x_high);
    const double y_um = position(row, columns_.y_low, columns_.y_high);
    result_.box.include(x_um, y_um);
    const std::optional<TypeChoice> choice = map_.markers.empty() ? by_label(row) : by_marker(row);
    if (!choice || !choice->type) return;
    result_.cells.push_back(
        {x_um, y_um, *choice->type, intensity(row, columns_.pdl1), intensity(row, columns_.pd1), row.line});
  }

  double position(const TableRow& row, std::size_t low, std::size_t high) const {
    const double position_um = (number(row, low) / 2 + number(row, high) / 2) * um_per_unit_;
    if (std::abs(position_um) <= farthest_um) return position_um;
    throw InputError(fmt::format("{}{}: {:g} um is out of range; expected -{:g} to {:g} um",
                                 at_line(table_.path, row.line), excerpt(table_.header.fields[low]),
                                 position_um, farthest_um, farthest_um));
  }

  double number(const TableRow& row, std::size_t column) const {
    double value = 0;
    if (read_finite(row.fields[column], value)) return value;
    throw InputError(fmt::format("{}{}: '{}' is not a number; expected one", at_line(table_.path, row.line),
                                 excerpt(table_.header.fields[column]), excerpt(row.fields[column])));
  }

  /// An empty field, #N/A, NA and NaN mean that the cell was not measured.
  double intensity(const TableRow& row, std::size_t column) const {
    constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();
    if (column == DelimitedTable::npos) return not_measured;
    const std::string& text = row.fields[column];
    if (text.empty() || text == "#N/A" || text == "NA" || text == "NaN" || text == "nan") return not_measured;
    return number(row, column);
  }

  std::optional<TypeChoice> by_label(const TableRow& row) {
    const std::string& label = row.fields[columns_.type];
    std::optional<TypeChoice> choice;
    if (const LabelRule* rule = map_.find(label)) {
      choice = rule->choice;
    } else if (const std::optional<CellType> type =
                   map_.types.empty() ? cell_type_named(label) : std::nullopt) {
      choice = TypeChoice{type};
    }
    if (!choice) {
      ++unmapped_.try_emplace(label, Unmapped{row.line, 0}).first->second.cells;
    } else if (!choice->type) {
      ++result_.ignored[label];
    }
    return choice;
  }

  std::optional<TypeChoice> by_marker(const TableRow& row) {
    for (std::size_t i = 0; i < map_.markers.size(); ++i) {
      if (number(row, columns_.markers[i]) <= map_.markers[i].above) continue;
      if (!map_.markers[i].choice.type) ++result_.ignored[map_.markers[i].column];
      return map_.markers[i].choice;
    }
    const std::string no_marker = "no marker";
    if (!map_.unmarked) {
      ++unmapped_.try_emplace(no_marker, Unmapped{row.line, 0}).first->second.cells;
    } else if (!map_.unmarked->type) {
      ++result_.ignored[no_marker];
    }
    return map_.unmarked;
  }

  void refuse_unmapped() const {
    std::string problems;
    std::size_t count = 0;
    for (const auto& [label, where] : unmapped_) {
      if (!problems.empty()) problems += '\n';
      if (++count > most_problems) {
        problems += fmt::format("{}: and {} more labels", table_.path, unmapped_.size() - most_problems);
        break;
      }
      problems +=
          fmt::format("{}'{}': {} cells have this label and the map does not name it; expected it under {}",
                      at_line(table_.path, where.first_line), excerpt(label), where.cells,
                      map_.markers.empty() ? "`types`, perhaps as ignore" : "`unmarked`");
    }
    if (!problems.empty()) throw InputError(problems);
  }

  const DelimitedTable& table_;
  const CellColumns& columns_;
  const TissueMap& map_;
  double um_per_unit_;
  TissueTable result_;
  std::map<std::string, Unmapped> unmapped_;
};

}  // namespace

TissueTable read_tissue_table(const std::string& path, std::string_view preset_name, const TissueMap* map) {
  const Preset& preset = preset_named(preset_name);
  const TissueMap no_map;
  const TissueMap& used = map ? *map : no_map;
  const double um_per_unit = unit_um(preset, used);
  const DelimitedTable table = read_delimited_table(path);
  refuse_depth(table, preset);
  const CellColumns columns = find_columns(table, preset, used);
  return CellReader(table, columns, used, um_per_unit).read();
}

std::string preset_names() {
  std::string names;
  for (const Preset& preset : presets()) names += (names.empty() ? "" : ", ") + std::string(preset.name);
  return names;
}

}  // namespace tilscape
