// Every problem of a map is collected before it is refused, so that one run shows them all.
#include "tools/tissue/tissue_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "config/read/text_file.hpp"
#include "config/read/yaml_tree.hpp"
#include "config/schema/suggest.hpp"
#include "core/base/errors.hpp"
#include "tools/tissue/delimited_table.hpp"
#include "tools/tissue/labels.hpp"
#include "tools/tissue/numbers.hpp"
#include "tools/tissue/text_encoding.hpp"

namespace tilscape {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr std::size_t most_problems = 50;
constexpr const char* expected_file = "a map with the keys columns, um_per_unit and types";

/// Reads the parts of one map and gathers what is wrong with them.
class MapReader {
 public:
  explicit MapReader(const std::string& path) { map_.path = path; }

  TissueMap read(const YamlNode& root) {
    if (root.form != YamlNode::Form::map)
      throw InputError(at_line(map_.path, root.line) + "expected " + expected_file);
    for_each_entry(root, "", [this](const YamlNode& key, const YamlNode& value) { read_key(key, value); });
    if (count_ > most_problems)
      problems_ += fmt::format("\n{}: and {} more problems", map_.path, count_ - most_problems);
    if (count_ > 0) throw InputError(problems_);
    return map_;
  }

 private:
  /// take(key, value) for each entry of a map whose key is a name that did not stand before.
  template <class Take>
  void for_each_entry(const YamlNode& map, const std::string& section, const Take& take) {
    std::set<std::string> names;
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
      const YamlNode& key = map.items[i];
      if (key.form != YamlNode::Form::scalar)
        complain(key, section, "a key is a list, a map or empty; expected a name");
      else if (!names.insert(key.text).second)
        complain(key, section + excerpt(key.text), "named twice; expected once");
      else
        take(key, map.items[i + 1]);
    }
  }

  void read_key(const YamlNode& key, const YamlNode& value) {
    const std::string& name = key.text;
    if (name == "columns") {
      read_columns(value);
    } else if (name == "um_per_unit") {
      read_unit(value);
    } else if (name == "types") {
      read_types(value);
    } else if (name == "default") {
      map_.otherwise = choice(value, name);
    } else if (name == "markers") {
      read_markers(value);
    } else if (name == "unmarked") {
      map_.unmarked = choice(value, name);
    } else if (name == "normalise_intensities") {
      map_.normalise_intensities = truth(value, name);
    } else if (name == "decimal_commas") {
      map_.decimal_commas = truth(value, name);
    } else if (name == "flatten") {
      map_.flatten = truth(value, name);
    } else if (name == "unplaced") {
      map_.ignore_unplaced = true;
      if (!is_plain(value, "ignore")) complain(value, name, "expected ignore");
    } else {
      static const std::vector<std::string> keys{
          "columns",  "um_per_unit",           "types",          "default", "markers",
          "unmarked", "normalise_intensities", "decimal_commas", "flatten", "unplaced"};
      complain(key, excerpt(name),
               fmt::format("unknown key; expected {}{}", fmt::join(keys, ", "), did_you_mean(name, keys)));
    }
  }

  bool truth(const YamlNode& value, const std::string& key) {
    if (!is_plain(value, "true") && !is_plain(value, "false")) complain(value, key, "expected true or false");
    return is_plain(value, "true");
  }

  void read_columns(const YamlNode& columns) {
    if (columns.form != YamlNode::Form::map)
      return complain(columns, "columns", "expected {x_um: …, y_um: …, type: …}");
    const std::array<std::pair<const char*, std::string*>, 6> known{{{"x_um", &map_.columns.x_um},
                                                                     {"y_um", &map_.columns.y_um},
                                                                     {"type", &map_.columns.type},
                                                                     {"pdl1", &map_.columns.pdl1},
                                                                     {"pd1", &map_.columns.pd1},
                                                                     {"cell_id", &map_.columns.cell_id}}};
    for_each_entry(columns, "columns.", [&](const YamlNode& key, const YamlNode& value) {
      const auto found =
          std::find_if(known.begin(), known.end(), [&](auto& k) { return key.text == k.first; });
      const std::string where = "columns." + excerpt(key.text);
      if (found == known.end())
        complain(key, where, "unknown column; expected x_um, y_um, type, pdl1, pd1 or cell_id");
      else if (value.text.empty())
        complain(value, where, "expected the name of a column of the table");
      else
        *found->second = value.text;
    });
  }

  void read_unit(const YamlNode& value) {
    double um_per_unit = 0;
    if (!read_finite(value.text, um_per_unit) || um_per_unit <= 0)
      return complain(value, "um_per_unit", "expected a number above 0");
    map_.um_per_unit = um_per_unit;
  }

  void read_types(const YamlNode& types) {
    if (types.form != YamlNode::Form::map)
      return complain(types, "types", "expected one `label: cell type` per line");
    for_each_entry(types, "types.", [this](const YamlNode& label, const YamlNode& type) {
      add_rule({plain_label(label.text), choice(type, "types." + excerpt(label.text)),
                static_cast<std::size_t>(label.line)},
               label);
    });
  }

  void add_rule(const LabelRule& rule, const YamlNode& label) {
    const auto same = std::find_if(map_.types.begin(), map_.types.end(),
                                   [&](const LabelRule& r) { return r.label == rule.label; });
    if (rule.label == "*")
      complain(label, "types.*", "stands for every label; expected it as `default`");
    else if (same != map_.types.end())
      complain(label, "types." + excerpt(label.text),
               fmt::format("is the label of line {} again; expected it once", same->line));
    else
      map_.types.push_back(rule);
  }

  void read_markers(const YamlNode& markers) {
    if (markers.form != YamlNode::Form::list)
      return complain(markers, "markers", "expected a list of {column: …, type: …}");
    for (const YamlNode& entry : markers.items) read_marker(entry);
  }

  void read_marker(const YamlNode& entry) {
    const YamlNode *column = find(entry, "column"), *type = find(entry, "type");
    if (!column || column->text.empty() || !type)
      return complain(entry, "markers", "expected {column: …, type: …} and perhaps above: …");
    MarkerRule rule;
    rule.line = static_cast<std::size_t>(entry.line);
    rule.column = column->text;
    const std::string where = "markers." + excerpt(rule.column);
    rule.choice = choice(*type, where);
    for_each_entry(entry, "markers.", [&](const YamlNode& key, const YamlNode& value) {
      if (key.text == "above") {
        if (!read_finite(value.text, rule.above)) complain(value, where + ".above", "expected a number");
      } else if (key.text != "column" && key.text != "type") {
        complain(key, "markers." + excerpt(key.text), "unknown key; expected column, type or above");
      }
    });
    map_.markers.push_back(rule);
  }

  TypeChoice choice(const YamlNode& node, const std::string& key) {
    if (node.text == "ignore") return {};
    const std::optional<CellType> type = cell_type_named(node.text);
    if (!type) {
      complain(node, key,
               fmt::format("'{}' is not a cell type of the model; expected {}or ignore", excerpt(node.text),
                           every_type_name()));
    }
    return {type};
  }

  static bool is_plain(const YamlNode& node, const char* word) {
    return !node.is_quoted && node.text == word;
  }

  /// The value of the first key of this name; null where there is none, or no map.
  static const YamlNode* find(const YamlNode& map, const char* name) {
    if (map.form != YamlNode::Form::map) return nullptr;
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2)
      if (map.items[i].text == name) return &map.items[i + 1];
    return nullptr;
  }

  void complain(const YamlNode& node, const std::string& key, const std::string& what) {
    if (++count_ > most_problems) return;
    if (!problems_.empty()) problems_ += '\n';
    problems_ += fmt::format("{}{}{}{}", at_line(map_.path, static_cast<std::size_t>(node.line)), key,
                             key.empty() ? "" : ": ", what);
  }

  TissueMap map_;
  std::string problems_;
  std::size_t count_ = 0;
};

}  // namespace

const LabelRule* TissueMap::find(const std::string& label) const {
  const std::string plain = plain_label(label);
  const auto named = [&](const std::string& name) {
    const auto found =
        std::find_if(types.begin(), types.end(), [&](const LabelRule& r) { return r.label == name; });
    return found == types.end() ? nullptr : &*found;
  };
  if (const LabelRule* rule = named(plain)) return rule;
  if (is_missing(plain)) return named("");
  const LabelRule* best = nullptr;
  for (const LabelRule& rule : types) {
    if (!fits_pattern(rule.label, plain)) continue;
    if (best && own_letters(best->label) == own_letters(rule.label) && best->choice.type != rule.choice.type)
      throw InputError(
          fmt::format("{}types.{}: fits the label '{}' as well as line {} does, and means another "
                      "type; expected a longer pattern, or the label itself",
                      at_line(this->path, rule.line), excerpt(rule.label), excerpt(label), best->line));
    if (!best || own_letters(best->label) < own_letters(rule.label)) best = &rule;
  }
  return best;
}

TissueMap read_tissue_map(const std::string& path) {
  const std::string text = in_utf8(read_text_file(path, expected_file, most_bytes));
  require_text(text, path, expected_file);
  try {
    return MapReader(path).read(parse_yaml(text));
  } catch (const YamlError& error) {
    throw InputError(at_line(path, static_cast<std::size_t>(error.line)) + error.what);
  }
}

std::optional<CellType> cell_type_named(const std::string& name) {
  for (const CellTypeRecord& known : cell_types)
    if (name == known.name) return known.type;
  return std::nullopt;
}

std::string every_type_name() {
  std::string names;
  for (const CellTypeRecord& type : cell_types) names += type.name + std::string(", ");
  return names;
}

}  // namespace tilscape
