// A patient's compartments alone, without drugs and lattice.
#pragma once

#include <vector>

#include "agents/body/exchange.hpp"
#include "agents/body/integrate.hpp"
#include "config/schema/schema.hpp"

namespace tilscape {

/// The defaults, with a tumour of 1 cm3 and a million CD8 T cells of class 3 in the blood.
inline compartments::PatientRates patient(
    const CompartmentParameters& rates = default_parameters().model.compartments) {
  std::array<double, antigen_classes> blood{};
  blood[3] = 1e6;
  return {rates, 1000, blood};
}

inline std::vector<double> at_rest(const compartments::PatientRates& p) {
  std::vector<double> x(compartments::count_of(p.rates));
  compartments::set_baseline(p, x);
  return x;
}

inline std::vector<double> rates(const compartments::PatientRates& p, const std::vector<double>& x,
                                 const compartments::DrugLevels& drugs = {}) {
  std::vector<double> rate(x.size());
  compartments::rates_of_change(p, drugs, x, rate);
  return rate;
}

/// So many steps later, as a body takes them.
inline std::vector<double> steps_later(const compartments::PatientRates& p, std::vector<double> x,
                                       std::uint32_t steps, double step_min) {
  const double days = step_min / 1440;
  const compartments::Exchange half_step(p, days / 2);
  integrate_split_steps([&p](const std::vector<double>& now, std::vector<double>& rate,
                             double) { compartments::rates_of_change(p, {}, now, rate); },
                        [&](std::vector<double>& now) { half_step(now); }, x, 0, days, steps);
  return x;
}

/// The values of all classes of a quantity.
inline double sum_of(const std::vector<double>& x, std::size_t first) {
  double sum = 0;
  for (std::size_t k = 0; k < antigen_classes; ++k) sum += x[first + k];
  return sum;
}

}  // namespace tilscape
