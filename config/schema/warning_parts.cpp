#include "config/schema/warning_parts.hpp"

#include <algorithm>
#include <map>

#include "config/schema/earlier_defaults.hpp"

namespace tilscape::warning_parts {
namespace {

bool has_default(const RunParameters& run, const Row& row) {
  static const std::map<std::string, RunParameters> defaults = [] {
    std::map<std::string, RunParameters> of;
    for (const std::string& version : default_versions()) of.emplace(version, default_parameters_of(version));
    return of;
  }();
  const auto found = defaults.find(run.defaults);
  return row.get(run) == row.get(found == defaults.end() ? default_parameters() : found->second);
}

}  // namespace

bool is_default(const RunParameters& run, const std::string& key) {
  return has_default(run, *find_row(key));
}

Keys changed_in(const RunParameters& run, const std::string& section, const Keys& but) {
  Keys keys;
  for (const Row& row : schema())
    if (row.key.starts_with(section) && !has_default(run, row) &&
        std::find(but.begin(), but.end(), row.key) == but.end())
      keys.push_back(row.key);
  return keys;
}

std::string section_of(const FieldSpec& field) {
  return "fields." + field.name + ".";
}

std::string unit_in_key(FieldIndex f) {
  return field_table[f].unit_in_key;
}

bool has_source(const RunParameters& run, FieldIndex f, const Presence& cells) {
  const FieldSpec& field = run.model.fields[f];
  for (int code = 1; code < static_cast<int>(Tissue::count); ++code)
    if (field.tissue_source_per_min[code] > 0 && cells.at_start(cell_type_of(static_cast<Tissue>(code))))
      return true;
  for (int code = 1; code < immune_state_count; ++code)
    if (field.immune_source_per_min[code] > 0 && cells.ever(cell_type_of(static_cast<Immune>(code))))
      return true;
  if (field.tissue_exchange_per_min[vessel_code] > 0 && field.exchange_value > 0 &&
      cells.at_start(CellType::vessel))
    return true;
  return run.model.lattice.boundary == Boundary::closed && field.border == FieldBorder::fixed_value &&
         field.border_value > 0;
}

std::string start_key(const RunParameters& run, const char* synthetic) {
  return run.model.initial.tissue.empty() ? std::string("initial.") + synthetic : "initial.tissue";
}

}  // namespace tilscape::warning_parts
