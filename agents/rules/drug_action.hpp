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
/// Source: law of mass action. Test: tests/agents/compartments_test.cpp
TILSCAPE_HD inline double drug_effect(double concentration_nM, double half_nM) {
  return concentration_nM > 0 ? concentration_nM / (concentration_nM + half_nM) : 0;
}

/// What drugs do to the cells of a site.
/// Test: tests/agents/drug_penetration_test.cpp
TILSCAPE_HD inline BodyLevels levels_at(const DrugAction& d, const Penetration& penetration) {
  const auto effect = [&d](Drug drug, bool diffuses, float of_plasma) {
    const auto k = static_cast<std::size_t>(drug);
    const double share = diffuses ? static_cast<double>(of_plasma) : d.tumour_to_plasma[k];
    return drug_effect(d.plasma_nM[k] * share, d.half_effect_nM[k]);
  };
  const auto antibody = [&](Drug drug) { return effect(drug, d.antibodies_diffuse, penetration.antibody); };
  const auto small_molecule = [&](Drug drug) {
    return effect(drug, d.small_molecules_diffuse, penetration.small_molecule);
  };
  const auto chance = [](double per_day, double days) { return -elementary::expm1(-per_day * days); };
  BodyLevels levels;
  const double pd1_free = (1 - antibody(Drug::pembrolizumab)) * (1 - antibody(Drug::nivolumab));
  levels.checkpoint_free = static_cast<float>(pd1_free * (1 - antibody(Drug::atezolizumab)));
  const double kills_per_day = d.kills_per_day * small_molecule(Drug::nab_paclitaxel);
  levels.cytotoxic_chance = static_cast<float>(chance(kills_per_day, d.tumour_turnover_days));
  levels.lymphocyte_chance = static_cast<float>(chance(kills_per_day, d.immune_turnover_days));
  levels.division_factor =
      static_cast<float>(1 - d.targeted_inhibition * small_molecule(Drug::targeted_inhibitor));
  levels.treg_depletion_chance =
      static_cast<float>(chance(d.depletion_per_day * antibody(Drug::ipilimumab), d.immune_turnover_days));
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
