// Surveillance: a T cell scans one tumour cell in reach, engages it when it recognises its antigen, and
// delivers hits; a tumour cell dies at the lethal number of recent hits. PD-1/PD-L1 brakes, engagement
// exhausts.
#pragma once

#include "agents/antigen_release.hpp"
#include "agents/contest.hpp"
#include "agents/rules.hpp"

namespace tilscape {

namespace surveillance {

/// What a T cell does in this update; `hit` carries two more bits after the resolve pass.
constexpr std::uint8_t holds = 1, engages_now = 2, releases = 3, hits = 4;
constexpr std::uint8_t counts_as_killer = 0x40, is_lethal = 0x80, action_mask = 0x0f;

/// MHC-I is never above it.
constexpr float full_mhc1 = 1;

/// Target codes: 1 own site, 2 + d the neighbour in direction d.
constexpr std::uint8_t nobody = 0;

TILSCAPE_HD inline SiteIndex target_site(const Lattice& lattice, const Position& p, std::uint8_t target) {
  return target == 1 ? p.site : lattice.neighbour(p, target - 2u);
}

/// Live tumour cells in reach, as a mask: bit 0 own site, bit 1 + d the neighbour in direction d.
TILSCAPE_HD inline std::uint32_t tumour_in_reach(const WorldView& w, const Position& p) {
  const auto live = [](std::uint8_t tissue, std::uint8_t) {
    return is_live_tumour(static_cast<Tissue>(tissue));
  };
  return directions_where(w.lattice, p, live, w.tissue.data) << 1 |
         (is_live_tumour(w.tissue[p.site]) ? 1u : 0u);
}

TILSCAPE_HD inline Immune next_state(const WorldView& w, const SurveillanceRules& r, AgentIndex a,
                                     Immune state, std::uint8_t action, bool lethal) {
  const std::uint32_t now = w.step.value;
  if (action == engages_now) {
    if (w.t_cells.recognised[a] == 0) w.t_cells.divided[a] = now;  // from here the first division counts
    w.t_cells.recognised[a] = now;
    w.t_cells.until[a] = now + r.engagement_steps;
    return Immune::cd8_engaged;
  }
  if (state == Immune::cd8_engaged) {
    w.t_cells.recognised[a] = now;
    w.t_cells.exhaustion[a] = w.t_cells.exhaustion[a] + r.exhaustion_step;
    if (w.t_cells.exhaustion[a] >= 1) {
      w.t_cells.exhaustion[a] = 1;
      w.t_cells.target[a] = 0;
      return Immune::cd8_exhausted;
    }
    if (action != releases && !lethal && now < w.t_cells.until[a]) return Immune::cd8_engaged;
    w.t_cells.until[a] = now + r.refractory_steps;
    w.t_cells.target[a] = 0;
    return Immune::cd8_activated;
  }
  const bool secretes = state == Immune::cd8_activated && now - w.t_cells.recognised[a] < r.secretion_steps;
  return state == Immune::cd8_activated && !secretes ? Immune::cd8_searching : state;
}

/// The T cell after this update: its state, PD-1 and exhaustion. Touches nothing but the cell and its site.
TILSCAPE_HD inline void settle(const WorldView& w, const SurveillanceRules& r, AgentIndex a, SiteIndex s,
                               std::uint8_t action, bool lethal) {
  const Immune before = w.immune[s];
  const Immune after = next_state(w, r, a, before, action, lethal);
  w.t_cells.pd1[a] = next_pd1(r, w.t_cells.pd1[a], after == Immune::cd8_engaged);
  if (after == before) return;
  w.immune[s] = after;
  if (after == Immune::cd8_exhausted) w.count(Event::t_cell_exhausted, w.lattice.replicate_of(s));
}

/// Who is scanned, engaged, hit or released. A T cell with nothing of that to do settles at once: no other
/// cell reads its state in this pass.
struct Decide {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    const std::uint32_t s = w.t_cells.site[AgentIndex{i}].value;
    tilscape::prefetch(w.immune.data + s);
    prefetch_around(w.lattice, s, w.tissue.data);
  }
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t i) const { return w.t_cells.site[AgentIndex{i}]; }

  /// Chooses the tumour cell to look at.
  TILSCAPE_HD void aim(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const Position p = w.lattice.locate(w.t_cells.site[a]);
    const Immune state = w.immune[p.site];
    std::uint8_t target = nobody;
    if (state == Immune::cd8_engaged)
      target = w.t_cells.target[a];
    else if (searches(w.rules_at(p).surveillance, a, state) && may_engage(p, a, words))
      target = any_of(tumour_in_reach(w, p), words[2]);
    SiteIndex s = p.site;
    if (target != nobody) s = target_site(w.lattice, p, target);
    if (target != nobody && !is_live_tumour(w.tissue[s])) target = nobody;
    w.t_cell_scratch.destination[a] = std::uint64_t{target} << 32 | s.value;
    tilscape::prefetch(w.tumour_at.data + s.value);
  }

  /// The tumour cell's slot is known only now.
  TILSCAPE_HD void approach(std::uint32_t i) const {
    const std::uint64_t aimed = w.t_cell_scratch.destination[AgentIndex{i}];
    if (aimed >> 32 == nobody) return;
    const std::uint32_t cell = w.tumour_at[SiteIndex{static_cast<std::uint32_t>(aimed)}].value;
    tilscape::prefetch(w.tumour.antigens.data + cell);
    tilscape::prefetch(w.tumour.genotype.data + cell);
    tilscape::prefetch(w.tumour.mhc1.data + cell);
  }

  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const SiteIndex s = w.t_cells.site[a];
    const SurveillanceRules& r = w.rules[w.lattice.replicate_of(s)].surveillance;
    const std::uint64_t aimed = w.t_cell_scratch.destination[a];
    const auto target = static_cast<std::uint8_t>(aimed >> 32);
    const SiteIndex at{static_cast<std::uint32_t>(aimed)};
    const std::uint8_t action = w.immune[s] == Immune::cd8_engaged ? while_engaged(r, a, target, at, words)
                                                                   : while_searching(r, a, target, at, words);
    if (action == no_action) return settle(w, r, a, s, no_action, false);
    w.t_cell_scratch.action[a] = action;
    if (action == engages_now) w.t_cells.target[a] = target;
    if (action == hits) w.intent[s] = target;
  }

 private:
  TILSCAPE_HD bool searches(const SurveillanceRules& r, AgentIndex a, Immune state) const {
    if (state == Immune::cd8_exhausted || w.step.value < w.t_cells.until[a]) return false;
    return r.max_kills == 0 || w.t_cells.kills[a] < r.max_kills;
  }

  /// Would this T cell engage a tumour cell that shows it all it can? If not, it need not look for one.
  TILSCAPE_HD bool may_engage(const Position& p, AgentIndex a, const RandomWords& words) const {
    return engages(w.rules_at(p).surveillance, w.t_cells.receptor[a], full_mhc1, words[0], words[1]);
  }

  TILSCAPE_HD static std::uint8_t any_of(std::uint32_t reach, std::uint32_t word) {
    if (!reach) return nobody;
    const std::uint32_t k = one_of(static_cast<std::uint32_t>(bits_set(reach)), word);
    return static_cast<std::uint8_t>(1 + nth_set_bit(reach, static_cast<int>(k)));
  }

  /// Does T cell `a` recognise the live tumour cell at s?
  TILSCAPE_HD bool sees_antigen(const SurveillanceRules& r, AgentIndex a, SiteIndex s) const {
    const AgentIndex cell = w.tumour_at[s];
    return recognises(r, w.t_cells.receptor[a], w.tumour.antigens[cell], w.tumour.genotype[cell]);
  }

  TILSCAPE_HD std::uint8_t while_engaged(const SurveillanceRules& r, AgentIndex a, std::uint8_t target,
                                         SiteIndex s, const RandomWords& words) const {
    if (target == nobody || !sees_antigen(r, a, s)) return releases;
    return lands_hit(r, w.levels[w.lattice.replicate_of(s)], w.t_cells.pd1[a], w.tumour.pdl1[w.tumour_at[s]],
                     words[0], words[1])
               ? hits
               : holds;
  }

  TILSCAPE_HD std::uint8_t while_searching(const SurveillanceRules& r, AgentIndex a, std::uint8_t target,
                                           SiteIndex s, const RandomWords& words) const {
    if (target == nobody || !sees_antigen(r, a, s)) return no_action;
    const float mhc1 = w.tumour.mhc1[w.tumour_at[s]];
    return engages(r, w.t_cells.receptor[a], mhc1, words[0], words[1]) ? engages_now : no_action;
  }
};

/// Where a T cell that acts has aimed.
TILSCAPE_HD inline SiteIndex aimed_site(const WorldView& w, AgentIndex a) {
  return SiteIndex{static_cast<std::uint32_t>(w.t_cell_scratch.destination[a])};
}

struct Resolve {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    tilscape::prefetch(w.tumour_at.data + aimed_site(w, AgentIndex{i}).value);
    prefetch_around(w.lattice, aimed_site(w, AgentIndex{i}).value, w.intent.data);
  }
  TILSCAPE_HD void approach(std::uint32_t i) const {
    if (w.t_cell_scratch.action.data[i] != hits) return;
    const std::uint32_t cell = w.tumour_at[aimed_site(w, AgentIndex{i})].value;
    tilscape::prefetch(w.tumour.hits.data + cell);
    tilscape::prefetch(w.tumour.last_hit.data + cell);
    tilscape::prefetch(w.tumour_scratch.hit_sum.data + cell);
  }
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    if (w.t_cell_scratch.action[a] != hits) return;
    const std::uint8_t target = w.t_cells.target[a];
    const Position p = w.lattice.locate(aimed_site(w, a));
    const SurveillanceRules& r = w.rules_at(p).surveillance;
    const auto count = static_cast<std::uint8_t>(w.lattice.neighbour_count);
    const std::uint32_t around = directions_where(
        w.lattice, p,  // a neighbour in direction d hits p when its target code is 2 + the opposite of d
        [count](std::uint8_t code, std::uint8_t d) {
          return code == static_cast<std::uint8_t>(count + 1 - d);
        },
        w.intent.data);
    const std::uint32_t hitting = around << 1 | (w.intent[p.site] == 1 ? 1u : 0u);
    const std::uint32_t me_seen = target == 1 ? 1u : 2u << w.lattice.opposite(target - 2u);
    const auto hitters = static_cast<std::uint32_t>(bits_set(hitting));
    const auto mine = static_cast<std::uint32_t>(bits_set(hitting & (me_seen - 1)));
    const bool killer =
        hitters == 1 ||
        one_of(hitters, w.draws(Purpose::lethal_hit, Layer::tissue).at(p.local, p.replicate)[0]) == mine;
    const AgentIndex cell = w.tumour_at[p.site];
    const std::uint32_t before = hits_left(r, w.tumour.hits[cell], w.step.value - w.tumour.last_hit[cell]);
    const std::uint32_t sum = before + hitters;
    if (killer) w.tumour_scratch.hit_sum[cell] = static_cast<std::uint8_t>(sum < 255 ? sum : 255);
    w.t_cell_scratch.action[a] = static_cast<std::uint8_t>(hits | (killer ? counts_as_killer : 0) |
                                                           (sum >= r.lethal_hits ? is_lethal : 0));
  }
};

struct Commit {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    tilscape::prefetch(w.tumour_at.data + aimed_site(w, AgentIndex{i}).value);
  }
  TILSCAPE_HD void approach(std::uint32_t i) const {
    if ((w.t_cell_scratch.action.data[i] & counts_as_killer) == 0) return;
    const std::uint32_t cell = w.tumour_at[aimed_site(w, AgentIndex{i})].value;
    tilscape::prefetch(w.tumour.hits.data + cell);
    tilscape::prefetch(w.tumour.last_hit.data + cell);
    tilscape::prefetch(w.tumour_scratch.hit_sum.data + cell);
  }
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.t_cells.site[a];
    const std::uint8_t bits = w.t_cell_scratch.action[a], action = bits & action_mask;
    w.t_cell_scratch.action[a] = no_action;
    if (action == hits) {
      w.intent[s] = 0;
      if (bits & counts_as_killer) strike(a, bits & is_lethal);
    }
    settle(w, w.rules[w.lattice.replicate_of(s)].surveillance, a, s, action, bits & is_lethal);
  }

 private:
  /// Writes the tumour cell; only the one T cell whose hit counts does.
  TILSCAPE_HD void strike(AgentIndex a, bool lethal) const {
    const SiteIndex target = aimed_site(w, a);
    const AgentIndex cell = w.tumour_at[target];
    w.tumour.hits[cell] = w.tumour_scratch.hit_sum[cell];
    w.tumour.last_hit[cell] = w.step.value;
    if (!lethal) return;
    w.tissue[target] = Tissue::tumour_apoptotic;
    release_antigens(w, cell, w.lattice.replicate_of(target), true);
    w.t_cells.kills[a] += 1;
    w.count(Event::kill, w.lattice.replicate_of(target));
  }
};

}  // namespace surveillance

template <class Executor>
void surveil(Executor& executor, const WorldView& w, std::uint32_t t_cells) {
  executor.for_each_drawn(t_cells, w.lattice, w.draws(Purpose::encounter, Layer::immune),
                          surveillance::Decide{w});
  executor.for_each_marked(t_cells, w.t_cell_scratch.action.data, surveillance::Resolve{w});
  executor.for_each_marked(t_cells, w.t_cell_scratch.action.data, surveillance::Commit{w});
}

}  // namespace tilscape
