// Linear two-compartment kinetics; only clearance may change, with the time since the first dose.
#include "agents/body/pharmacokinetics.hpp"

#include <cmath>

#include "core/base/elementary.hpp"

namespace tilscape::pharmacokinetics {

double clearance_l_per_day(const DrugParameters& drug, double days_since_first_dose) {
  if (drug.clearance_change == 0 || days_since_first_dose <= 0) return drug.clearance_l_per_day;
  const double odds = elementary::pow(drug.clearance_half_days / days_since_first_dose, drug.clearance_hill);
  return drug.clearance_l_per_day * elementary::exp(drug.clearance_change / (1 + odds));
}

Amounts rate_of_change(const DrugParameters& drug, const Amounts& a, double days_since_first_dose) {
  const double central = a.central / drug.central_l;  // mg/L
  const double flow = drug.exchange_l_per_day * (central - a.peripheral / drug.peripheral_l);
  return {-clearance_l_per_day(drug, days_since_first_dose) * central - flow, flow};
}

double plasma_nM(const DrugParameters& drug, double central_mg) {
  constexpr double nmol_per_mmol = 1e6;  // mg/L divided by g/mol is mmol/L
  return central_mg / drug.central_l / drug.molar_mass_g_per_mol * nmol_per_mmol;
}

/// The smaller root of s² − (k10 + k12 + k21)s + k10·k21.
double terminal_half_life_days(const DrugParameters& drug, double days_since_first_dose) {
  const double k10 = clearance_l_per_day(drug, days_since_first_dose) / drug.central_l;
  const double k12 = drug.exchange_l_per_day / drug.central_l;
  const double k21 = drug.exchange_l_per_day / drug.peripheral_l;
  const double sum = k10 + k12 + k21;
  const double slow = 2 * k10 * k21 / (sum + std::sqrt(sum * sum - 4 * k10 * k21));
  return 0.693147180559945309 / slow;
}

}  // namespace tilscape::pharmacokinetics
