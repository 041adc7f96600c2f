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

}  // namespace tilscape
