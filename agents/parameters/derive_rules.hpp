// The rules of the cells, each from what a user writes; derive_rules() puts them together.
#pragma once

#include <cstdint>

#include "agents/parameters/parameters.hpp"
#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

// Immune cells: derive_immune.cpp.
WalkRules derive_walk(const ModelParameters& model);
/// @param seed, replicate  for the antigenicity of the classes
SurveillanceRules derive_surveillance(const ModelParameters& model, std::uint64_t seed,
                                      std::uint32_t replicate);
NkRules derive_nk(const ModelParameters& model);
TregRules derive_treg(const ModelParameters& model);
MacrophageRules derive_macrophage(const ModelParameters& model);
ImmuneTurnoverRules derive_immune_turnover(const ModelParameters& model);

// Tumour cells: derive_tumour.cpp.
EscapeRules derive_escape(const ModelParameters& model);
TurnoverRules derive_turnover(const ModelParameters& model);
MutationRules derive_mutation(const MutationParameters& mutation);

}  // namespace tilscape
