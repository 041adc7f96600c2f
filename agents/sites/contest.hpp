// Conflicts without order, by gathering: every mover has written what it wants at its own site; whoever wants
// a target looks at all the target's neighbours, and all of them reach the same verdict, drawn at the target.
#pragma once

#include "agents/world/world_view.hpp"
#include "core/lattice/neighbour_bytes.hpp"

namespace tilscape {

/// Directions in which `at` is wanted by the neighbour there, as a mask.
TILSCAPE_HD inline std::uint32_t contenders(const WorldView& w, const Position& at) {
  const auto count = static_cast<std::uint8_t>(w.lattice.neighbour_count);
  return directions_where(
      w.lattice, at,
      [count](std::uint8_t intent, std::uint8_t d) { return Intent{intent} == Intent::toward_me(d, count); },
      w.intent.data);
}

/// Does the cell that sees `at` in direction `d` get it? Uniform among all that want it.
/// @param contenders  the directions in which `at` is wanted, d's opposite among them
TILSCAPE_HD inline bool wins(const Lattice& lattice, const Position& at, std::uint32_t d, const Draws& draws,
                             std::uint32_t contenders) {
  const auto n = static_cast<std::uint32_t>(bits_set(contenders));
  if (n == 1) return true;
  const std::uint32_t before_me = contenders & ((1u << lattice.opposite(d)) - 1);
  return one_of(n, draws.at(at.local, at.replicate)[0]) == static_cast<std::uint32_t>(bits_set(before_me));
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

/// Neighbours of p that an immune cell may go to, as a mask of directions.
TILSCAPE_HD inline std::uint32_t room_for_immune(const WorldView& w, const RuleParameters& rules,
                                                 const Position& p) {
  const bool shares = rules.shares_site;
  const auto enters = [shares](std::uint8_t tissue, std::uint8_t immune, std::uint8_t) {
    const bool open = tissue == static_cast<std::uint8_t>(Tissue::none) ||
                      tissue == static_cast<std::uint8_t>(Tissue::vessel);
    return (immune == 0) & (shares | open);
  };
  return directions_where(w.lattice, p, enters, w.tissue.data, w.immune.data);
}

/// Neighbours of p that a tumour daughter may be put to, as a mask of directions.
TILSCAPE_HD inline std::uint32_t room_for_tumour(const WorldView& w, const RuleParameters& rules,
                                                 const Position& p) {
  if (rules.shares_site)
    return directions_where(
        w.lattice, p, [](std::uint8_t tissue, std::uint8_t) { return tissue == 0; }, w.tissue.data);
  return directions_where(
      w.lattice, p,
      [](std::uint8_t tissue, std::uint8_t immune, std::uint8_t) { return (tissue | immune) == 0; },
      w.tissue.data, w.immune.data);
}

}  // namespace tilscape
