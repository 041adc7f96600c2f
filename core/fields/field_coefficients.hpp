// From a field's specification to the numbers of its linear system, once on the host and in double precision,
// and the rules that a specification must keep.
#pragma once

#include <string>

#include "core/fields/field_spec.hpp"
#include "core/lattice/lattice.hpp"

namespace tilscape {

/// The system of one field, divided by D/h²: c·u − ∇²u = f, with c and f looked up by the codes of a site.
/// Small and trivially copyable: kernels take it by value.
struct FieldCoefficients {
  float tissue_sink[site_codes];    // decay, uptake, exchange and 1/Δt
  float immune_sink[site_codes];    // uptake
  float tissue_source[site_codes];  // source and exchange
  float immune_source[site_codes];
  float storage;       // 1/Δt, of what is there already; 0 when quasi-steady
  float border_value;  // behind a fixed-value border, in the field's unit
  float floor;         // values below it become 0
  bool is_local;       // nothing diffuses: undivided, c·u = f site by site
};

/// Does so little diffuse that no site's value feels its neighbours? Less than 1e-15 of what a neighbour has
/// would arrive while the site loses all of its own.
bool stays_local(const FieldSpec& spec, double spacing_um, double period_min);

/// @param period_min  Δt of backward Euler; ignored when the field is quasi-steady
/// @throws std::invalid_argument when a period is needed and is not positive
FieldCoefficients field_coefficients(const FieldSpec& spec, const Lattice& lattice, double period_min);

/// The greatest coefficient, before it is rounded to a float: the solver multiplies them by values, so that
/// it takes them up to most_coefficient.
double greatest_coefficient(const FieldSpec& spec, double spacing_um, double period_min);
inline constexpr double most_coefficient = 1e28;

/// The most that what stands on one site adds to the linear system, and what every site has of itself.
struct SiteCoefficients {
  double everywhere;  // storage and decay
  double source;      // secretion alone, times the field's unit
  double uptake, exchange;
};
SiteCoefficients greatest_of_a_site(const FieldSpec& spec, double spacing_um, double period_min);

/// What no value of the field will exceed within a time, by the maximum principle: the highest of the levels
/// given or, where cells secrete, what balances decay, or is added in that time, or leaves by a border.
/// Infinite where secretion has no bound: a steady state with neither decay nor a border that takes up what
/// is secreted.
/// @param size  of the lattice, in sites
double highest_level(const FieldSpec& spec, const Lattice& lattice, double duration_min);

/// What is wrong with a specification on this lattice, in words; empty when it can be solved. A field that is
/// off is never wrong. A steady state needs a sink or a fixed-value border on an axis of more than one site;
/// one without diffusion, a loss at every site.
std::string problem_of(const FieldSpec& spec, const Lattice& lattice);

/// @throws InputError with the field's name and problem_of(), unless that is empty
void check(const FieldSpec& spec, const Lattice& lattice);

}  // namespace tilscape
