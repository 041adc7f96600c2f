// How far a daughter may push other cells aside, and whether cells draw in where a corpse is cleared.
#pragma once

#include <cstdint>

#include "agents/parameters/rule_parameters.hpp"

namespace tilscape {

/// Squared length of a ray in spacings of the lattice. @param axes  number of coordinates that change
TILSCAPE_HD inline std::uint32_t push_length_squared(std::uint32_t sites, std::uint32_t axes) {
  return sites * sites * axes;
}

/// May a cell push to a free site so many sites away? Lengths count, so that diagonals reach no farther; a
/// free neighbour is always in reach.
/// Assumption: pressure in a tumour grows with depth, so that cells below a certain depth cannot divide.
/// @param reach  sites along an axis
TILSCAPE_HD inline bool push_reaches(std::uint32_t reach, std::uint32_t sites, std::uint32_t axes) {
  return sites == 1 || push_length_squared(sites, axes) <= reach * reach;
}

/// How far away a cleared corpse draws cells in from: farther than any tumour is deep, sites.
inline constexpr std::uint32_t draw_in_reach = 20000;

/// Do the cells around this corpse draw in when it is cleared? What liquefies in a necrotic core leaves it,
/// and adhesion keeps the tissue compact.
/// Source: the core's loss of volume that gives spheroids a plateau, Greenspan 1972 (from memory).
TILSCAPE_HD inline bool draws_in(const TurnoverRules& r, Tissue corpse) {
  return r.core_shrinks && corpse == Tissue::tumour_necrotic;
}

}  // namespace tilscape
