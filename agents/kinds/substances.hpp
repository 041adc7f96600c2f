// The substances that the model knows, one row each, and how far drugs penetrate. Whatever walks the fields
// (keys, census, snapshots, checkpoints, digest) takes names and units from here, so a new substance is an
// index, a row, and its defaults in config/schema/field_defaults.cpp.
#pragma once

namespace tilscape {

/// Where a field stands in every array of fields.
enum FieldIndex : int {
  oxygen_field = 0,
  ifn_gamma_field,
  chemokine_field,
  il2_field,
  tgf_beta_field,
  vegf_field,
  antibody_field,        // drugs at a site, relative to plasma: agents/rules/drug_action.hpp
  small_molecule_field,  // likewise
  field_count
};

struct FieldInfo {
  const char* name;            // "ifn_gamma": of keys, checkpoints and the digest
  const char* unit;            // "ng/mL"
  const char* unit_in_key;     // "ng_per_ml"
  const char* unit_in_column;  // "ng_per_mL": behind names of columns and arrays that leave the program
  const char* unit_of_column;  // their unit: "1" for a pure number
};

inline constexpr FieldInfo field_table[field_count] = {
    {"oxygen", "mmHg", "mmHg", "mmHg", "mmHg"},
    {"ifn_gamma", "ng/mL", "ng_per_ml", "ng_per_mL", "ng/mL"},
    {"chemokine", "relative", "relative", "relative", "1"},
    {"il2", "nM", "nM", "nM", "nM"},
    {"tgf_beta", "ng/mL", "ng_per_ml", "ng_per_mL", "ng/mL"},
    {"vegf", "ng/mL", "ng_per_ml", "ng_per_mL", "ng/mL"},
    {"antibody_penetration", "relative", "relative", "relative", "1"},
    {"small_molecule_penetration", "relative", "relative", "relative", "1"},
};

}  // namespace tilscape
