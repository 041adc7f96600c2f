// How many V-cycles a solve takes: few where it goes on from the solve before, more where what came before
// tells nothing. Fixed before a run begins. tools/decisions/field-cycles.md has the errors that were
// measured.
#pragma once

#include "core/fields/field_spec.hpp"

namespace tilscape {

/// From any values: a solve whose field nothing is known of, the first one of a run, and those after a jump.
inline constexpr int cold_field_cycles = 8;

/// From the values of the solve before, between which cells moved, came and went: so many that the error is
/// below 1e-3 of the greater one of the field's maximum and a tenth of its reference, with a margin.
/// None where nothing diffuses.
/// @param exchange_moves  sites that exchange with the blood come and go
/// Test: tests/fields/running_fields_test.cpp (against converged solves along runs),
/// tests/fields/field_cycles_test.cpp
int warm_field_cycles(const FieldSpec& spec, double spacing_um, double period_min, bool exchange_moves);

}  // namespace tilscape
