// What an immune cell can reach from its site, and who aims at a cell: masks of the site itself and its
// neighbours.
#pragma once

#include "agents/world/world_view.hpp"
#include "core/lattice/neighbour_bytes.hpp"

namespace tilscape {

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
/// the neighbour in direction d. The number of a bit + 1 is the Target.
template <class Condition>
TILSCAPE_HD std::uint32_t tissue_in_reach(const WorldView& w, const Position& p, const Condition& condition) {
  const auto holds = [condition](std::uint8_t tissue, std::uint8_t) {
    return condition(static_cast<Tissue>(tissue));
  };
  return directions_where(w.lattice, p, holds, w.tissue.data) << 1 | (condition(w.tissue[p.site]) ? 1u : 0u);
}

/// One of those in reach, each with the same chance; nobody where there are none.
TILSCAPE_HD inline Target any_target(std::uint32_t reach, std::uint32_t word) {
  if (!reach) return nobody;
  const std::uint32_t k = one_of(static_cast<std::uint32_t>(bits_set(reach)), word);
  return static_cast<Target>(1 + nth_set_bit(reach, static_cast<int>(k)));
}

TILSCAPE_HD inline SiteIndex target_site(const Lattice& lattice, const Position& p, Target target) {
  return target == own_site ? p.site : lattice.neighbour(p, direction_of(target));
}

/// Who aims at p, by their intents: bit 0 the cell at p itself, bit 1 + d the one in direction d.
TILSCAPE_HD inline std::uint32_t aiming_at(const WorldView& w, const Position& p) {
  const auto count = static_cast<std::uint8_t>(w.lattice.neighbour_count);
  const std::uint32_t around = directions_where(
      w.lattice, p,
      [count](std::uint8_t intent, std::uint8_t d) { return Intent{intent} == Intent::at_me(d, count); },
      w.intent.data);
  return around << 1 | (w.intent[p.site] == Intent::at(own_site) ? 1u : 0u);
}

/// The bit of aiming_at() that a cell with this target is.
TILSCAPE_HD inline std::uint32_t seen_from_target(const Lattice& lattice, Target target) {
  return target == own_site ? 1u : 2u << lattice.opposite(direction_of(target));
}

}  // namespace tilscape
