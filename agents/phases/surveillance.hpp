// Surveillance: a CD8 T cell scans one tumour cell in reach, engages it when it recognises its antigen, and
// delivers hits; a tumour cell dies at the lethal number of recent hits. PD-1/PD-L1 and Tregs brake,
// engagement exhausts. NK cells do the same to cells that show too little MHC-I.
#pragma once

#include "agents/rules/nk.hpp"
#include "agents/sites/aim.hpp"
#include "agents/sites/antigen_release.hpp"
#include "agents/sites/mark.hpp"
#include "agents/sites/reach.hpp"

namespace tilscape {

namespace surveillance {

/// What an attacker does in this update; `hit` carries two more bits after the resolve pass.
constexpr std::uint8_t holds = 1, engages_now = 2, releases = 3, hits = 4, comes_late = 5;
constexpr std::uint8_t counts_as_killer = 0x40, is_lethal = 0x80, action_mask = 0x0f;

/// MHC-I is never above it.
constexpr float full_mhc1 = 1;

TILSCAPE_HD inline Immune next_state(const WorldView& w, const SurveillanceRules& r, AgentIndex a,
                                     Immune state, std::uint8_t action, bool lethal) {
  const std::uint32_t now = w.step.value;
  if (action == engages_now) {
    if (w.immune_cells.recognised[a] == 0)
      w.immune_cells.divided[a] = now;  // from here the first division counts
    w.immune_cells.recognised[a] = now;
    w.immune_cells.until[a] = now + r.engagement_steps;
    return Immune::cd8_engaged;
  }
  if (state == Immune::cd8_engaged) {
    w.immune_cells.recognised[a] = now;
    w.immune_cells.exhaustion[a] = w.immune_cells.exhaustion[a] + r.exhaustion_step;
    if (w.immune_cells.exhaustion[a] >= 1) {
      w.immune_cells.exhaustion[a] = 1;
      w.immune_cells.target[a] = nobody;
      return Immune::cd8_exhausted;
    }
    if (action != releases && !lethal && now < w.immune_cells.until[a]) return Immune::cd8_engaged;
    w.immune_cells.until[a] = now + r.refractory_steps;
    w.immune_cells.target[a] = nobody;
    return after_engagement(r, w.immune_cells.exhaustion[a]);
  }
  return at_rest(r, state, now, w.immune_cells.recognised[a]);
}

TILSCAPE_HD inline Immune next_nk_state(const WorldView& w, const NkRules& r, AgentIndex a, Immune state,
                                        std::uint8_t action, bool lethal) {
  const std::uint32_t now = w.step.value;
  if (action == engages_now) {
    w.immune_cells.until[a] = now + r.engagement_steps;
    return Immune::nk_engaged;
  }
  if (state == Immune::nk_searching || (action != releases && !lethal && now < w.immune_cells.until[a]))
    return state;
  w.immune_cells.until[a] = now + r.refractory_steps;
  w.immune_cells.target[a] = nobody;
  return Immune::nk_searching;
}

/// The cell after this update: its state, PD-1 and exhaustion. Touches nothing but the cell and its site.
TILSCAPE_HD inline void settle(const WorldView& w, const RuleParameters& rules, AgentIndex a, SiteIndex s,
                               std::uint8_t action, bool lethal) {
  const SurveillanceRules& r = rules.surveillance;
  const Immune before = w.immune[s];
  const Immune after = is_nk(before) ? next_nk_state(w, rules.nk, a, before, action, lethal)
                                     : next_state(w, r, a, before, action, lethal);
  w.immune_cells.pd1[a] = next_pd1(r, w.immune_cells.pd1[a], is_engaged(after));
  if (after == before) return;
  w.immune[s] = after;
  if (after == Immune::cd8_exhausted) w.count(Event::cd8_exhaustion, w.lattice.replicate_of(s));
}

/// Does anybody suppress CD8 T cells?
TILSCAPE_HD inline bool has_suppressors(const WorldView& w) {
  return w.may_hold(Immune::treg) || w.may_hold(Immune::macrophage_m2);
}

/// Who suppresses each engaged CD8 T cell, counted before the state of anybody changes.
struct CountSuppressors {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    if (s == no_site || w.immune[s] != Immune::cd8_engaged) return;
    const Position p = w.lattice.locate(s);
    set_aim(w, a,
            {s, nobody, static_cast<std::uint8_t>(immune_beside(w, p, Immune::treg)),
             static_cast<std::uint8_t>(immune_beside(w, p, Immune::macrophage_m2))});
  }
};

/// Whether tumour cells are engaged is known only where immune.shares_target is false. A lane is a tumour
/// cell's slot.
struct ForgetTaken {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const { set_free(w, AgentIndex{i}); }
};

/// Each engaged cell marks its target, which nobody else has.
struct MarkTaken {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    if (s == no_site || !is_engaged(w.immune[s])) return;
    const Position p = w.lattice.locate(s);
    if (w.rules_at(p).shares_target) return;
    const SiteIndex target = target_site(w.lattice, p, w.immune_cells.target[a]);
    if (is_live_tumour(w.tissue[target])) set_taken(w, w.tumour_at[target]);
  }
};

/// Who is scanned, engaged, hit or released. An attacker with nothing of that to do settles at once: no other
/// cell reads its state in this pass.
struct Decide {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    const std::uint32_t s = w.immune_cells.site[AgentIndex{i}].value;
    tilscape::prefetch(w.immune.data + s);
    prefetch_around(w.lattice, s, w.tissue.data);
  }
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t i) const { return w.immune_cells.site[AgentIndex{i}]; }

  /// Chooses the tumour cell to look at.
  TILSCAPE_HD void aim(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const Position p = w.lattice.locate(w.immune_cells.site[a]);
    const Immune state = w.immune[p.site];
    Target target = nobody;
    if (is_engaged(state))
      target = w.immune_cells.target[a];
    else if (searches(w.rules_at(p).surveillance, a, state) && may_engage(p, a, state, words))
      target = any_target(tissue_in_reach(w, p, IsLiveTumour{}), words[2]);
    SiteIndex s = p.site;
    if (target != nobody) s = target_site(w.lattice, p, target);
    if (target != nobody && !is_live_tumour(w.tissue[s])) target = nobody;
    const bool is_suppressed = state == Immune::cd8_engaged && has_suppressors(w);
    const Aim before = is_suppressed ? aim_of(w, a) : Aim{};
    set_aim(w, a, {s, target, before.tregs, before.m2});
    tilscape::prefetch(w.tumour_at.data + s.value);
  }

  /// The tumour cell's slot is known only now.
  TILSCAPE_HD void approach(std::uint32_t i) const {
    const Aim aimed = aim_of(w, AgentIndex{i});
    if (aimed.target == nobody) return;
    const std::uint32_t cell = w.tumour_at[aimed.site].value;
    tilscape::prefetch(w.tumour.antigens.data + cell);
    tilscape::prefetch(w.tumour.genotype.data + cell);
    tilscape::prefetch(w.tumour.mhc1.data + cell);
  }

  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    const RuleParameters& r = w.rules[w.lattice.replicate_of(s)];
    const Aim aimed = aim_of(w, a);
    const Immune state = w.immune[s];
    const std::uint8_t action = is_engaged(state) ? while_engaged(r, a, state, aimed, words)
                                                  : while_searching(r, a, state, aimed, words);
    if (action == no_action) return settle(w, r, a, s, no_action, false);
    w.immune_scratch.action[a] = action;
    if (action == engages_now) w.immune_cells.target[a] = aimed.target;
    if (action == hits || (action == engages_now && !r.shares_target)) w.intent[s] = Intent::at(aimed.target);
  }

 private:
  TILSCAPE_HD bool searches(const SurveillanceRules& r, AgentIndex a, Immune state) const {
    if (!attacks(state) || w.step.value < w.immune_cells.until[a]) return false;
    return r.max_kills == 0 || w.immune_cells.kills[a] < r.max_kills || is_nk(state);
  }

  /// Would this cell engage a tumour cell that shows it all it can, or an NK cell one that shows nothing? If
  /// not, it need not look for one.
  TILSCAPE_HD bool may_engage(const Position& p, AgentIndex a, Immune state, const RandomWords& words) const {
    if (is_nk(state)) return nk_engages(w.rules_at(p).nk, 0, 0, words[0], words[1]);
    return engages(w.rules_at(p).surveillance, w.immune_cells.receptor[a], full_mhc1, words[0], words[1]);
  }

  /// Does T cell `a` recognise the live tumour cell at s?
  TILSCAPE_HD bool sees_antigen(const SurveillanceRules& r, AgentIndex a, SiteIndex s) const {
    const AgentIndex cell = w.tumour_at[s];
    return recognises(r, w.immune_cells.receptor[a], w.tumour.antigens[cell], w.tumour.genotype[cell]);
  }

  TILSCAPE_HD std::uint8_t while_engaged(const RuleParameters& r, AgentIndex a, Immune state,
                                         const Aim& aimed, const RandomWords& words) const {
    if (aimed.target == nobody || (!is_nk(state) && !sees_antigen(r.surveillance, a, aimed.site)))
      return releases;
    const float pd1 = w.immune_cells.pd1[a], pdl1 = w.tumour.pdl1[w.tumour_at[aimed.site]];
    const BodyLevels body = w.body_at(w.immune_cells.site[a], w.lattice.replicate_of(aimed.site));
    if (is_nk(state)) return nk_lands_hit(r, body, pd1, pdl1, words[0], words[1]) ? hits : holds;
    const float left = r.treg.left[aimed.tregs] * hits_of(r.surveillance, w.immune_cells.exhaustion[a]);
    const float pdl1_around = pdl1 + r.macrophage.m2_pdl1 * static_cast<float>(aimed.m2);
    return lands_hit(r.surveillance, body, pd1, pdl1_around, left, words[0], words[1]) ? hits : holds;
  }

  TILSCAPE_HD std::uint8_t while_searching(const RuleParameters& rules, AgentIndex a, Immune state,
                                           const Aim& aimed, const RandomWords& words) const {
    if (aimed.target == nobody) return no_action;
    const AgentIndex cell = w.tumour_at[aimed.site];
    const float mhc1 = w.tumour.mhc1[cell];
    if (!rules.shares_target && is_taken(w, cell)) return no_action;
    if (is_nk(state))
      return nk_engages(rules.nk, mhc1, w.tumour.genotype[cell], words[0], words[1]) ? engages_now
                                                                                     : no_action;
    const SurveillanceRules& r = rules.surveillance;
    if (!sees_antigen(r, a, aimed.site)) return no_action;
    return engages(r, w.immune_cells.receptor[a], mhc1, words[0], words[1]) ? engages_now : no_action;
  }
};

/// The columns of the cell aimed at that a hit reads and writes.
TILSCAPE_HD inline void prefetch_hits_on_target(const WorldView& w, AgentIndex a) {
  const std::uint32_t cell = w.tumour_at[aim_of(w, a).site].value;
  tilscape::prefetch(w.tumour.hits.data + cell);
  tilscape::prefetch(w.tumour.last_hit.data + cell);
  tilscape::prefetch(w.tumour_scratch.mark.data + cell);
}

struct Resolve {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    tilscape::prefetch(w.tumour_at.data + aim_of(w, AgentIndex{i}).site.value);
    prefetch_around(w.lattice, aim_of(w, AgentIndex{i}).site.value, w.intent.data);
  }
  TILSCAPE_HD void approach(std::uint32_t i) const {
    if (w.immune_scratch.action.data[i] != hits) return;
    prefetch_hits_on_target(w, AgentIndex{i});
  }
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const std::uint8_t action = w.immune_scratch.action[a];
    if (action != hits && action != engages_now) return;
    const Position p = w.lattice.locate(aim_of(w, a).site);
    if (action == hits) return hit(a, p);
    if (w.rules_at(p).shares_target || is_chosen(a, p, Purpose::engagement_conflict)) return;
    w.immune_scratch.action[a] = comes_late;
  }

 private:
  /// Is this one drawn of all that aim at p? A tumour cell that is hit is taken, so that all do the same.
  TILSCAPE_HD bool is_chosen(AgentIndex a, const Position& p, Purpose purpose) const {
    const std::uint32_t aiming = aiming_at(w, p),
                        me_seen = seen_from_target(w.lattice, w.immune_cells.target[a]);
    const auto mine = static_cast<std::uint32_t>(bits_set(aiming & (me_seen - 1)));
    const auto count = static_cast<std::uint32_t>(bits_set(aiming));
    return count == 1 || one_of(count, w.draws(purpose, Layer::tissue).at(p.local, p.replicate)[0]) == mine;
  }

  TILSCAPE_HD void hit(AgentIndex a, const Position& p) const {
    const SurveillanceRules& r = w.rules_at(p).surveillance;
    const auto hitters = static_cast<std::uint32_t>(bits_set(aiming_at(w, p)));
    const bool killer = is_chosen(a, p, Purpose::lethal_hit);
    const AgentIndex cell = w.tumour_at[p.site];
    const std::uint32_t before = hits_left(r, w.tumour.hits[cell], w.step.value - w.tumour.last_hit[cell]);
    const std::uint32_t sum = before + hitters;
    if (killer) set_hits_with_these(w, cell, sum);
    w.immune_scratch.action[a] = static_cast<std::uint8_t>(hits | (killer ? counts_as_killer : 0) |
                                                           (sum >= r.lethal_hits ? is_lethal : 0));
  }
};

struct Commit {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    tilscape::prefetch(w.tumour_at.data + aim_of(w, AgentIndex{i}).site.value);
  }
  TILSCAPE_HD void approach(std::uint32_t i) const {
    if ((w.immune_scratch.action.data[i] & counts_as_killer) == 0) return;
    prefetch_hits_on_target(w, AgentIndex{i});
  }
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    const std::uint8_t bits = w.immune_scratch.action[a], action = bits & action_mask;
    w.immune_scratch.action[a] = no_action;
    w.intent[s] = Intent::none();
    if (action == hits && bits & counts_as_killer) strike(a, bits & is_lethal);
    if (action == comes_late) w.immune_cells.target[a] = nobody;
    settle(w, w.rules[w.lattice.replicate_of(s)], a, s, action == comes_late ? no_action : action,
           bits & is_lethal);
  }

 private:
  /// Writes the tumour cell; only the one attacker whose hit counts does.
  TILSCAPE_HD void strike(AgentIndex a, bool lethal) const {
    const SiteIndex target = aim_of(w, a).site;
    const AgentIndex cell = w.tumour_at[target];
    w.tumour.hits[cell] = hits_with_these(w, cell);
    w.tumour.last_hit[cell] = w.step.value;
    if (!lethal) return;
    w.tissue[target] = Tissue::tumour_apoptotic;
    release_antigens(w, cell, w.lattice.replicate_of(target), true);
    w.immune_cells.kills[a] += 1;
    w.count(Event::kill, w.lattice.replicate_of(target));
    if (is_nk(w.immune[w.immune_cells.site[a]])) w.count(Event::nk_kill, w.lattice.replicate_of(target));
  }
};

}  // namespace surveillance

/// @param all_share_targets  immune.shares_target in every replicate
template <class Executor>
void surveil(Executor& executor, const WorldView& w, std::uint32_t tumour_slots, std::uint32_t immune_cells,
             bool all_share_targets) {
  if (!all_share_targets) {
    executor.for_each(tumour_slots, surveillance::ForgetTaken{w});
    executor.for_each(immune_cells, surveillance::MarkTaken{w});
  }
  if (surveillance::has_suppressors(w)) executor.for_each(immune_cells, surveillance::CountSuppressors{w});
  executor.for_each_drawn(immune_cells, w.lattice, w.draws(Purpose::encounter, Layer::immune),
                          surveillance::Decide{w});
  executor.for_each_marked(immune_cells, w.immune_scratch.action.data, surveillance::Resolve{w});
  executor.for_each_marked(immune_cells, w.immune_scratch.action.data, surveillance::Commit{w});
}

}  // namespace tilscape
