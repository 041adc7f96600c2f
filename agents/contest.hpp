// Conflicts without order, by gathering: every mover has written what it wants at its own site; whoever wants
// a target looks at all the target's neighbours, and all of them reach the same verdict, drawn at the target.
#pragma once

#include "agents/world_view.hpp"

namespace tilscape {

/// Does the cell that sees `target` in direction `d` get it? Uniform among all that want it.
/// @param wants  wants(site, direction): does the cell there want its neighbour in that direction?
template <class Wants>
TILSCAPE_HD bool wins(const Lattice& lattice, SiteIndex target, std::uint32_t d, const Draws& draws,
                      const Wants& wants) {
  const Position at = lattice.locate(target);
  const std::uint32_t back = lattice.opposite(d);
  std::uint32_t contenders = 0, mine = 0;
  for (std::uint32_t e = 0; e < lattice.neighbour_count; ++e) {
    const SiteIndex s = lattice.neighbour(at, e);
    if (s == no_site || !wants(s, lattice.opposite(e))) continue;
    if (e == back) mine = contenders;
    ++contenders;
  }
  return contenders == 1 || one_of(contenders, draws.at(at.local, at.replicate)[0]) == mine;
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
  std::uint32_t mask = 0;
  for (std::uint32_t d = 0; d < lattice.neighbour_count; ++d) {
    const SiteIndex s = lattice.neighbour(p, d);
    if (s != no_site && accepts(s)) mask |= 1u << d;
  }
  return mask;
}

}  // namespace tilscape
