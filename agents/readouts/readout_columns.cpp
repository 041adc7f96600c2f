#include "agents/readouts/readout_columns.hpp"

#include <initializer_list>

namespace tilscape {

namespace {

CensusColumn count(const char* name, const char* units, std::uint64_t n) {
  return {name, units, static_cast<double>(n), true};
}

template <class Class>
CensusColumn code(const char* name, Class c) {
  return count(name, "1", static_cast<std::uint64_t>(c));
}

void append(std::vector<CensusColumn>& columns, std::initializer_list<CensusColumn> more) {
  columns.insert(columns.end(), more);
}

}  // namespace

void append_columns(std::vector<CensusColumn>& columns, const Readouts& r) {
  if (r.imaging)
    append(columns, {{"tumour_volume_mm3", "mm3", r.imaging->volume_mm3},
                     {"longest_diameter_mm", "mm", r.imaging->longest_diameter_mm}});
  if (r.course) append(columns, {code("recist", r.course->recist), code("fate", r.course->fate)});
  if (r.killing)
    append(columns, {{"effector_to_target", "1", r.killing->effector_to_target},
                     {"cd8_days", "d", r.killing->cd8_days},
                     {"kills_per_cd8_per_day", "1/d", r.killing->kills_per_cd8_per_day}});
  if (r.pdl1) append(columns, {{"tps_percent", "%", r.pdl1->tps_percent}, {"cps", "1", r.pdl1->cps}});
  if (r.infiltration)
    append(columns, {{"core_cd8_per_mm2", "1/mm2", r.infiltration->core_cd8_per_mm2},
                     {"margin_cd8_per_mm2", "1/mm2", r.infiltration->margin_cd8_per_mm2},
                     code("infiltration", r.infiltration->phenotype)});
  if (r.clones)
    append(columns, {count("living_clones", "clones", r.clones->living_clones),
                     {"shannon_clones", "1", r.clones->shannon},
                     {"simpson_clones", "1", r.clones->simpson},
                     {"tmb_per_mb", "1/Mb", r.clones->mutations_per_mb},
                     count("neoantigens_clonal", "classes", r.clones->clonal_neoantigens),
                     count("neoantigens_subclonal", "classes", r.clones->subclonal_neoantigens),
                     {"mhc_loss_fraction", "1", r.clones->mhc_loss_fraction}});
  if (r.receptors)
    append(columns, {count("tcr_classes", "classes", r.receptors->classes),
                     {"tcr_clonality", "1", r.receptors->clonality}});
  if (!r.spatial) return;
  append(columns, {{"nearest_tumour_um", "um", r.spatial->median_nearest_um},
                   {"near_tumour_fraction", "1", r.spatial->near_fraction},
                   {"cross_k_ratio", "1", r.spatial->cross_k_ratio}});
  for (std::size_t shell = 0; shell < r.spatial->pair_correlation.size(); ++shell)
    columns.push_back({"pair_correlation_" + std::to_string(shell), "1", r.spatial->pair_correlation[shell]});
}

}  // namespace tilscape
