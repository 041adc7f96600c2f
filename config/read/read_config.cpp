// Walks the tree of a file along the schema, then applies overrides, then asks for conflicts.
#include "config/read/read_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>

#include "config/read/convert.hpp"
#include "config/read/read_therapy.hpp"
#include "config/read/text_file.hpp"
#include "config/read/yaml_tree.hpp"
#include "config/schema/check.hpp"
#include "config/schema/earlier_defaults.hpp"
#include "config/schema/schema.hpp"
#include "config/schema/suggest.hpp"
#include "config/schema/therapy_rows.hpp"
#include "core/base/errors.hpp"

namespace tilscape {
namespace {

constexpr std::size_t most_bytes = std::size_t{64} << 20;  // run.yaml lists every parameter set of a sweep
constexpr std::size_t most_problems = 100;
constexpr std::uint64_t most_members = 1000000;
constexpr const char* expected_file = "a configuration in YAML (`tilscape params` lists its keys)";

constexpr int from_override = Places::from_override;

class ConfigReader {
 public:
  explicit ConfigReader(std::string name) : places_{std::move(name)}, run_(default_parameters()) {}

  void read_file(const std::string& text) {
    is_of_a_run_ = text.starts_with(run_text_mark);
    try {
      const YamlNode root = parse_yaml(text);
      if (root.form == YamlNode::Form::map) {
        begin_with_defaults(root);
        read_section(root, "");
      } else
        complain(root.line, "",
                 std::string(root.form == YamlNode::Form::null ? "there are no keys" : "this is no map") +
                     "; expected " + expected_file);
    } catch (const YamlError& error) {
      complain(error.line, "", error.what);
    }
  }

  void read_override(const std::string& text) {
    const std::size_t equals = text.find('=');
    const std::string key = text.substr(0, equals);
    if (equals == std::string::npos)
      return complain(from_override, excerpt(text), "there is no '='; expected key=value");
    const Row* row = is_therapy_path(key) ? find_therapy_row(key) : find_row(key);
    if (!row) return complain_unknown(from_override, key);
    note_name(key, from_override);
    if (row->key == "defaults")
      return complain(from_override, key, "is read before all other keys; expected at the top of the file");
    if (const auto missing = missing_in(run_.model.therapy, *row))
      return complain(from_override, key, *missing);
    const std::string value = text.substr(equals + 1);
    if (row->kind == Kind::text) return store(*row, value, from_override);
    try {
      read_value(*row, parse_yaml(value), from_override);
    } catch (const YamlError& error) {
      complain(from_override, key, error.what);
    }
  }

  SweptRun finish() {
    SweptRun swept{run_, sets_.empty() ? std::vector<ParameterSet>(1) : sets_, places_, remarks_};
    for (const Row* row : swept.rows())
      if (const auto given = places_.line_of_key.find(row->key);
          given != places_.line_of_key.end() && given->second == from_override)
        complain(from_override, row->key, "the sweep gives this key its values; expected one or the other");
    check_members(swept);
    for (std::size_t set = 0; set < swept.sets.size() && problems_.size() < most_problems; ++set) {
      const RunParameters parameters = swept.parameters(set);
      check_paths(parameters.model.therapy, swept.sets[set]);
      for (const Conflict& conflict : find_conflicts(parameters))
        complain_conflict(conflict, swept.sets[set]);
    }
    if (!problems_.empty()) throw InputError(report());
    for (std::size_t set = 0; set < swept.sets.size(); ++set)
      if (const auto too_large = world_too_large(swept.parameters(set)))
        throw DeviceError(fmt::format("{}: lattice.size: {}",
                                      places_.text(places_.line_of({"lattice.size"}, swept.sets[set])),
                                      *too_large));
    return swept;
  }

  RunParameters finish_without_sweep() {
    if (!sets_.empty())
      complain(places_.line_of({"sweep"}, {}), "sweep", "stands here; expected a single run");
    return finish().base;
  }

 private:
  struct Problem {
    int line;
    std::string key;
    std::string what;
    bool operator==(const Problem&) const = default;
  };

  /// Those that the file asks for, before any of its keys is read.
  void begin_with_defaults(const YamlNode& root) {
    const auto& versions = default_versions();
    for (std::size_t i = 0; i + 1 < root.items.size(); i += 2)
      if (root.items[i].text == "defaults" &&
          std::find(versions.begin(), versions.end(), root.items[i + 1].text) != versions.end())
        run_ = default_parameters_of(root.items[i + 1].text);
  }

  void read_section(const YamlNode& map, const std::string& section) {
    KeysOfMap keys;
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
      const YamlNode& name = map.items[i];
      if (name.form != YamlNode::Form::scalar) {
        complain(name.line, section, "a key is a list, a map or empty; expected a name");
        continue;
      }
      if (const auto twice = keys.add(section + name.text, name.line))
        complain(name.line, section + excerpt(name.text), *twice);
      else
        read_entry(section, name, map.items[i + 1]);
    }
  }

  void read_entry(const std::string& section, const YamlNode& name, const YamlNode& value) {
    const std::string key = section + name.text;
    const bool is_name = name.text.find('.') == std::string::npos;
    if (is_name) note_name(key, name.line);
    if (const Row* row = is_name ? find_row(key) : nullptr) return read_value(*row, value, name.line);
    if (!is_name || !is_section(key)) return complain_unknown(name.line, key);
    if (value.form == YamlNode::Form::map) return read_section(value, key + ".");
    if (value.form != YamlNode::Form::null)  // a section whose keys are all commented out
      complain(name.line, key, "this is a section; expected its keys, indented, in the lines below");
  }

  /// Where a key is written by its old name for the first time, that is remarked.
  void note_name(const std::string& key, int line) {
    const Row* row = find_row(key);
    const auto is_told = [&key](const KeyRemark& r) { return r.key == key; };
    if (row && row->key != key && std::none_of(remarks_.begin(), remarks_.end(), is_told))
      remarks_.push_back({line, key, "is the old name of " + row->key});
  }

  /// Of a map {key: …}, or of a list of such maps.
  void note_swept_names(const YamlNode& sweep, int line) {
    const bool is_map = sweep.form == YamlNode::Form::map;
    for (std::size_t i = 0; i < sweep.items.size(); i += is_map ? 2 : 1)
      if (is_map)
        note_name(sweep.items[i].text, line == from_override ? line : sweep.items[i].line);
      else
        note_swept_names(sweep.items[i], line);
  }

  /// @param line of the key, or from_override
  void read_value(const Row& row, const YamlNode& node, int line) {
    if (row.kind == Kind::sweep) return read_sweep(node, line);
    if (row.kind == Kind::therapy) return read_therapy(node, line);
    std::vector<Complaint> complaints;
    const auto value = to_value(row, node, complaints);
    for (const Complaint& c : complaints) {
      const int place = line == from_override ? line : c.line;
      if (c.refuses)
        complain(place, row.key, c.what);
      else
        remarks_.push_back({place, row.key, c.what});
    }
    if (value) store(row, *value, line);
  }

  void read_sweep(const YamlNode& node, int line) {
    std::vector<SweepProblem> problems;
    sets_ = to_parameter_sets(node, problems);
    note_swept_names(node, line);
    const bool is_override = line == from_override;
    for (const SweepProblem& p : problems)
      if (p.refuses)
        complain(is_override ? line : p.line, p.key, p.what);
      else
        remarks_.push_back({is_override ? line : p.line, p.key, p.what});
    for (ParameterSet& set : sets_)
      for (SweptValue& v : set) {
        if (is_override) v.line = line;
        v.value = resolved(*v.row, std::move(v.value), v.line);
      }
    places_.line_of_key["sweep"] = line;
  }

  /// A therapy replaces the one before as a whole.
  void read_therapy(const YamlNode& node, int line) {
    std::vector<TherapyProblem> problems;
    std::vector<int> lines;
    run_.model.therapy = to_therapy(node, lines, problems);
    const bool is_override = line == from_override;
    for (const TherapyProblem& p : problems) complain(is_override ? line : p.line, p.key, p.what);
    places_.line_of_key["therapy"] = line;
    for (std::size_t k = 0; k < lines.size(); ++k)
      places_.line_of_key[therapy_key(k)] = is_override ? line : lines[k];
    if (!problems.empty()) run_.model.therapy.clear(), bad_keys_.insert("therapy");  // it is half read
  }

  void store(const Row& row, Value value, int line) {
    row.set(run_, resolved(row, std::move(value), line));
    places_.line_of_key[row.key] = line;
  }

  /// A path counts from the folder of the file, or from the current one on the command line.
  Value resolved(const Row& row, Value value, int line) const {
    if (row.key == "initial.tissue") return absolute_path(std::get<std::string>(value), line);
    return value;
  }

  void check_members(const SweptRun& swept) {
    const std::uint64_t members = swept.sets.size() * std::uint64_t{run_.replicates};
    if (members > most_members)
      complain(places_.line_of({"sweep"}, {}), "sweep",
               fmt::format("{} parameter sets of {} replicates are {} members; expected at most {}",
                           swept.sets.size(), run_.replicates, members, most_members));
  }

  /// Do the paths of a set lead to something in its schedule?
  void check_paths(const Therapy& therapy, const ParameterSet& set) {
    if (bad_keys_.count("therapy") > 0) return;
    for (const SweptValue& v : set)
      if (const auto missing = missing_in(therapy, *v.row))
        if (const Problem problem{v.line, "sweep." + v.row->key, *missing};
            std::find(problems_.begin(), problems_.end(), problem) == problems_.end())
          problems_.push_back(problem);
  }

  std::string absolute_path(const std::string& path, int line) const {
    namespace fs = std::filesystem;
    if (path.empty()) return path;
    const fs::path folder = line == from_override ? fs::path() : fs::path(places_.file).parent_path();
    const fs::path beside = fs::absolute(folder / path).lexically_normal(),
                   above = fs::absolute(folder / ".." / path).lexically_normal();
    std::error_code unknown;
    const bool is_shared =
        is_of_a_run_ && line != from_override && !fs::exists(beside, unknown) && fs::exists(above, unknown);
    return (is_shared ? above : beside).string();
  }

  void complain(int line, const std::string& key, const std::string& what) {
    problems_.push_back({line, key, what});
    bad_keys_.insert(key);
  }

  void complain_unknown(int line, const std::string& key) {
    if (line != from_override && find_row(key) != nullptr)
      return complain(line, key, "a dotted key is for --set; expected nested sections");
    if (is_section(key)) return complain(line, key, "this is a section; expected one of its keys");
    if (is_therapy_path(key)) return complain(line, excerpt(key), expected_therapy_parts(key));
    complain(line, excerpt(key),
             "unknown key; expected one that `tilscape params` lists" +
                 (problems_.size() < most_suggestions ? suggest_key(key) : ""));
  }

  /// A conflict with a key that is wrong by itself, and so holds its default, says nothing; one that has been
  /// told, nothing new.
  void complain_conflict(const Conflict& conflict, const ParameterSet& set) {
    const auto is_bad = [this](const std::string& key) { return bad_keys_.count(key) > 0; };
    if (std::any_of(conflict.keys.begin(), conflict.keys.end(), is_bad)) return;
    const ParameterSet involved = values_about(conflict.keys, set);
    const Problem problem{places_.line_of(conflict.keys, set), conflict.keys.front(),
                          conflict.what + (involved.empty() ? "" : "; in the sweep's " + text_of(involved))};
    if (std::find(problems_.begin(), problems_.end(), problem) == problems_.end())
      problems_.push_back(problem);
  }

  std::string report() {
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const Problem& a, const Problem& b) { return a.line < b.line; });
    std::string text;
    for (std::size_t k = 0; k < std::min(problems_.size(), most_problems); ++k) {
      const Problem& p = problems_[k];
      text += fmt::format("{}{}: {}{}{}", text.empty() ? "" : "\n", places_.text(p.line), p.key,
                          p.key.empty() ? "" : ": ", p.what);
    }
    if (problems_.size() > most_problems)
      text += fmt::format("\n{}: and {} more problems", places_.file, problems_.size() - most_problems);
    return text;
  }

  Places places_;
  bool is_of_a_run_ = false;  // is the file one that a run has left?
  RunParameters run_;
  std::vector<ParameterSet> sets_;  // of the sweep
  std::set<std::string> bad_keys_;
  std::vector<KeyRemark> remarks_;
  std::vector<Problem> problems_;
};

}  // namespace

namespace {

ConfigReader reader_of(const std::string& text, const std::string& name,
                       const std::vector<std::string>& overrides) {
  require_text(text, name, expected_file);
  ConfigReader reader(name);
  reader.read_file(text);
  for (const std::string& override_text : overrides) reader.read_override(override_text);
  return reader;
}

std::string text_of_file(const std::string& path) {
  return read_text_file(path, expected_file, most_bytes);
}

}  // namespace

SweptRun read_swept_config_text(const std::string& text, const std::string& name,
                                const std::vector<std::string>& overrides) {
  return reader_of(text, name, overrides).finish();
}

SweptRun read_swept_config(const std::string& path, const std::vector<std::string>& overrides) {
  return read_swept_config_text(text_of_file(path), path, overrides);
}

RunParameters read_config_text(const std::string& text, const std::string& name,
                               const std::vector<std::string>& overrides) {
  return reader_of(text, name, overrides).finish_without_sweep();
}

RunParameters read_config(const std::string& path, const std::vector<std::string>& overrides) {
  return read_config_text(text_of_file(path), path, overrides);
}

}  // namespace tilscape
