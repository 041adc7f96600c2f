// Migration: immune cells walk. Engaged ones stay. Two ways (immune.mixing): a persistent, chemotactic walk
// with at most one cell per site, or a shuffle that puts every cell anywhere (well mixed).
#pragma once

#include "agents/rules/migration.hpp"
#include "agents/sites/contest.hpp"
#include "agents/sites/survey.hpp"
#include "core/random/permutation.hpp"

namespace tilscape {

namespace walk {

/// Action of a cell that wants to move; `moves` when it may.
constexpr std::uint8_t wants_to_move = 1, moves = 2;

/// Direction of the greatest chemokine concentration beside p, the first of equals. Where none exceeds the
/// concentration at p there is no uphill: `otherwise`, because a flat field must not push cells anywhere.
TILSCAPE_HD inline std::uint8_t up_the_gradient(const WorldView& w, const Position& p,
                                                std::uint8_t otherwise) {
  const PlaneView<float> chemokine = w.field[chemokine_field];
  if (!chemokine.data) return otherwise;
  float best = chemokine[p.site];
  std::uint8_t direction = otherwise;
  for (std::uint32_t d = 0; d < w.lattice.neighbour_count; ++d) {
    const SiteIndex s = w.lattice.neighbour(p, d);
    if (s == no_site || chemokine[s] <= best) continue;
    best = chemokine[s];
    direction = static_cast<std::uint8_t>(d);
  }
  return direction;
}

TILSCAPE_HD inline std::uint8_t next_heading(const WorldView& w, const Position& p, Immune state,
                                             std::uint8_t heading, const RandomWords& words) {
  const Gait& r = w.rules_at(p).walk.gait[static_cast<int>(state)];
  if (r.keeps_heading.happens(words[0], words[1])) return heading;
  const auto any = static_cast<std::uint8_t>(one_of(w.lattice.neighbour_count, words[2]));
  return r.follows_gradient.happens(words[1], words[0]) ? up_the_gradient(w, p, any) : any;
}

/// Each walking cell chooses a heading and whether to step; its intent says where to.
struct Decide {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    const SiteIndex s = w.immune_cells.site[AgentIndex{i}];
    const auto ahead = static_cast<std::uint32_t>(w.lattice.offset[w.immune_cells.heading[AgentIndex{i}]]);
    tilscape::prefetch(w.immune.data + s.value);
    tilscape::prefetch(w.tissue.data + s.value + ahead);
    if (w.rules->walk.crowding_slowdown > 0) tilscape::prefetch(w.surroundings.data + s.value);
  }
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t i) const {
    const SiteIndex s = w.immune_cells.site[AgentIndex{i}];
    if (s != no_site && is_engaged(w.immune[s])) return no_site;
    return s;
  }
  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const Position p = w.lattice.locate(w.immune_cells.site[a]);
    const RuleParameters& rules = w.rules_at(p);
    const Immune state = w.immune[p.site];
    const std::uint8_t d = next_heading(w, p, state, w.immune_cells.heading[a], words);
    const SiteIndex target = w.lattice.neighbour(p, d);
    if (target == no_site) {  // turns round at a closed border, or cells would gather there
      w.immune_cells.heading[a] = static_cast<std::uint8_t>(w.lattice.opposite(d));
      return;
    }
    w.immune_cells.heading[a] = d;
    const auto axes = static_cast<int>(w.lattice.axes(d));
    const float chance = move_chance(rules.walk, state, axes, w.tissue[target], crowd(rules.walk, p),
                                     w.lattice.neighbour_count);
    if (!happens(chance, words[3], words[2]) || !immune_can_enter(w, rules, target)) return;
    w.intent[p.site] = Intent::toward(d);
    w.immune_scratch.action[a] = wants_to_move;
  }

 private:
  /// Solid neighbours, where they matter: the survey need not be there where they do not.
  TILSCAPE_HD std::uint32_t crowd(const WalkRules& r, const Position& p) const {
    return r.crowding_slowdown > 0 ? w.surroundings[p.site] & surroundings::solid_mask : 0u;
  }
};

struct Resolve {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    const AgentIndex a{i};
    const auto ahead = static_cast<std::uint32_t>(w.lattice.offset[w.immune_cells.heading[a]]);
    prefetch_around(w.lattice, w.immune_cells.site[a].value + ahead, w.intent.data);
  }
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    const std::uint32_t d = w.intent[s].direction();
    const Position target = w.lattice.locate(w.lattice.neighbour(w.lattice.locate(s), d));
    if (wins(w.lattice, target, d, w.draws(Purpose::walk_conflict, Layer::immune), contenders(w, target)))
      w.immune_scratch.action[a] = moves;
  }
};

/// The old site was occupied and the new one free when the phase began, so each is written by one cell.
struct Commit {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex from = w.immune_cells.site[a];
    const std::uint32_t d = w.intent[from].direction();
    w.intent[from] = Intent::none();
    const bool goes = w.immune_scratch.action[a] == moves;
    w.immune_scratch.action[a] = no_action;
    if (!goes) return;
    const SiteIndex to = w.lattice.neighbour(w.lattice.locate(from), d);
    w.immune[to] = w.immune[from];
    w.immune[from] = Immune::none;
    w.immune_at[to] = a;
    w.immune_cells.site[a] = to;
  }
};

}  // namespace walk

namespace shuffle {

/// Action of a cell that goes elsewhere.
constexpr std::uint8_t moves = 1;

/// Where a cell comes down and as what, while it is nowhere: the spare word of its scratch.
struct Landing {
  SiteIndex site;
  Immune state;

  TILSCAPE_HD constexpr std::uint64_t packed() const {
    return std::uint64_t{static_cast<std::uint8_t>(state)} << 32 | site.value;
  }
  TILSCAPE_HD static constexpr Landing unpacked(std::uint64_t word) {
    return {SiteIndex{static_cast<std::uint32_t>(word)}, static_cast<Immune>(word >> 32)};
  }
};

/// Has this site no place in the shuffle: an engaged cell holds it, or tissue that is not to be shared?
TILSCAPE_HD inline bool is_closed(const WorldView& w, const RuleParameters& rules, SiteIndex s) {
  return is_engaged(w.immune[s]) || (!rules.shares_site && is_solid(w.tissue[s]));
}

/// The site a keyed permutation sends `s` to, skipping closed sites: a permutation of the others, so no two
/// cells meet. Ends at the latest back at s, which is open.
TILSCAPE_HD inline SiteIndex destination(const WorldView& w, SiteIndex s) {
  const std::uint32_t replicate = w.lattice.replicate_of(s);
  const RandomWords k = w.draws(Purpose::shuffle_key, Layer::immune).at(LocalSite{0}, replicate);
  const Permutation permutation(w.lattice.sites(), (std::uint64_t{k[0]} << 32) | k[1]);
  const std::uint32_t base = replicate * w.lattice.sites();
  std::uint32_t local = s.value - base;
  do local = permutation(local);
  while (is_closed(w, w.rules[replicate], SiteIndex{base + local}));
  return SiteIndex{base + local};
}

struct Decide {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    w.immune_scratch.action[a] = no_action;
    if (s == no_site || is_closed(w, w.rules[w.lattice.replicate_of(s)], s)) return;
    w.immune_scratch.action[a] = moves;
    w.immune_scratch.spare[a] = Landing{destination(w, s), w.immune[s]}.packed();
  }
};

struct Leave {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    if (w.immune_scratch.action[a] != no_action) w.immune[w.immune_cells.site[a]] = Immune::none;
  }
};

struct Arrive {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    if (w.immune_scratch.action[a] == no_action) return;
    const Landing landing = Landing::unpacked(w.immune_scratch.spare[a]);
    w.immune_scratch.action[a] = no_action;
    w.immune[landing.site] = landing.state;
    w.immune_at[landing.site] = a;
    w.immune_cells.site[a] = landing.site;
  }
};

}  // namespace shuffle

/// One base step of all immune cells. A walk that crowding slows reads a survey of the tissue as it is now.
template <class Executor>
void migrate(Executor& executor, const WorldView& w, std::uint32_t immune_cells, bool shuffled) {
  if (shuffled) {
    executor.for_each(immune_cells, shuffle::Decide{w});
    executor.for_each(immune_cells, shuffle::Leave{w});
    executor.for_each(immune_cells, shuffle::Arrive{w});
    return;
  }
  const std::uint8_t* actions = w.immune_scratch.action.data;
  executor.for_each_drawn(immune_cells, w.lattice, w.draws(Purpose::walk, Layer::immune), walk::Decide{w});
  executor.for_each_marked(immune_cells, actions, walk::Resolve{w});
  executor.for_each_marked(immune_cells, actions, walk::Commit{w});
}

}  // namespace tilscape
