// From a field's specification to the numbers of its linear system, once on the host and in double precision,
// and the rules that a specification must keep.
#pragma once

#include <string>

#include "core/field_spec.hpp"
#include "core/lattice.hpp"

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
};

/// @param period_min  Δt of backward Euler; ignored when the field is quasi-steady
/// @throws std::invalid_argument when a period is needed and is not positive
FieldCoefficients field_coefficients(const FieldSpec& spec, const Lattice& lattice, double period_min);

/// What is wrong with a specification on this lattice, in words; empty when it can be solved. A field that is
/// off is never wrong. A steady state needs a sink or a fixed-value border on an axis of more than one site.
std::string problem_of(const FieldSpec& spec, const Lattice& lattice);

/// @throws InputError with the field's name and problem_of(), unless that is empty
void check(const FieldSpec& spec, const Lattice& lattice);

}  // namespace tilscape
