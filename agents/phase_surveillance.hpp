// Surveillance: a T cell scans one tumour cell in reach, engages it when it recognises its antigen, and
// delivers hits; a tumour cell dies at the lethal number of recent hits. PD-1/PD-L1 brakes, engagement
// exhausts.
#pragma once

#include "agents/contest.hpp"
#include "agents/rules.hpp"

namespace tilscape {

namespace surveillance {

/// What a T cell does in this update; `hit` carries two more bits after the resolve pass.
constexpr std::uint8_t holds = 1, engages_now = 2, releases = 3, hits = 4;
constexpr std::uint8_t counts_as_killer = 0x40, is_lethal = 0x80, action_mask = 0x0f;

/// Target codes: 1 own site, 2 + d the neighbour in direction d; 0 nobody.
TILSCAPE_HD inline SiteIndex target_site(const Lattice& lattice, const Position& p, std::uint8_t target) {
  return target == 1 ? p.site : lattice.neighbour(p, target - 2u);
}

/// Live tumour cells in reach, as a mask: bit 0 own site, bit 1 + d the neighbour in direction d.
TILSCAPE_HD inline std::uint32_t tumour_in_reach(const WorldView& w, const Position& p) {
  const auto live = [&](SiteIndex s) { return is_live_tumour(w.tissue[s]); };
  return neighbours_where(w.lattice, p, live) << 1 | (live(p.site) ? 1u : 0u);
}

TILSCAPE_HD inline bool sees_antigen(const WorldView& w, const SurveillanceRules& r, AgentIndex t_cell,
                                     SiteIndex s) {
  if (!is_live_tumour(w.tissue[s])) return false;
  const AgentIndex cell = w.tumour_at[s];
  return recognises(r, w.t_cells.receptor[t_cell], w.tumour.antigens[cell], w.tumour.genotype[cell]);
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
    for (std::uint32_t d = 1; d < w.lattice.neighbour_count; d += 3)  // the middle of each row of three
      tilscape::prefetch(w.tissue.data + s + static_cast<std::uint32_t>(w.lattice.offset[d]));
  }
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t i) const { return w.t_cells.site[AgentIndex{i}]; }

  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const Position p = w.lattice.locate(w.t_cells.site[a]);
    const SurveillanceRules& r = w.rules_at(p).surveillance;
    const Immune state = w.immune[p.site];
    std::uint8_t action = no_action;
    if (state == Immune::cd8_engaged) {
      action = while_engaged(r, a, p, words);
    } else if (state != Immune::cd8_exhausted && w.step.value >= w.t_cells.until[a]) {
      action = while_searching(r, a, p, words);
    }
    if (action == no_action) return settle(w, r, a, p.site, no_action, false);
    w.t_cell_scratch.action[a] = action;
    if (action == hits) w.intent[p.site] = w.t_cells.target[a];
  }

 private:
  TILSCAPE_HD std::uint8_t while_engaged(const SurveillanceRules& r, AgentIndex a, const Position& p,
                                         const RandomWords& words) const {
    const SiteIndex s = target_site(w.lattice, p, w.t_cells.target[a]);
    if (!sees_antigen(w, r, a, s)) return releases;
    return lands_hit(r, w.t_cells.pd1[a], w.tumour.pdl1[w.tumour_at[s]], words[0], words[1]) ? hits : holds;
  }

  TILSCAPE_HD std::uint8_t while_searching(const SurveillanceRules& r, AgentIndex a, const Position& p,
                                           const RandomWords& words) const {
    if (r.max_kills && w.t_cells.kills[a] >= r.max_kills) return no_action;
    const std::uint32_t reach = tumour_in_reach(w, p);
    if (!reach) return no_action;
    const auto n = static_cast<std::uint32_t>(bits_set(reach));
    const auto target =
        static_cast<std::uint8_t>(1 + nth_set_bit(reach, static_cast<int>(one_of(n, words[2]))));
    const SiteIndex s = target_site(w.lattice, p, target);
    if (!sees_antigen(w, r, a, s)) return no_action;
    const float mhc1 = w.tumour.mhc1[w.tumour_at[s]];
    if (!engages(r, w.t_cells.receptor[a], mhc1, words[0], words[1])) return no_action;
    w.t_cells.target[a] = target;
    return engages_now;
  }
};

/// All T cells that hit the same tumour cell sum their hits alike and agree on whose hit counts; that one
/// keeps the sum in the tumour cell's scratch.
struct Resolve {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    if (w.t_cell_scratch.action[a] != hits) return;
    const Position me = w.lattice.locate(w.t_cells.site[a]);
    const std::uint8_t target = w.t_cells.target[a];
    const Position p = w.lattice.locate(target_site(w.lattice, me, target));
    const SurveillanceRules& r = w.rules_at(p).surveillance;
    const auto hits_p = [&](SiteIndex s, std::uint32_t e) {
      return w.intent[s] == 2 + w.lattice.opposite(e);
    };
    const std::uint32_t around = directions_where(w.lattice, p, hits_p);
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
    if (killer) w.tumour_scratch.action[cell] = static_cast<std::uint8_t>(sum < 255 ? sum : 255);
    w.t_cell_scratch.action[a] = static_cast<std::uint8_t>(hits | (killer ? counts_as_killer : 0) |
                                                           (sum >= r.lethal_hits ? is_lethal : 0));
  }
};

struct Commit {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.t_cells.site[a];
    const std::uint8_t bits = w.t_cell_scratch.action[a], action = bits & action_mask;
    w.t_cell_scratch.action[a] = no_action;
    if (action == hits) {
      w.intent[s] = 0;
      if (bits & counts_as_killer) strike(a, w.lattice.locate(s), bits & is_lethal);
    }
    settle(w, w.rules[w.lattice.replicate_of(s)].surveillance, a, s, action, bits & is_lethal);
  }

 private:
  /// Writes the tumour cell; only the one T cell whose hit counts does.
  TILSCAPE_HD void strike(AgentIndex a, const Position& p, bool lethal) const {
    const SiteIndex target = target_site(w.lattice, p, w.t_cells.target[a]);
    const AgentIndex cell = w.tumour_at[target];
    w.tumour.hits[cell] = w.tumour_scratch.action[cell];
    w.tumour.last_hit[cell] = w.step.value;
    if (!lethal) return;
    w.tissue[target] = Tissue::tumour_apoptotic;
    w.t_cells.kills[a] += 1;
    w.count(Event::kill, p.replicate);
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
