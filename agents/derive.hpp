// From what a user writes (rates, times, laws) to what the rules read (chances, steps, tables).
#pragma once

#include <cstdint>
#include <vector>

#include "agents/initial_tissue.hpp"
#include "agents/parameters.hpp"
#include "agents/rule_parameters.hpp"

namespace tilscape {

/// Minutes → base steps; the schema has checked that it is a whole number.
std::uint32_t steps_of(double minutes, double base_step_min);

PhasePeriods derive_periods(const TimeParameters& time);

/// T cells that the blood sends to the whole lattice per minute, by whatever route.
double entering_per_min(const ModelParameters& model);

/// @param seed, replicate  for the antigenicity of the classes, which are drawn once per replicate
/// @param vessel_sites     in this replicate: they share the entry from the blood
RuleParameters derive_rules(const ModelParameters& model, std::uint64_t seed, std::uint32_t replicate,
                            std::uint32_t vessel_sites);

/// The cells of a synthetic start (initial.tissue is empty): a tumour disc or ball in the middle or scattered
/// tumour cells, stroma and vessels around them, T cells anywhere. Drawn per site, so it does not depend on
/// any order.
InitialTissue synthetic_tissue(const ModelParameters& model, std::uint64_t seed, std::uint32_t replicate);

}  // namespace tilscape
