// Parses a tissue map with yaml-cpp. Every problem of a file is collected before it is refused, so that one
// run shows them all.
#include "tools/tissue_map.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <utility>

#include "core/errors.hpp"
#include "tools/delimited_table.hpp"

namespace tilscape {
namespace {

constexpr std::array<std::pair<const char*, CellType>, 4> type_names{{{"tumour", CellType::tumour},
                                                                      {"stroma", CellType::stroma},
                                                                      {"vessel", CellType::vessel},
                                                                      {"cd8_t_cell", CellType::cd8_t_cell}}};

/// Reads the parts of one map and gathers what is wrong with them.
class MapReader {
 public:
  explicit MapReader(const std::string& path) { map_.path = path; }

  TissueMap read(const YAML::Node& root) {
    if (!root.IsMap()) {
      throw InputError(map_.path + ":1: expected a map with the keys columns, um_per_unit and types");
    }
    for (const auto& entry : root) read_key(entry.first, entry.second);
    if (!problems_.empty()) throw InputError(problems_);
    return map_;
  }

 private:
  void read_key(const YAML::Node& key, const YAML::Node& value) {
    const std::string name = key.as<std::string>();
    if (name == "columns") {
      read_columns(value);
    } else if (name == "um_per_unit") {
      read_unit(value);
    } else if (name == "types") {
      read_types(value);
    } else if (name == "markers") {
      read_markers(value);
    } else if (name == "unmarked") {
      map_.unmarked = choice(value, "unmarked");
    } else if (name == "normalise_intensities") {
      if (!YAML::convert<bool>::decode(value, map_.normalise_intensities))
        complain(value, name, "expected true or false");
    } else {
      complain(
          key, name,
          "unknown key; expected columns, um_per_unit, types, markers, unmarked or normalise_intensities");
    }
  }

  void read_columns(const YAML::Node& columns) {
    if (!columns.IsMap()) return complain(columns, "columns", "expected {x_um: …, y_um: …, type: …}");
    const std::array<std::pair<const char*, std::string*>, 5> known{{{"x_um", &map_.columns.x_um},
                                                                     {"y_um", &map_.columns.y_um},
                                                                     {"type", &map_.columns.type},
                                                                     {"pdl1", &map_.columns.pdl1},
                                                                     {"pd1", &map_.columns.pd1}}};
    for (const auto& entry : columns) {
      const std::string name = entry.first.as<std::string>();
      const auto found = std::find_if(known.begin(), known.end(), [&](auto& k) { return name == k.first; });
      if (found == known.end()) {
        complain(entry.first, "columns." + name, "unknown column; expected x_um, y_um, type, pdl1 or pd1");
      } else if (!entry.second.IsScalar() || entry.second.Scalar().empty()) {
        complain(entry.second, "columns." + name, "expected the name of a column of the table");
      } else {
        *found->second = entry.second.Scalar();
      }
    }
  }

  void read_unit(const YAML::Node& value) {
    double um_per_unit = 0;
    const bool number = value.IsScalar() && read_finite(value.Scalar(), um_per_unit);
    if (!number || um_per_unit <= 0) return complain(value, "um_per_unit", "expected a number above 0");
    map_.um_per_unit = um_per_unit;
  }

  void read_types(const YAML::Node& types) {
    if (!types.IsMap()) return complain(types, "types", "expected one `label: cell type` per line");
    for (const auto& entry : types) {
      const std::string label = entry.first.as<std::string>();
      if (map_.find(label)) complain(entry.first, "types." + label, "named twice; expected once");
      map_.types.push_back({label, choice(entry.second, "types." + label)});
    }
  }

  void read_markers(const YAML::Node& markers) {
    if (!markers.IsSequence()) return complain(markers, "markers", "expected a list of {column: …, type: …}");
    for (const auto& entry : markers) read_marker(entry);
  }

  void read_marker(const YAML::Node& entry) {
    if (!entry.IsMap() || !entry["column"] || !entry["type"]) {
      return complain(entry, "markers", "expected {column: …, type: …} and perhaps above: …");
    }
    MarkerRule rule;
    rule.line = line_of(entry);
    rule.column = entry["column"].Scalar();
    rule.choice = choice(entry["type"], "markers." + rule.column);
    for (const auto& part : entry) {
      const std::string name = part.first.as<std::string>();
      if (name == "above") {
        const bool number = part.second.IsScalar() && read_finite(part.second.Scalar(), rule.above);
        if (!number) complain(part.second, "markers." + rule.column + ".above", "expected a number");
      } else if (name != "column" && name != "type") {
        complain(part.first, "markers." + name, "unknown key; expected column, type or above");
      }
    }
    map_.markers.push_back(rule);
  }

  TypeChoice choice(const YAML::Node& node, const std::string& key) {
    const std::string name = node.IsScalar() ? node.Scalar() : "";
    if (name == "ignore") return {};
    const std::optional<CellType> type = cell_type_named(name);
    if (!type) {
      complain(
          node, key,
          fmt::format("'{}' is not a cell type of the model; expected tumour, stroma, vessel, cd8_t_cell or "
                      "ignore",
                      name));
    }
    return {type};
  }

  static std::size_t line_of(const YAML::Node& node) {
    return static_cast<std::size_t>(node.Mark().line + 1);
  }

  void complain(const YAML::Node& node, const std::string& key, const std::string& what) {
    if (!problems_.empty()) problems_ += '\n';
    problems_ += fmt::format("{}{}: {}", at_line(map_.path, line_of(node)), key, what);
  }

  TissueMap map_;
  std::string problems_;
};

}  // namespace

const LabelRule* TissueMap::find(const std::string& label) const {
  const auto found =
      std::find_if(types.begin(), types.end(), [&](const LabelRule& r) { return r.label == label; });
  return found == types.end() ? nullptr : &*found;
}

TissueMap read_tissue_map(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) {
    throw InputError(path + ": cannot be opened; expected a tissue map in YAML");
  }
  try {
    return MapReader(path).read(YAML::LoadFile(path));
  } catch (const YAML::Exception& problem) {
    const int line = problem.mark.is_null() ? 1 : problem.mark.line + 1;
    throw InputError(fmt::format("{}:{}: not YAML: {}", path, line, problem.msg));
  }
}

std::optional<CellType> cell_type_named(const std::string& name) {
  for (const auto& [known, type] : type_names)
    if (name == known) return type;
  return std::nullopt;
}

const char* name_of(CellType type) {
  for (const auto& [name, known] : type_names)
    if (type == known) return name;
  return "unknown";
}

}  // namespace tilscape
