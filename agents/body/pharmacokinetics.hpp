// Drugs in the body: two compartments per drug, and what a concentration does.
#pragma once

#include "agents/body/drugs.hpp"

namespace tilscape::pharmacokinetics {

/// mg in each compartment.
struct Amounts {
  double central = 0, peripheral = 0;
};

/// Clearance at a time after the first dose. Source of the law: nivolumab, nlmixr2lib (Bajaj 2017).
double clearance_l_per_day(const DrugParameters& drug, double days_since_first_dose);

/// d/dt in mg/day.
Amounts rate_of_change(const DrugParameters& drug, const Amounts& a, double days_since_first_dose);

/// Concentration in plasma, nM.
double plasma_nM(const DrugParameters& drug, double central_mg);

/// Share of the drug's full effect, or of its receptors that it occupies, in the tumour: 0–1.
double effect_in_tumour(const DrugParameters& drug, double central_mg);
/// The same in plasma and lymph.
double effect_in_plasma(const DrugParameters& drug, double central_mg);

/// Of the last, slowest phase at constant clearance. @param days_since_first_dose  whose clearance
/// Test: tests/validation/pharmacokinetics_test.cpp
double terminal_half_life_days(const DrugParameters& drug, double days_since_first_dose);

}  // namespace tilscape::pharmacokinetics
