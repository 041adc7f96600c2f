// Conflicts without order, by gathering: every mover has written what it wants at its own site; whoever wants
// a target looks at all the target's neighbours, and all of them reach the same verdict, drawn at the target.
#pragma once

#include "agents/world_view.hpp"
#include "core/neighbour_bytes.hpp"

namespace tilscape {

/// Directions in which `at` is wanted by the neighbour there, as a mask. An intent is the wanted direction
/// + 1.
TILSCAPE_HD inline std::uint32_t contenders(const WorldView& w, const Position& at) {
  const auto count = static_cast<std::uint8_t>(w.lattice.neighbour_count);
  return directions_where(
      w.lattice, at,
      [count](std::uint8_t intent, std::uint8_t d) { return intent == static_cast<std::uint8_t>(count - d); },
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

/// Immune cells of this state on the sites beside p.
TILSCAPE_HD inline std::uint32_t immune_beside(const WorldView& w, const Position& p, Immune state) {
  const auto has_state = [state](std::uint8_t immune, std::uint8_t) {
    return immune == static_cast<std::uint8_t>(state);
  };
  return static_cast<std::uint32_t>(bits_set(directions_where(w.lattice, p, has_state, w.immune.data)));
}

// Conditions for tissue_in_reach(): objects, because a call through a pointer to a function is not inlined.
struct IsLiveTumour {
  TILSCAPE_HD bool operator()(Tissue t) const { return is_live_tumour(t); }
};
struct IsCorpse {
  TILSCAPE_HD bool operator()(Tissue t) const { return is_corpse(t); }
};

/// Tissue in reach of an immune cell at p that satisfies a condition, as a mask: bit 0 own site, bit 1 + d
/// the neighbour in direction d. The number of a bit + 1 is the target code that intents and columns hold.
template <class Condition>
TILSCAPE_HD std::uint32_t tissue_in_reach(const WorldView& w, const Position& p, const Condition& condition) {
  const auto holds = [condition](std::uint8_t tissue, std::uint8_t) {
    return condition(static_cast<Tissue>(tissue));
  };
  return directions_where(w.lattice, p, holds, w.tissue.data) << 1 | (condition(w.tissue[p.site]) ? 1u : 0u);
}

/// The target code of one of those in reach, each with the same chance; 0 where there are none.
TILSCAPE_HD inline std::uint8_t any_target(std::uint32_t reach, std::uint32_t word) {
  if (!reach) return 0;
  const std::uint32_t k = one_of(static_cast<std::uint32_t>(bits_set(reach)), word);
  return static_cast<std::uint8_t>(1 + nth_set_bit(reach, static_cast<int>(k)));
}

TILSCAPE_HD inline SiteIndex target_site(const Lattice& lattice, const Position& p, std::uint8_t target) {
  return target == 1 ? p.site : lattice.neighbour(p, target - 2u);
}

/// Who aims at p, by the target codes in their intents: bit 0 the cell at p itself, bit 1 + d the one in
/// direction d.
TILSCAPE_HD inline std::uint32_t aiming_at(const WorldView& w, const Position& p) {
  const auto count = static_cast<std::uint8_t>(w.lattice.neighbour_count);
  const std::uint32_t around = directions_where(
      w.lattice, p,  // a neighbour in direction d aims at p when its target code is 2 + the opposite of d
      [count](std::uint8_t code, std::uint8_t d) { return code == static_cast<std::uint8_t>(count + 1 - d); },
      w.intent.data);
  return around << 1 | (w.intent[p.site] == 1 ? 1u : 0u);
}

/// The bit of aiming_at() that a cell with this target code is.
TILSCAPE_HD inline std::uint32_t seen_from_target(const Lattice& lattice, std::uint8_t target) {
  return target == 1 ? 1u : 2u << lattice.opposite(target - 2u);
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
