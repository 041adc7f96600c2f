// Conflicts without order, by gathering: every mover has written what it wants at its own site; whoever wants
// a target looks at all the target's neighbours, and all of them reach the same verdict, drawn at the target.
#pragma once

#include "agents/world_view.hpp"
#include "core/bits.hpp"

namespace tilscape {

/// The directions in which a neighbour of p satisfies accepts(site, direction), as a mask.
template <class Accepts>
TILSCAPE_HD std::uint32_t directions_where(const Lattice& lattice, const Position& p,
                                           const Accepts& accepts) {
  std::uint32_t mask = 0;
  if (!p.on_border) {  // nearly everywhere; no branch in the loop
    for (std::uint32_t d = 0; d < lattice.neighbour_count; ++d) {
      const SiteIndex s{p.site.value + static_cast<std::uint32_t>(lattice.offset[d])};
      mask |= static_cast<std::uint32_t>(accepts(s, d)) << d;
    }
    return mask;
  }
  for (std::uint32_t d = 0; d < lattice.neighbour_count; ++d) {
    const SiteIndex s = lattice.neighbour(p, d);
    if (s != no_site && accepts(s, d)) mask |= 1u << d;
  }
  return mask;
}

/// Does the cell that sees `target` in direction `d` get it? Uniform among all that want it.
/// @param wants  wants(site, direction): does the cell there want its neighbour in that direction?
template <class Wants>
TILSCAPE_HD bool wins(const Lattice& lattice, SiteIndex target, std::uint32_t d, const Draws& draws,
                      const Wants& wants) {
  const Position at = lattice.locate(target);
  const std::uint32_t contenders = directions_where(
      lattice, at, [&](SiteIndex s, std::uint32_t e) { return wants(s, lattice.opposite(e)); });
  const auto n = static_cast<std::uint32_t>(bits_set(contenders));
  if (n == 1) return true;
  const auto before_me = static_cast<std::uint32_t>(bits_set(contenders & ((1u << lattice.opposite(d)) - 1)));
  return one_of(n, draws.at(at.local, at.replicate)[0]) == before_me;
}

/// May an immune cell go there? A vessel is a door, not an obstacle.
TILSCAPE_HD inline bool immune_can_enter(const WorldView& w, const RuleParameters& rules, SiteIndex s) {
  if (w.immune[s] != Immune::none) return false;
  return rules.shares_site || w.tissue[s] == Tissue::none || w.tissue[s] == Tissue::vessel;
}

/// May a tumour daughter be put there?
TILSCAPE_HD inline bool tumour_can_enter(const WorldView& w, const RuleParameters& rules, SiteIndex s) {
  return w.tissue[s] == Tissue::none && (rules.shares_site || w.immune[s] == Immune::none);
}

/// Sites beside p that `accepts(site)`, as a mask of directions.
template <class Accepts>
TILSCAPE_HD std::uint32_t neighbours_where(const Lattice& lattice, const Position& p,
                                           const Accepts& accepts) {
  return directions_where(lattice, p, [&](SiteIndex s, std::uint32_t) { return accepts(s); });
}

}  // namespace tilscape
