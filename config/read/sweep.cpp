// Every value passes the same checks as the key's own value in the file would.
#include "config/read/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/read/convert.hpp"
#include "config/read/read_therapy.hpp"
#include "config/read/text_file.hpp"
#include "config/schema/suggest.hpp"
#include "config/schema/therapy_rows.hpp"

namespace tilscape {
namespace {

class SweepReader {
 public:
  explicit SweepReader(std::vector<SweepProblem>& problems) : problems_(problems) {}

  /// Every combination of the values that each key lists.
  std::vector<ParameterSet> combinations(const YamlNode& map) {
    std::vector<ParameterSet> sets{{}};
    KeysOfMap keys;
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2) {
      const Row* row = row_of(map.items[i], keys);
      if (!row) continue;
      const std::vector<SweptValue> values = values_of(*row, map.items[i + 1]);
      if (sets.size() * values.size() > most_parameter_sets) {
        complain(map.line, "", too_many(sets.size() * values.size()));
        return {};
      }
      std::vector<ParameterSet> longer;
      for (const ParameterSet& set : sets)
        for (const SweptValue& value : values) {
          longer.push_back(set);
          longer.back().push_back(value);
        }
      sets = std::move(longer);
    }
    return map.items.empty() ? std::vector<ParameterSet>() : sets;
  }

  /// The sets as they are listed.
  std::vector<ParameterSet> listed(const YamlNode& list) {
    if (list.items.size() > most_parameter_sets) complain(list.line, "", too_many(list.items.size()));
    std::vector<ParameterSet> sets;
    for (const YamlNode& item : list.items) {
      if (item.form == YamlNode::Form::map)
        sets.push_back(set_of(item));
      else
        complain(item.line, "", "found " + shown(item) + "; expected a map {key: value, …}");
    }
    return sets;
  }

  void complain(int line, const std::string& key, const std::string& what, bool refuses = true) {
    problems_.push_back({line, key.empty() ? "sweep" : "sweep." + key, what, refuses});
  }

 private:
  static std::string too_many(std::size_t sets) {
    return fmt::format("there are {} parameter sets; expected at most {}", sets, most_parameter_sets);
  }

  ParameterSet set_of(const YamlNode& map) {
    ParameterSet set;
    KeysOfMap keys;
    for (std::size_t i = 0; i + 1 < map.items.size(); i += 2)
      if (const Row* row = row_of(map.items[i], keys)) add_value(*row, map.items[i + 1], set);
    return set;
  }

  std::vector<SweptValue> values_of(const Row& row, const YamlNode& list) {
    std::vector<SweptValue> values;
    if (list.form != YamlNode::Form::list || list.items.empty())
      complain(
          list.line, row.key,
          fmt::format("found {}; expected a list of values, each {}",
                      list.form == YamlNode::Form::list ? "an empty list" : shown(list), expectation(row)));
    else
      for (const YamlNode& item : list.items) add_value(row, item, values);
    return values;
  }

  void add_schedule(const Row& row, const YamlNode& node, std::vector<SweptValue>& values) {
    std::vector<TherapyProblem> problems;
    std::vector<int> lines;
    values.push_back({&row, to_therapy(node, lines, problems), node.line});
    for (const TherapyProblem& p : problems) complain(p.line, p.key, p.what);
  }

  void add_value(const Row& row, const YamlNode& node, std::vector<SweptValue>& values) {
    if (row.kind == Kind::therapy) return add_schedule(row, node, values);
    std::vector<Complaint> complaints;
    if (auto value = to_value(row, node, complaints)) values.push_back({&row, std::move(*value), node.line});
    for (const Complaint& c : complaints) complain(c.line, row.key, c.what, c.refuses);
  }

  /// The row that a key names, if it may be swept and is new.
  const Row* row_of(const YamlNode& name, KeysOfMap& keys) {
    const std::string key = name.form == YamlNode::Form::scalar ? name.text : std::string();
    const Row* row = is_therapy_path(key) ? find_therapy_row(key) : find_row(key);
    if (!row && is_therapy_path(key))
      complain(name.line, excerpt(key), expected_therapy_parts(key));
    else if (!row)
      complain(name.line, excerpt(key),
               is_section(key) ? "this is a section; expected a dotted key such as " + first_key_in(key)
                               : "unknown key; expected one that `tilscape params` lists" +
                                     (problems_.size() < most_suggestions ? suggest_key(key) : ""));
    else if (!can_be_swept(*row))
      complain(name.line, key, "this is the same for all parameter sets; expected another key");
    else if (const auto twice = keys.add(key, name.line))
      complain(name.line, key, *twice);
    else
      return row;
    return nullptr;
  }

  static std::string first_key_in(const std::string& section) {
    for (const Row& row : schema())
      if (row.key.starts_with(section + ".")) return row.key;
    return {};
  }

  static bool can_be_swept(const Row& row) {
    return row.key != "replicates" && row.key != "defaults" && row.kind != Kind::sweep &&
           !row.key.starts_with("execution.");
  }

  std::vector<SweepProblem>& problems_;
};

}  // namespace

RunParameters SweptRun::parameters(std::size_t set) const {
  RunParameters run = base;
  for (const SweptValue& value : sets.at(set)) value.row->set(run, value.value);
  return run;
}

std::vector<const Row*> SweptRun::rows() const {
  std::vector<const Row*> rows;
  for (const ParameterSet& set : sets)
    for (const SweptValue& value : set)
      if (std::find(rows.begin(), rows.end(), value.row) == rows.end()) rows.push_back(value.row);
  return rows;
}

std::vector<ParameterSet> to_parameter_sets(const YamlNode& sweep, std::vector<SweepProblem>& problems) {
  const auto before = static_cast<std::ptrdiff_t>(problems.size());
  SweepReader reader(problems);
  std::vector<ParameterSet> sets;
  if (sweep.form == YamlNode::Form::map)
    sets = reader.combinations(sweep);
  else if (sweep.form == YamlNode::Form::list)
    sets = reader.listed(sweep);
  else
    reader.complain(sweep.line, "",
                    "found " + shown(sweep) + "; expected " + expectation(*find_row("sweep")));
  for (ParameterSet& set : sets)  // paths lead into the schedule of their set
    std::stable_partition(set.begin(), set.end(),
                          [](const SweptValue& v) { return v.row->kind == Kind::therapy; });
  const bool is_refused =
      std::any_of(problems.begin() + before, problems.end(), [](const SweepProblem& p) { return p.refuses; });
  return is_refused ? std::vector<ParameterSet>() : sets;
}

std::string text_of(const SweptValue& value) {
  const auto* text = std::get_if<std::string>(&value.value);
  return text ? *text : value_text(value.value);
}

std::string text_of(const ParameterSet& set) {
  std::string text;
  for (const SweptValue& value : set)
    text += (text.empty() ? "" : ", ") + value.row->key + " = " + text_of(value);
  return text;
}

}  // namespace tilscape
