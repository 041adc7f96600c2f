// Placement `push`: a mother makes room beside her by pushing the cells on a straight ray one site outward,
// into the nearest free site of any ray. Tumour cells and their corpses are pushed; stroma, vessels and
// borders hold. Mothers whose rays meet contend for whole rays: each claims hers, the lower claim takes a
// site, and only who has all of her sites pushes. So rays that are shifted never meet.
#pragma once

#include "agents/rules/push.hpp"
#include "agents/rules/tumour_turnover.hpp"
#include "agents/sites/placement.hpp"
#include "agents/sites/survey.hpp"
#include "core/lattice/ray.hpp"

namespace tilscape::push {

/// Claims on a site: the lowest takes it. A corpse that is cleared in this update keeps its site.
inline constexpr std::uint32_t of_corpse = 0, unclaimed = 0xffffffff;

/// The claim of who is at p, another one for each: sites of a lattice are fewer than `unclaimed`.
TILSCAPE_HD inline std::uint32_t claim_of(const WorldView& w, const Position& p) {
  const Permutation order = placement::keyed_permutation(w, Purpose::push_key, p.replicate);
  return 1 + order(p.local.value);
}

/// How many sites it is to the first one in direction d that a ray may end in; 0: none in reach. On all
/// sites before it stand tumour cells or corpses.
TILSCAPE_HD inline std::uint32_t sites_to_free(const WorldView& w, const RuleParameters& rules,
                                               const Position& p, std::uint32_t d, std::uint32_t reach) {
  const std::uint32_t axes = w.lattice.axes(d);
  Ray ray(w.lattice, p, d);
  for (std::uint32_t n = 1; push_reaches(reach, n, axes); ++n) {
    const SiteIndex s = ray.next();
    if (s == no_site) return 0;
    if (!is_tumour(w.tissue[s])) return tumour_can_enter(w, rules, s) ? n : 0;
  }
  return 0;
}

/// Directions of the shortest rays to a free site, as a mask: 0 where there is none in reach.
TILSCAPE_HD inline std::uint32_t shortest_rays(const WorldView& w, const RuleParameters& rules,
                                               const Position& p) {
  std::uint32_t shortest = 0, least = ~0u;  // squared length
  for (std::uint32_t d = 0; d < w.lattice.neighbour_count; ++d) {
    const std::uint32_t n = sites_to_free(w, rules, p, d, rules.turnover.push_reach);
    if (n == 0) continue;
    const std::uint32_t length = push_length_squared(n, w.lattice.axes(d));
    if (length > least) continue;
    shortest = (length < least ? 0 : shortest) | 1u << d;
    least = length;
  }
  return shortest;
}

/// Before anything is decided: has a cell room? A free neighbour was surveyed already. Hypoxic cells are left
/// out: they do not divide, and are hypoxic with room or without. Takes the claims of the last update away.
struct Survey {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    w.claim[s] = unclaimed;
    if (!is_live_tumour(w.tissue[s]) || (w.surroundings[s] & surroundings::room) != 0) return;
    const Position p = w.lattice.locate(s);
    const RuleParameters& rules = w.rules_at(p);
    if (w.level(oxygen_field, s, p.replicate) <= rules.turnover.oxygen_hypoxia) return;
    for (std::uint32_t d = 0; d < w.lattice.neighbour_count; ++d) {
      if (sites_to_free(w, rules, p, d, rules.turnover.push_reach) == 0) continue;
      w.surroundings[s] = static_cast<std::uint8_t>(w.surroundings[s] | surroundings::room);
      return;
    }
  }
};

/// A claim on every site of a ray, the first one among them.
TILSCAPE_HD inline void claim_ray(const WorldView& w, const Position& p, std::uint32_t d) {
  const std::uint32_t mine = claim_of(w, p);
  atomic_min(&w.claim[p.site], mine);
  Ray ray(w.lattice, p, d);
  SiteIndex at;
  do {
    at = ray.next();
    atomic_min(&w.claim[at], mine);
  } while (is_tumour(w.tissue[at]));
}

/// Does who is at p hold all sites of the ray?
TILSCAPE_HD inline bool owns_ray(const WorldView& w, const Position& p, std::uint32_t d) {
  const std::uint32_t mine = claim_of(w, p);
  if (w.claim[p.site] != mine) return false;
  Ray ray(w.lattice, p, d);
  for (;;) {
    const SiteIndex at = ray.next();
    if (w.claim[at] != mine) return false;
    if (!is_tumour(w.tissue[at])) return true;
  }
}

/// A cell, or a corpse, goes from a site to another one.
TILSCAPE_HD inline void move(const WorldView& w, SiteIndex from, SiteIndex to) {
  const AgentIndex a = w.tumour_at[from];
  w.tumour.site[a] = to;
  w.tumour_at[to] = a;
  w.tissue[to] = w.tissue[from];
}

/// Which way each dividing cell pushes, and her claim on the sites of her ray.
struct Claim {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    if (w.intent[s] == Intent::to_vanish()) return atomic_min(&w.claim[s], of_corpse);
    if (w.intent[s].draws_in()) return;
    const Position p = w.lattice.locate(s);
    const std::uint32_t shortest = shortest_rays(w, w.rules_at(p), p);  // not empty: she has room
    const std::uint32_t word = w.draws(Purpose::tumour_fate, Layer::tissue).at(p.local, p.replicate)[3];
    const auto d = static_cast<std::uint32_t>(nth_set_bit(
        shortest, static_cast<int>(one_of(static_cast<std::uint32_t>(bits_set(shortest)), word))));
    w.intent[s] = Intent::toward(d);
    claim_ray(w, p, d);
  }
};

/// Who owns her whole ray.
struct Resolve {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    if (w.intent[s] == Intent::to_vanish() || w.intent[s].draws_in()) return;
    const bool owns = owns_ray(w, w.lattice.locate(s), w.intent[s].direction());
    w.surroundings[s] = owns ? surroundings::won_site : 0;
    if (owns) w.tumour_births.expect(lane, 1);
  }
};

/// Moves the cells of an owned ray one site outward, the outermost first. Of what is written here each site,
/// and each slot of a cell on it, belongs to one ray.
struct Shift {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex mother{lane};
    if (w.intent[mother].draws_in() || (w.surroundings[mother] & surroundings::won_site) == 0) return;
    const std::uint32_t d = w.intent[mother].direction();
    Ray ray(w.lattice, w.lattice.locate(mother), d);
    SiteIndex to = ray.next();
    while (is_tumour(w.tissue[to])) to = ray.next();
    for (;;) {
      const SiteIndex from = w.lattice.neighbour(w.lattice.locate(to), w.lattice.opposite(d));
      if (from == mother) return;
      move(w, from, to);
      to = from;
    }
  }
};

}  // namespace tilscape::push
