// Scales rates to the operator that core/multigrid/multigrid.hpp solves, and checks specifications.
#include "core/fields/field_coefficients.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/base/errors.hpp"

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

/// The coefficients before they are rounded to floats.
struct ExactCoefficients {
  Rates tissue_sink, immune_sink, tissue_source, immune_source;
  double storage;
};

double storage_per_min(const FieldSpec& spec, double period_min) {
  return spec.quasi_steady ? 0 : 1 / period_min;
}

/// How many times secretion counts on a lattice, per axis.
double source_scale_per_axis(const FieldSpec& spec, double spacing_um) {
  return spec.source_spacing_um > 0 ? spec.source_spacing_um / spacing_um : 1;
}

ExactCoefficients exact_coefficients(const FieldSpec& spec, double spacing, double period_min) {
  const bool is_local = stays_local(spec, spacing, period_min);
  const double scale = is_local ? 1 : spacing * spacing / spec.diffusivity_um2_per_min;  // min
  const double storage = storage_per_min(spec, period_min);
  const double per_site = source_scale_per_axis(spec, spacing);
  const double source_scale = scale * per_site * per_site * per_site;
  ExactCoefficients c;
  for (int code = 0; code < site_codes; ++code) {
    const double exchange = per_site * per_site * spec.tissue_exchange_per_min[code];
    const double sink = storage + spec.decay_per_min + spec.tissue_uptake_per_min[code] + exchange;
    c.tissue_sink[code] = scale * sink;
    c.immune_sink[code] = scale * spec.immune_uptake_per_min[code];
    c.tissue_source[code] =
        source_scale * spec.tissue_source_per_min[code] + scale * exchange * spec.exchange_value;
    c.immune_source[code] = source_scale * spec.immune_source_per_min[code];
  }
  c.storage = scale * storage;
  return c;
}

double greatest(const Rates& rates) {
  return *std::max_element(rates.begin(), rates.end());
}

}  // namespace

bool stays_local(const FieldSpec& spec, double spacing_um, double period_min) {
  const double lost_per_min = storage_per_min(spec, period_min) + spec.decay_per_min;
  return spec.diffusivity_um2_per_min <= 1e-15 * spacing_um * spacing_um * lost_per_min;
}

FieldCoefficients field_coefficients(const FieldSpec& spec, const Lattice& lattice, double period_min) {
  if (!spec.quasi_steady && !(period_min > 0))
    throw std::invalid_argument("field " + spec.name + ": the period must be positive");
  const ExactCoefficients exact = exact_coefficients(spec, lattice.spacing_um, period_min);
  FieldCoefficients c;
  for (int code = 0; code < site_codes; ++code) {
    c.tissue_sink[code] = static_cast<float>(exact.tissue_sink[code]);
    c.immune_sink[code] = static_cast<float>(exact.immune_sink[code]);
    c.tissue_source[code] = static_cast<float>(exact.tissue_source[code]);
    c.immune_source[code] = static_cast<float>(exact.immune_source[code]);
  }
  c.storage = static_cast<float>(exact.storage);
  c.is_local = stays_local(spec, lattice.spacing_um, period_min);
  c.border_value = c.is_local ? 0 : static_cast<float>(spec.border_value);
  c.floor = static_cast<float>(1e-12 * spec.reference);
  return c;
}

double greatest_coefficient(const FieldSpec& spec, double spacing_um, double period_min) {
  const ExactCoefficients c = exact_coefficients(spec, spacing_um, period_min);
  return std::max({greatest(c.tissue_sink), greatest(c.immune_sink), greatest(c.tissue_source),
                   greatest(c.immune_source)});
}

SiteCoefficients greatest_of_a_site(const FieldSpec& spec, double spacing_um, double period_min) {
  const double scale = spacing_um * spacing_um / spec.diffusivity_um2_per_min;  // min
  const double per_axis = source_scale_per_axis(spec, spacing_um);
  return {scale * (storage_per_min(spec, period_min) + spec.decay_per_min),
          scale * per_axis * per_axis * per_axis *
              (greatest(spec.tissue_source_per_min) + greatest(spec.immune_source_per_min)),
          scale * (greatest(spec.tissue_uptake_per_min) + greatest(spec.immune_uptake_per_min)),
          scale * per_axis * per_axis * greatest(spec.tissue_exchange_per_min)};
}

double highest_level(const FieldSpec& spec, const Lattice& lattice, double duration_min) {
  const double per_site = source_scale_per_axis(spec, lattice.spacing_um);
  double level = spec.initial;
  if (any_positive(spec.tissue_exchange_per_min)) level = std::max(level, spec.exchange_value);
  if (has_fixed_border(spec, lattice)) level = std::max(level, spec.border_value);
  const double secreted_per_min =
      per_site * per_site * per_site *
      (greatest(spec.tissue_source_per_min) + greatest(spec.immune_source_per_min));
  if (secreted_per_min == 0) return level;
  const double infinity = std::numeric_limits<double>::infinity();
  double highest = spec.decay_per_min > 0 ? std::max(level, secreted_per_min / spec.decay_per_min) : infinity;
  if (!spec.quasi_steady) highest = std::min(highest, level + secreted_per_min * duration_min);
  if (has_fixed_border(spec, lattice) && spec.diffusivity_um2_per_min > 0) {
    double across_um = infinity;  // of the thinnest slab between two borders
    for (const std::uint32_t n : {lattice.nx, lattice.ny, lattice.nz})
      if (n > 1) across_um = std::min(across_um, 1.0 * n * lattice.spacing_um);
    const double escapes_within_min = across_um * across_um / (2 * spec.diffusivity_um2_per_min);
    highest = std::min(highest, level + secreted_per_min * escapes_within_min);
  }
  return highest;
}

std::string problem_of(const FieldSpec& spec, const Lattice& lattice) {
  if (!spec.enabled) return {};
  if (!is_rate(spec.diffusivity_um2_per_min)) return "the diffusivity must be 0 or more";
  if (!all_rates_valid(spec)) return "decay, sources, uptakes and exchanges must be 0 or more";
  if (!is_rate(spec.exchange_value) || !is_rate(spec.border_value) || !is_rate(spec.initial))
    return "initial, exchange and border values must be 0 or more";
  if (!(std::isfinite(spec.reference) && spec.reference > 0)) return "the reference value must be positive";
  if (spec.cycles < 0) return "the number of cycles must be 0 or more";
  if (spec.quasi_steady && !has_sink(spec) && !has_fixed_border(spec, lattice))
    return "a quasi-steady field needs a decay, an uptake, an exchange or a fixed-value border: without any "
           "of them "
           "there is no steady state";
  if (spec.quasi_steady && spec.diffusivity_um2_per_min == 0 && spec.decay_per_min == 0)
    return "a quasi-steady field that does not diffuse needs a decay: a site without a loss has no steady "
           "state";
  return {};
}

void check(const FieldSpec& spec, const Lattice& lattice) {
  const std::string problem = problem_of(spec, lattice);
  if (!problem.empty()) throw InputError("field " + spec.name + ": " + problem);
}

}  // namespace tilscape
