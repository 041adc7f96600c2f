// The chance of a step, by what lies ahead and around.
#pragma once

#include <cstdint>

#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// Speed into a site that holds this, relative to a free one.
TILSCAPE_HD inline float into_factor(const WalkRules& r, Tissue into) {
  if (into == Tissue::none || into == Tissue::vessel) return 1;
  return into == Tissue::stroma ? r.stroma_factor : r.tissue_factor;
}

/// Chance per step to make the wanted move.
/// @param axes      number of coordinates that change: a diagonal is longer
/// @param occupied  tissue neighbours that hold tumour or stroma, out of `neighbours`
TILSCAPE_HD inline float move_chance(const WalkRules& r, Immune state, int axes, Tissue into,
                                     std::uint32_t occupied, std::uint32_t neighbours) {
  const float crowding = static_cast<float>(occupied) / static_cast<float>(neighbours);
  const float free_path = 1.0f - r.crowding_slowdown * crowding;
  return r.gait[static_cast<int>(state)].move_chance[axes] * into_factor(r, into) * free_path;
}

}  // namespace tilscape
