// Necrotic cores that shrink, with placement `push` (tumour.necrotic_core_shrinks): a cleared necrotic corpse
// is the mirror image of a mother. The cells on a straight ray from it move one site inward, and the free
// site is where the tumour ends. Corpses whose rays meet contend as mothers do, and losers try again in a
// fixed number of rounds. Mothers then contend for what is left.
#pragma once

#include "agents/phases/push.hpp"
#include "agents/sites/corpses.hpp"

namespace tilscape::push {

/// Who loses all of them waits until it is drawn to be cleared again.
inline constexpr std::uint32_t draw_in_rounds = 4;

/// Where a ray ends, the better the higher: in a hole or a notch; outside, but its last cell is all that
/// holds those around it together; outside.
enum WayEnd : std::uint32_t { in_a_notch, cutting, outside, way_ends };

/// A way to a free site. Length is squared, in spacings; 0: there is none.
struct WayOut {
  std::uint32_t direction = 0, length = 0;
  WayEnd end = in_a_notch;
};

/// Directions in which there is a tumour cell or a corpse, as a mask.
TILSCAPE_HD inline std::uint32_t tumour_around(const WorldView& w, const Position& p) {
  const auto tumour = [](std::uint8_t tissue, std::uint8_t) {
    return is_tumour(static_cast<Tissue>(tissue));
  };
  return directions_where(w.lattice, p, tumour, w.tissue.data);
}

/// Is a free site outside: is no more of what is around it tumour than beside a flat surface, 3 of 8 sites or
/// 9 of 26? In holes and notches it is more, and these should not grow.
TILSCAPE_HD inline bool is_outside(const WorldView& w, const Position& p) {
  return 3 * bits_set(tumour_around(w, p)) <= static_cast<int>(w.lattice.neighbour_count) + 1;
}

/// Directions that lead to sites beside, or at a corner of, the one in direction d; itself among them.
TILSCAPE_HD inline std::uint32_t directions_beside(const Lattice& l, std::uint32_t d) {
  const auto near = [](int a, int b) { return a - b <= 1 && b - a <= 1; };
  std::uint32_t beside = 0;
  for (std::uint32_t k = 0; k < l.neighbour_count; ++k)
    if (near(l.dx[k], l.dx[d]) && near(l.dy[k], l.dy[d]) && near(l.dz[k], l.dz[d])) beside |= 1u << k;
  return beside;
}

/// Would the cells around p still be one piece, as far as they alone can tell, without the one at p? Else a
/// part of the tumour would be cut off, and grow on its own.
TILSCAPE_HD inline bool is_dispensable(const WorldView& w, const Position& p) {
  const std::uint32_t around = tumour_around(w, p);
  std::uint32_t piece = 0, edge = around & (~around + 1);
  while (edge) {
    const auto d = static_cast<std::uint32_t>(nth_set_bit(edge, 0));
    piece |= 1u << d;
    edge = (edge | directions_beside(w.lattice, d)) & around & ~piece;
  }
  return piece == around;
}

TILSCAPE_HD inline WayOut way_out(const WorldView& w, const Position& p, std::uint32_t d) {
  const std::uint32_t sites = sites_to_free(w, w.rules_at(p), p, d, draw_in_reach);
  if (sites == 0) return {};
  Ray ray(w.lattice, p, d);
  SiteIndex last = p.site, end = ray.next();
  for (std::uint32_t n = 1; n < sites; ++n) last = end, end = ray.next();
  const std::uint32_t length = push_length_squared(sites, w.lattice.axes(d));
  if (!is_outside(w, w.lattice.locate(end))) return {d, length, in_a_notch};
  return {d, length, is_dispensable(w, w.lattice.locate(last)) ? outside : cutting};
}

/// Of two ways with the best end that there is, drawn, the longer one: a tumour loses most where it reaches
/// farthest, as surface tension would have it. Shortest ways would turn notches into clefts, and the longest
/// of all eat along the axes of the lattice.
TILSCAPE_HD inline WayOut drawn_way_out(const WorldView& w, const Position& p, std::uint32_t round) {
  std::uint32_t ending[way_ends] = {};  // masks of directions
  for (std::uint32_t d = 0; d < w.lattice.neighbour_count; ++d)
    if (const WayOut way = way_out(w, p, d); way.length) ending[way.end] |= 1u << d;
  const std::uint32_t ways = ending[outside]   ? ending[outside]
                             : ending[cutting] ? ending[cutting]
                                               : ending[in_a_notch];
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
    if (w.intent[s] != Intent::to_vanish()) return;
    const Position p = w.lattice.locate(s);
    const bool draws = draws_in(w.rules_at(p).turnover, w.tissue[s]);
    const WayOut way = draws ? drawn_way_out(w, p, round) : WayOut{};
    if (way.length == 0) return atomic_min(&w.claim[s], of_corpse);
    w.intent[s] = Intent::to_draw_in(way.direction);
    claim_ray(w, p, way.direction);
  }
};

struct ResolveInward {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    const Intent intent = w.intent[s];
    if (!intent.wants_to_draw_in()) return;
    const std::uint32_t d = intent.inward();
    if (owns_ray(w, w.lattice.locate(s), d)) w.intent[s] = Intent::drawing_in(d);
  }
};

/// Winners keep the sites of their rays from everybody, losers take their claims back: a claim is replaced by
/// its owner alone. After the last round losers stay corpses until they are cleared in another update.
struct SettleInward {
  WorldView w;
  bool is_last;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    const Intent intent = w.intent[s];
    if (intent.draws_in()) return replace_claims(s, intent.inward(), of_corpse);
    if (!intent.wants_to_draw_in()) return;
    replace_claims(s, intent.inward(), unclaimed);
    w.intent[s] = is_last ? Intent::none() : Intent::to_vanish();
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
    const Intent intent = w.intent[corpse];
    if (!intent.draws_in()) return;
    clear_corpse(w, corpse);
    w.intent[corpse] = Intent::none();
    Ray ray(w.lattice, w.lattice.locate(corpse), intent.inward());
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
    executor.for_each_marked(sites, w.wanting(), ClaimInward{w, round});
    executor.for_each_marked(sites, w.wanting(), ResolveInward{w});
    executor.for_each_marked(sites, w.wanting(), SettleInward{w, round + 1 == draw_in_rounds});
  }
}

}  // namespace tilscape::push
