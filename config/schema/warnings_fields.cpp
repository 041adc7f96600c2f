// Warnings about fields that a run has to switch on: that nothing secretes or reads, or that are missing.
#include "config/schema/warning_parts.hpp"

namespace tilscape::warning_parts {
namespace {

/// Of the fields that a run has to switch on.
void nothing_secretes(const RunParameters& run, const Presence& cells, Warnings& out) {
  for (const FieldIndex f : {il2_field, tgf_beta_field, vegf_field}) {
    const FieldSpec& field = run.model.fields[f];
    if (!field.enabled || field.initial > 0 || has_source(run, f, cells)) continue;
    out.push_back(
        {{section_of(field) + "enabled", section_of(field) + "secretion_" + unit_in_key(f) + "_per_min"},
         "nothing that is there or can come secretes it, so that it is 0 everywhere; expected cells "
         "that do"});
  }
}

void nothing_reads(const RunParameters& run, const Presence& cells, Warnings& out) {
  const ModelParameters& m = run.model;
  const auto warn = [&](FieldIndex f, const Keys& users, const std::string& what) {
    Keys keys{section_of(m.fields[f]) + "enabled"};
    keys.insert(keys.end(), users.begin(), users.end());
    out.push_back({keys, "changes nothing but the census: " + what});
  };
  if (m.fields[il2_field].enabled && (m.t_cell.il2_dependence == 0 || !cells.ever(CellType::cd8_t_cell)))
    warn(il2_field, {"t_cell.il2_dependence"},
         "no division needs IL-2; expected T cells, and t_cell.il2_dependence above 0");
  if (m.fields[tgf_beta_field].enabled && !cells.ever(CellType::macrophage))
    warn(tgf_beta_field, {"initial.macrophage_fraction", "blood.monocytes"},
         "TGF-beta polarises macrophages, and there are none; expected some");
  if (m.fields[vegf_field].enabled && !m.vessels.sprouting)
    warn(vegf_field, {"vessels.sprouting"}, "no vessel sprouts; expected vessels.sprouting: true");
}

void il2_that_is_missing(const RunParameters& run, const Presence& cells, Warnings& out) {
  const FieldSpec& il2 = run.model.fields[il2_field];
  if (run.model.t_cell.il2_dependence == 0 || il2.enabled || il2.initial > 0 ||
      !cells.ever(CellType::cd8_t_cell))
    return;
  out.push_back({{"t_cell.il2_dependence", "fields.il2.enabled", "fields.il2.initial_nM"},
                 "there is no IL-2, so that this share of the divisions never happens; expected "
                 "fields.il2.enabled: true, or a level"});
}

}  // namespace

std::vector<Conflict> field_warnings(const RunParameters& run, const Presence& start) {
  Warnings out;
  for (const auto warn : {nothing_secretes, nothing_reads, il2_that_is_missing}) warn(run, start, out);
  return out;
}

}  // namespace tilscape::warning_parts
