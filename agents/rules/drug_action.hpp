// What drugs do to cells: from their concentrations in plasma, and how far they penetrate to where the cells
// stand, to chances and factors.
#pragma once

#include <cstddef>

#include "agents/kinds/drugs.hpp"
#include "agents/parameters/body_levels.hpp"
#include "core/base/elementary.hpp"

namespace tilscape {

/// Drugs in the plasma of one replicate, and what each does to cells at full effect. Trivially copyable.
struct DrugAction {
  double plasma_nM[drug_kinds] = {}, half_effect_nM[drug_kinds] = {};
  double tumour_to_plasma[drug_kinds] = {};  // where the drug is well mixed
  double kills_per_day = 0;                  // of cycling tumour cells and dividing T cells, by chemotherapy
  double depletion_per_day = 0;              // of regulatory T cells, by an antibody to CTLA-4
  double targeted_inhibition = 0;            // share of the division rate
  double tumour_turnover_days = 0, immune_turnover_days = 0;         // per update
  bool antibodies_diffuse = false, small_molecules_diffuse = false;  // or are well mixed in the tumour
};

/// Concentration at a site relative to plasma, 0–1, of each class of drugs that diffuses.
struct Penetration {
  float antibody = 1, small_molecule = 1;
};

/// Share of its full effect that a drug has at a concentration, or of its receptors that it occupies: 0–1.
/// Source: law of mass action. Test: tests/agents/body_test.cpp
TILSCAPE_HD inline double drug_effect(double concentration_nM, double half_nM) {
  return concentration_nM > 0 ? concentration_nM / (concentration_nM + half_nM) : 0;
}

/// What two effects make that know nothing of each other (Bliss): the second takes its share of what the
/// first leaves.
TILSCAPE_HD inline double joint_effect(double first, double second) {
  return first + (1 - first) * second;
}

/// Share of its full effect that drug k has on the cells of a site.
template <std::size_t k>
TILSCAPE_HD double effect_at_site(const DrugAction& d, const Penetration& penetration) {
  constexpr DrugClass is = drug_records[k].drug_class;
  double of_plasma = d.tumour_to_plasma[k];
  if (is == DrugClass::antibody && d.antibodies_diffuse)
    of_plasma = static_cast<double>(penetration.antibody);
  if (is == DrugClass::small_molecule && d.small_molecules_diffuse)
    of_plasma = static_cast<double>(penetration.small_molecule);
  return drug_effect(d.plasma_nM[k] * of_plasma, d.half_effect_nM[k]);
}

/// What drugs do to the cells of a site.
/// Test: tests/agents/drug_penetration_test.cpp
TILSCAPE_HD inline BodyLevels levels_at(const DrugAction& d, const Penetration& penetration) {
  const auto joint = [&](double so_far, auto k) {
    return joint_effect(so_far, effect_at_site<decltype(k)::value>(d, penetration));
  };
  const auto left = [&](double so_far, auto k) {
    return so_far * (1 - effect_at_site<decltype(k)::value>(d, penetration));
  };
  const auto chance = [](double per_day, double days) { return -elementary::expm1(-per_day * days); };
  BodyLevels levels;
  levels.checkpoint_free = static_cast<float>(over_drugs<DrugEffect::pd1_blockade>(1, left));
  const double kills_per_day = d.kills_per_day * over_drugs<DrugEffect::cytotoxicity>(0, joint);
  levels.cytotoxic_chance = static_cast<float>(chance(kills_per_day, d.tumour_turnover_days));
  levels.lymphocyte_chance = static_cast<float>(chance(kills_per_day, d.immune_turnover_days));
  const double inhibited = over_drugs<DrugEffect::growth_inhibition>(0, joint);
  levels.division_factor = static_cast<float>(1 - d.targeted_inhibition * inhibited);
  const double depleted_per_day = d.depletion_per_day * over_drugs<DrugEffect::ctla4_blockade>(0, joint);
  levels.treg_depletion_chance = static_cast<float>(chance(depleted_per_day, d.immune_turnover_days));
  return levels;
}

/// The same for a site whose replicate has `most` where penetration is 1. Chemotherapy never kills more than
/// there, whatever rounding does: passes over cells that live on count on it.
TILSCAPE_HD inline BodyLevels levels_at(const DrugAction& d, const Penetration& penetration,
                                        const BodyLevels& most) {
  BodyLevels levels = levels_at(d, penetration);
  if (levels.cytotoxic_chance > most.cytotoxic_chance) levels.cytotoxic_chance = most.cytotoxic_chance;
  return levels;
}

}  // namespace tilscape
