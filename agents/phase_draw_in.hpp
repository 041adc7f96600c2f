// Necrotic cores that shrink, with placement `push` (tumour.necrotic_core_shrinks): a cleared necrotic corpse
// is the mirror image of a mother. The cells on a straight ray from it move one site inward, and the free
// site is where the tumour ends. Corpses whose rays meet contend as mothers do, and losers try again in a
// fixed number of rounds. Mothers then contend for what is left.
#pragma once

#include "agents/corpses.hpp"
#include "agents/phase_push.hpp"

namespace tilscape::push {

/// Who loses all of them waits until it is drawn to be cleared again.
inline constexpr std::uint32_t draw_in_rounds = 4;

/// A way out of the tumour. Length is squared, in spacings; 0: there is none.
struct WayOut {
  std::uint32_t direction = 0, length = 0;
};

/// Is a free site outside: is no more of what is around it tumour than beside a flat surface, 3 of 8 sites or
/// 9 of 26? In holes and notches it is more, so that these do not grow.
TILSCAPE_HD inline bool is_outside(const WorldView& w, const Position& p) {
  const auto tumour = [](std::uint8_t tissue, std::uint8_t) {
    return is_tumour(static_cast<Tissue>(tissue));
  };
  const int count = bits_set(directions_where(w.lattice, p, tumour, w.tissue.data));
  return 3 * count <= static_cast<int>(w.lattice.neighbour_count) + 1;
}

TILSCAPE_HD inline WayOut way_out(const WorldView& w, const Position& p, std::uint32_t d) {
  const std::uint32_t sites = sites_to_free(w, w.rules_at(p), p, d, draw_in_reach);
  if (sites == 0) return {};
  Ray ray(w.lattice, p, d);
  SiteIndex end = ray.next();
  for (std::uint32_t n = 1; n < sites; ++n) end = ray.next();
  if (!is_outside(w, w.lattice.locate(end))) return {};
  return {d, push_length_squared(sites, w.lattice.axes(d))};
}

/// Of two ways out of all there are the longer one: a tumour loses most where it reaches farthest, as surface
/// tension would have it. Shortest ways would turn notches into clefts, and the longest of all eat along the
/// axes of the lattice.
TILSCAPE_HD inline WayOut drawn_way_out(const WorldView& w, const Position& p, std::uint32_t round) {
  std::uint32_t ways = 0;
  for (std::uint32_t d = 0; d < w.lattice.neighbour_count; ++d)
    if (way_out(w, p, d).length) ways |= 1u << d;
  if (ways == 0) return {};
  const RandomWords words = w.draws(Purpose::draw_in, Layer::tissue).at(p.local, p.replicate, round);
  const auto pick = [&](std::uint32_t word) {
    const std::uint32_t k = one_of(static_cast<std::uint32_t>(bits_set(ways)), word);
    return way_out(w, p, static_cast<std::uint32_t>(nth_set_bit(ways, static_cast<int>(k))));
  };
  const WayOut first = pick(words[0]), second = pick(words[1]);
  return second.length > first.length ? second : first;
}

/// Which way the cells beside a cleared corpse would draw in, and its claim on the sites of that ray. Where
/// there is no way out it leaves a hole.
struct ClaimInward {
  WorldView w;
  std::uint32_t round;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    if (w.intent[s] != placement::is_gone) return;
    const Position p = w.lattice.locate(s);
    const bool draws = draws_in(w.rules_at(p).turnover, w.tissue[s]);
    const WayOut way = draws ? drawn_way_out(w, p, round) : WayOut{};
    if (way.length == 0) return atomic_min(&w.claim[s], of_corpse);
    w.intent[s] = static_cast<std::uint8_t>(wants_to_draw_in + way.direction);
    claim_ray(w, p, way.direction);
  }
};

struct ResolveInward {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    const std::uint8_t intent = w.intent[s];
    if (!is_wanting(intent)) return;
    const std::uint32_t d = intent - wants_to_draw_in;
    if (owns_ray(w, w.lattice.locate(s), d)) w.intent[s] = static_cast<std::uint8_t>(draws_in_along + d);
  }
};

/// Winners keep the sites of their rays from everybody, losers take their claims back: a claim is replaced by
/// its owner alone. After the last round losers stay corpses until they are cleared in another update.
struct SettleInward {
  WorldView w;
  bool is_last;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    const std::uint8_t intent = w.intent[s];
    if (is_drawing_in(intent)) return replace_claims(s, intent - draws_in_along, of_corpse);
    if (!is_wanting(intent)) return;
    replace_claims(s, intent - wants_to_draw_in, unclaimed);
    w.intent[s] = is_last ? no_action : placement::is_gone;
  }

 private:
  TILSCAPE_HD void replace_claims(SiteIndex s, std::uint32_t d, std::uint32_t by) const {
    const Position p = w.lattice.locate(s);
    const std::uint32_t mine = claim_of(w, p);
    Ray ray(w.lattice, p, d);
    SiteIndex at = s;
    for (;;) {
      atomic_replace(&w.claim[at], mine, by);
      if (!is_tumour(w.tissue[at])) return;
      at = ray.next();
    }
  }
};

/// The corpse is gone and the cells of its ray move, the innermost first. Nothing is left to do at its site.
struct DrawIn {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex corpse{lane};
    const std::uint8_t intent = w.intent[corpse];
    if (!is_drawing_in(intent)) return;
    clear_corpse(w, corpse);
    w.intent[corpse] = no_action;
    Ray ray(w.lattice, w.lattice.locate(corpse), intent - draws_in_along);
    SiteIndex to = corpse;
    for (SiteIndex from = ray.next(); is_tumour(w.tissue[from]); from = ray.next()) {
      move(w, from, to);
      to = from;
    }
    w.tissue[to] = Tissue::none;
  }
};

/// Which corpses draw cells in, and along which ray. Needs claims that were taken away.
template <class Executor>
void contend_inward(Executor& executor, const WorldView& w) {
  const std::uint32_t sites = w.lattice.world_sites();
  for (std::uint32_t round = 0; round < draw_in_rounds; ++round) {
    executor.for_each_marked(sites, w.intent.data, ClaimInward{w, round});
    executor.for_each_marked(sites, w.intent.data, ResolveInward{w});
    executor.for_each_marked(sites, w.intent.data, SettleInward{w, round + 1 == draw_in_rounds});
  }
}

}  // namespace tilscape::push
