// Drugs in the body: two compartments per drug. What a concentration does: agents/rules/drug_action.hpp.
#pragma once

#include "agents/kinds/drugs.hpp"

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

/// Of the last, slowest phase at constant clearance. @param days_since_first_dose  whose clearance
/// Test: tests/validation/pharmacokinetics_test.cpp
double terminal_half_life_days(const DrugParameters& drug, double days_since_first_dose);

}  // namespace tilscape::pharmacokinetics
