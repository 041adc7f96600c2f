// What the functions of warnings share: the questions that several of them ask of a run, and where each kind
// stands.
#pragma once

#include <string>
#include <vector>

#include "config/schema/check.hpp"
#include "config/schema/schema.hpp"

namespace tilscape::warning_parts {

using Keys = std::vector<std::string>;
using Warnings = std::vector<Conflict>;

inline constexpr auto vessel_code = static_cast<std::size_t>(Tissue::vessel);

/// Has the key its default? As the row writes it: a map that names a group is read back as the states of the
/// group.
bool is_default(const RunParameters& run, const std::string& key);
/// The keys of sections that the run gives other values than the default.
Keys changed_in(const RunParameters& run, const std::string& section, const Keys& but = {});

/// "fields.oxygen."
std::string section_of(const FieldSpec& field);
std::string unit_in_key(FieldIndex f);
/// Key of what a run starts from: of its table, or of its synthetic tumour.
std::string start_key(const RunParameters& run, const char* synthetic);

/// Does anything give off the field, or exchange it with vessels, or hold it at the border?
bool has_source(const RunParameters& run, FieldIndex f, const Presence& cells);

// One function per warning; these call all of one file. Each says what will happen, and what would mend it.
std::vector<Conflict> start_warnings(const RunParameters& run, const Presence& start);
std::vector<Conflict> cell_warnings(const RunParameters& run, const Presence& start);
std::vector<Conflict> field_warnings(const RunParameters& run, const Presence& start);

}  // namespace tilscape::warning_parts
