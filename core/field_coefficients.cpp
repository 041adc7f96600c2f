// Scales rates to the operator that core/multigrid.hpp solves, and checks specifications.
#include "core/field_coefficients.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/errors.hpp"

namespace tilscape {

namespace {

using Rates = std::array<double, site_codes>;

bool is_rate(double rate) {
  return std::isfinite(rate) && rate >= 0;
}
bool any_positive(const Rates& rates) {
  return std::any_of(rates.begin(), rates.end(), [](double rate) { return rate > 0; });
}

bool all_rates_valid(const FieldSpec& s) {
  for (const Rates* rates : {&s.tissue_source_per_min, &s.immune_source_per_min, &s.tissue_uptake_per_min,
                             &s.immune_uptake_per_min, &s.tissue_exchange_per_min})
    if (!std::all_of(rates->begin(), rates->end(), is_rate)) return false;
  return is_rate(s.decay_per_min);
}

bool has_sink(const FieldSpec& s) {
  return s.decay_per_min > 0 || any_positive(s.tissue_uptake_per_min) ||
         any_positive(s.immune_uptake_per_min) || any_positive(s.tissue_exchange_per_min);
}

bool has_fixed_border(const FieldSpec& s, const Lattice& l) {
  return s.border == FieldBorder::fixed_value && l.boundary == Boundary::closed && l.sites() > 1;
}

}  // namespace

FieldCoefficients field_coefficients(const FieldSpec& spec, const Lattice& lattice, double period_min) {
  if (!spec.quasi_steady && !(period_min > 0))
    throw std::invalid_argument("field " + spec.name + ": the period must be positive");
  const double spacing = lattice.spacing_um;
  const double scale = spacing * spacing / spec.diffusivity_um2_per_min;  // min
  const double storage = spec.quasi_steady ? 0 : 1 / period_min;
  const double per_site = spec.source_spacing_um > 0 ? spec.source_spacing_um / spacing : 1;
  const double source_scale = scale * per_site * per_site * per_site;
  FieldCoefficients c;
  for (int code = 0; code < site_codes; ++code) {
    const double exchange = per_site * per_site * spec.tissue_exchange_per_min[code];
    const double sink = storage + spec.decay_per_min + spec.tissue_uptake_per_min[code] + exchange;
    c.tissue_sink[code] = static_cast<float>(scale * sink);
    c.immune_sink[code] = static_cast<float>(scale * spec.immune_uptake_per_min[code]);
    c.tissue_source[code] = static_cast<float>(source_scale * spec.tissue_source_per_min[code] +
                                               scale * exchange * spec.exchange_value);
    c.immune_source[code] = static_cast<float>(source_scale * spec.immune_source_per_min[code]);
  }
  c.storage = static_cast<float>(scale * storage);
  c.border_value = static_cast<float>(spec.border_value);
  c.floor = static_cast<float>(1e-12 * spec.reference);
  return c;
}

std::string problem_of(const FieldSpec& spec, const Lattice& lattice) {
  if (!spec.enabled) return {};
  if (!(std::isfinite(spec.diffusivity_um2_per_min) && spec.diffusivity_um2_per_min > 0))
    return "the diffusivity must be positive";
  if (!all_rates_valid(spec)) return "decay, sources, uptakes and exchanges must be 0 or more";
  if (!is_rate(spec.exchange_value) || !is_rate(spec.border_value) || !is_rate(spec.initial))
    return "initial, exchange and border values must be 0 or more";
  if (!(std::isfinite(spec.reference) && spec.reference > 0)) return "the reference value must be positive";
  if (spec.cycles < 0) return "the number of cycles must be 0 or more";
  if (spec.quasi_steady && !has_sink(spec) && !has_fixed_border(spec, lattice))
    return "a quasi-steady field needs a decay, an uptake, an exchange or a fixed-value border: without any "
           "of them "
           "there is no steady state";
  return {};
}

void check(const FieldSpec& spec, const Lattice& lattice) {
  const std::string problem = problem_of(spec, lattice);
  if (!problem.empty()) throw InputError("field " + spec.name + ": " + problem);
}

}  // namespace tilscape
