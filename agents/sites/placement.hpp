// Where a daughter may go: the placements of tumour.division.placement but for `push`
// (agents/phases/push.hpp), each as what a mother wants and what she wins.
#pragma once

#include "agents/sites/contest.hpp"
#include "core/random/permutation.hpp"

namespace tilscape::placement {

/// Steps of the permutation that placement `anywhere` tries before it gives up for this update.
inline constexpr int far_attempts = 64;

/// A permutation of the sites of a replicate, another one in each step.
TILSCAPE_HD inline Permutation keyed_permutation(const WorldView& w, Purpose purpose,
                                                 std::uint32_t replicate) {
  const RandomWords k = w.draws(purpose, Layer::tissue).at(LocalSite{0}, replicate);
  return Permutation(w.lattice.sites(), (std::uint64_t{k[0]} << 32) | k[1]);
}

/// The free site that a mother at p reaches by the permutation, or no_site when she gives up or another
/// mother stands on the way: the nearest mother before a free site gets it, so two never meet.
TILSCAPE_HD inline SiteIndex far_target(const WorldView& w, const RuleParameters& rules, const Position& p) {
  const Permutation permutation = keyed_permutation(w, Purpose::anywhere_key, p.replicate);
  const std::uint32_t base = p.site.value - p.local.value;
  std::uint32_t local = p.local.value;
  for (int attempt = 0; attempt < far_attempts; ++attempt) {
    local = permutation(local);
    const SiteIndex s{base + local};
    if (w.intent[s] == Intent::far()) return no_site;
    if (tumour_can_enter(w, rules, s)) return s;
  }
  return no_site;
}

/// Free neighbours whose bond fires in this update. @param expected  divisions over each bond
TILSCAPE_HD inline std::uint32_t fired_bonds(const WorldView& w, const Position& p, std::uint32_t free,
                                             float expected) {
  const Draws draws = w.draws(Purpose::bond_division, Layer::tissue);
  std::uint32_t fired = 0;
  RandomWords words{};
  for (std::uint32_t d = 0; d < w.lattice.neighbour_count; ++d) {
    if (d % 4 == 0) words = draws.at(p.local, p.replicate, d / 4);
    if (free >> d & 1 &&
        happens_at_rate(expected, words[static_cast<int>(d % 4)], words[static_cast<int>((d + 1) % 4)]))
      fired |= 1u << d;
  }
  return fired;
}

/// The direction a mother wants, or none when the site she picked is taken.
/// @param free  mask of free neighbours, not empty
TILSCAPE_HD inline Intent wanted_direction(const WorldView& w, const TurnoverRules& r, std::uint32_t free,
                                           std::uint32_t word) {
  if (r.placement == Placement::free_neighbour)
    return Intent::toward(static_cast<std::uint32_t>(
        nth_set_bit(free, static_cast<int>(one_of(static_cast<std::uint32_t>(bits_set(free)), word)))));
  const std::uint32_t d = one_of(w.lattice.neighbour_count, word);
  return free >> d & 1 ? Intent::toward(d) : Intent::none();
}

/// Does a mother want one neighbour at most? Then her intent says which.
TILSCAPE_HD inline bool wants_one_neighbour(const TurnoverRules& r) {
  return r.placement == Placement::free_neighbour || r.placement == Placement::random_neighbour ||
         r.placement == Placement::push;
}

/// What a mother won: the directions in which she gets a daughter as a mask, or one far site.
struct Won {
  std::uint32_t directions = 0;
  SiteIndex far = no_site;

  TILSCAPE_HD int births() const { return bits_set(directions) + (far != no_site); }
  /// As one word for a column; 0 when nothing was won.
  TILSCAPE_HD std::uint64_t packed() const { return std::uint64_t{~far.value} << 32 | directions; }
  TILSCAPE_HD static Won unpacked(std::uint64_t word) {
    return {static_cast<std::uint32_t>(word), SiteIndex{~static_cast<std::uint32_t>(word >> 32)}};
  }
};

/// As contenders(), where a mother may want several sites.
TILSCAPE_HD inline std::uint32_t bond_contenders(const WorldView& w, const Position& at) {
  std::uint32_t mask = 0;
  for (std::uint32_t d = 0; d < w.lattice.neighbour_count; ++d) {
    const SiteIndex s = w.lattice.neighbour(at, d);
    if (s != no_site && w.bond_intent[s] >> w.lattice.opposite(d) & 1) mask |= 1u << d;
  }
  return mask;
}

/// What the mother at p gets of what she wanted.
TILSCAPE_HD inline Won outcome(const WorldView& w, const RuleParameters& rules, const Position& p) {
  const Placement how = rules.turnover.placement;
  Won won;
  if (how == Placement::anywhere) {
    won.far = far_target(w, rules, p);
    return won;
  }
  const bool per_bond = how == Placement::per_bond;
  const Draws draws = w.draws(Purpose::tumour_division_conflict, Layer::tissue);
  std::uint32_t wanted = per_bond ? w.bond_intent[p.site] : 1u << w.intent[p.site].direction();
  for (; wanted; wanted &= wanted - 1) {
    const auto d = static_cast<std::uint32_t>(nth_set_bit(wanted, 0));
    const Position at = w.lattice.locate(w.lattice.neighbour(p, d));
    if (wins(w.lattice, at, d, draws, per_bond ? bond_contenders(w, at) : contenders(w, at)))
      won.directions |= 1u << d;
  }
  return won;
}

}  // namespace tilscape::placement
