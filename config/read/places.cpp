#include "config/read/places.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/read/sweep.hpp"
#include "config/schema/schema.hpp"
#include "config/schema/therapy_rows.hpp"

namespace tilscape {
namespace {

/// Is what a sweep names part of what a rule names, `therapy[0]` say, or all of it?
bool concerns(const std::string& swept, const std::string& key) {
  return swept == key || swept.starts_with(key + ".") || (swept == "therapy" && is_therapy_path(key));
}

}  // namespace

int Places::line_of(const std::vector<std::string>& keys, const ParameterSet& set) const {
  for (const std::string& key : keys) {
    for (const SweptValue& v : set)
      if (concerns(v.row->key, key)) return v.line;
    if (const auto found = line_of_key.find(key); found != line_of_key.end()) return found->second;
  }
  return whole_file;
}

bool Places::has_any(const std::vector<std::string>& keys, const ParameterSet& set) const {
  return line_of(keys, set) != whole_file;
}

std::string Places::text(int line) const {
  if (line == from_override) return "--set";
  return line == whole_file ? file : file + ":" + std::to_string(line);
}

std::optional<std::string> KeysOfMap::add(const std::string& key, int line) {
  const Row* row = find_row(key);
  const auto [first, is_new] = first_.emplace(row ? row->key : key, Written{key, line});
  if (is_new) return {};
  const Written& written = first->second;
  if (written.key == key)
    return fmt::format("stands twice, first in line {}; expected each key once", written.line);
  return fmt::format("stands twice, first in line {} as {}; expected its new name alone, {}", written.line,
                     written.key, first->first);
}

ParameterSet values_about(const std::vector<std::string>& keys, const ParameterSet& set) {
  ParameterSet involved;
  for (const SweptValue& v : set)
    if (std::any_of(keys.begin(), keys.end(),
                    [&v](const std::string& key) { return concerns(v.row->key, key); }))
      involved.push_back(v);
  return involved;
}

}  // namespace tilscape
