// From + − × ÷ sqrt and core/base/elementary.hpp alone.
#include "agents/body/exchange.hpp"

#include <cmath>

#include "core/base/elementary.hpp"

namespace tilscape::compartments {

namespace {

constexpr double hours_per_day = 24, minutes_per_day = 1440;

/// IL-2 after some days: secreted by activated cells, consumed by effectors, lost. It is the root of
/// y = supply − loss·y − demand·y / (y + half), written so that nothing cancels.
double il2_after(const CompartmentParameters& p, std::span<const double> x, double days) {
  double activated = 0, effectors = 0;
  for (std::size_t k = 0; k < at::classes; ++k) {
    activated += x[at::activated + k];
    effectors += x[at::effector + k];
  }
  const double nM_per_nmol_per_h = hours_per_day * days / (p.lymph_node_ml * 1e-3);
  const double supply = x[at::il2_nM] + p.il2_secretion_nmol_per_cell_per_h * nM_per_nmol_per_h * activated;
  const double demand = p.il2_consumption_nmol_per_cell_per_h * nM_per_nmol_per_h * effectors;
  const double a = 1 + p.il2_loss_per_min * minutes_per_day * days;
  const double b = a * p.il2_half_nM + demand - supply, c = supply * p.il2_half_nM;
  const double root = std::sqrt(b * b + 4 * a * c);
  return b > 0 ? 2 * c / (b + root) : (root - b) / (2 * a);
}

}  // namespace

Exchange::Pair::Pair(double into, double out, double days)
    : into_per_day(into),
      out_per_day(out),
      crosses_days(-elementary::expm1(-(into + out) * days) / (into + out)) {}

void Exchange::Pair::operator()(double& a, double& b, double rest_a, double rest_b) const {
  const double crosses = crosses_days * (into_per_day * (a - rest_a) - out_per_day * (b - rest_b));
  a -= crosses;
  b += crosses;
}

Exchange::Exchange(const PatientRates& patient, double days)
    : patient_(&patient),
      days_(days),
      naive_(patient.rates.naive_to_periphery_per_min * minutes_per_day,
             patient.rates.naive_from_periphery_per_day, days),
      effectors_(patient.rates.effector_to_periphery_per_min * minutes_per_day,
                 patient.rates.effector_from_periphery_per_day, days) {}

void Exchange::operator()(std::span<double> x) const {
  const NaiveAtRest& rest = patient_->naive;
  for (std::size_t k = 0; k < at::classes; ++k) {
    naive_(x[at::naive_blood + k], x[at::naive_periphery + k], rest.blood, rest.periphery);
    effectors_(x[at::blood + k], x[at::periphery + k], 0, 0);
  }
  x[at::il2_nM] = il2_after(patient_->rates, x, days_);
}

}  // namespace tilscape::compartments
