// Which receptor a CD8 T cell from the blood has, and whether an immune cell adheres to the vessel.
#pragma once

#include <cstdint>

#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// Receptor class of a CD8 T cell from the blood, by the share of the classes there.
TILSCAPE_HD inline std::uint8_t receptor_class(const EntryRules& r, std::uint32_t word) {
  std::uint8_t receptor = 0;
  while (receptor < antigen_classes - 1 && word >= r.receptor_at_most[receptor]) ++receptor;
  return receptor;
}

/// Chance that an immune cell adheres to the vessel where it tries to leave the blood.
/// Source: assumption, saturating in the chemokine that activates integrins (CXCL9/10).
TILSCAPE_HD inline float adhesion_chance(const EntryRules& r, float chemokine) {
  if (chemokine <= 0) return r.adhesion;
  return r.adhesion + (1 - r.adhesion) * (chemokine / (chemokine + r.adhesion_half_chemokine));
}

}  // namespace tilscape
