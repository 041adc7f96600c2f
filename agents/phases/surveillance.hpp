// Surveillance: a CD8 T cell scans one tumour cell in reach, engages it when it recognises its antigen, and
// delivers hits; a tumour cell dies at the lethal number of recent hits. PD-1/PD-L1 and Tregs brake,
// engagement exhausts. NK cells do the same to cells that show too little MHC-I.
#pragma once

#include "agents/phases/attacker.hpp"
#include "agents/sites/aim.hpp"
#include "agents/sites/antigen_release.hpp"
#include "agents/sites/mark.hpp"
#include "agents/sites/reach.hpp"

namespace tilscape {

namespace surveillance {

/// Does anybody suppress CD8 T cells?
TILSCAPE_HD inline bool has_suppressors(const WorldView& w) {
  return w.may_hold(Immune::treg) || w.may_hold(Immune::macrophage_m2);
}

/// Who suppresses each CD8 T cell that may hit, counted before the state of anybody changes.
struct CountSuppressors {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    if (s == no_site || !is_cd8(w.immune[s]) || !(is_engaged(w.immune[s]) || attacks(w.immune[s]))) return;
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
    else if (may_engage(w.rules_at(p), a, state, words))
      target = any_target(tissue_in_reach(w, p, IsLiveTumour{}), words[2]);
    SiteIndex s = p.site;
    if (target != nobody) s = target_site(w.lattice, p, target);
    if (target != nobody && !is_live_tumour(w.tissue[s])) target = nobody;
    const bool is_suppressed = is_cd8(state) && target != nobody && has_suppressors(w);
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
    if (is_engaged(state))
      act(r, a, s, while_engaged(r, a, state, aimed, words), aimed);
    else
      search(r, a, s, aimed, words);
  }

 private:
  /// What it searched in this update, if it may search.
  TILSCAPE_HD std::uint32_t search_steps(const RuleParameters& r, AgentIndex a, Immune state) const {
    const bool is_done =
        !is_nk(state) && r.surveillance.max_kills > 0 && w.immune_cells.kills[a] >= r.surveillance.max_kills;
    if (!attacks(state) || is_done) return 0;
    return steps_searched(pace_of(r, state), w.step.value, w.immune_cells.until[a]);
  }

  /// Would this cell engage a tumour cell that shows it all it can, or an NK cell one that shows nothing? If
  /// not, it need not look for one.
  TILSCAPE_HD bool may_engage(const RuleParameters& r, AgentIndex a, Immune state,
                              const RandomWords& words) const {
    const std::uint32_t steps = search_steps(r, a, state);
    const float most = expected_recognitions(pace_of(r, state), steps, all_shown);
    return steps > 0 && happens_at_rate(most, words[0], words[1]);
  }

  /// Does T cell `a` recognise the live tumour cell at s?
  TILSCAPE_HD bool sees_antigen(const SurveillanceRules& r, AgentIndex a, SiteIndex s) const {
    const AgentIndex cell = w.tumour_at[s];
    return recognises(r, w.immune_cells.receptor[a], w.tumour.antigens[cell], w.tumour.genotype[cell]);
  }

  /// Share of its hits that lands on the cell it aims at.
  TILSCAPE_HD float let_through(const RuleParameters& r, AgentIndex a, Immune state, const Aim& aimed) const {
    const float pd1 = w.immune_cells.pd1[a], pdl1 = w.tumour.pdl1[w.tumour_at[aimed.site]];
    const BodyLevels body = w.body_at(w.immune_cells.site[a], w.lattice.replicate_of(aimed.site));
    if (is_nk(state)) return nk_brake(r, body, pd1, pdl1);
    const float pdl1_around = pdl1 + r.macrophage.m2_pdl1 * static_cast<float>(aimed.m2);
    return brake(r.surveillance, body, pd1, pdl1_around) * r.treg.left[aimed.tregs] *
           hits_of(r.surveillance, w.immune_cells.exhaustion[a]);
  }

  /// @return  hits landed; a cell whose target is gone lets go, at the latest when this update began
  TILSCAPE_HD std::uint8_t while_engaged(const RuleParameters& r, AgentIndex a, Immune state,
                                         const Aim& aimed, const RandomWords& words) const {
    const AttackPace& pace = pace_of(r, state);
    const std::uint32_t now = w.step.value;
    if (aimed.target == nobody || (!is_nk(state) && !sees_antigen(r.surveillance, a, aimed.site))) {
      w.immune_cells.until[a] = now - pace.period_steps;
      return 0;
    }
    const std::uint32_t steps = steps_engaged(pace, now, w.immune_cells.until[a]);
    return hits_landed(pace, steps, let_through(r, a, state, aimed), words[0], words[1]);
  }

  TILSCAPE_HD void act(const RuleParameters& r, AgentIndex a, SiteIndex s, std::uint8_t landed,
                       Aim aimed) const {
    if (landed == 0) return settle(w, r, a, s, holds, false);
    aimed.hits = landed;
    set_aim(w, a, aimed);
    w.immune_scratch.action[a] = hits;
    w.intent[s] = Intent::at(aimed.target);
  }

  /// What the cell looked at shows, 0–1; nothing that it does not recognise, or that another has engaged.
  TILSCAPE_HD float shown(const RuleParameters& r, AgentIndex a, Immune state, const Aim& aimed) const {
    const AgentIndex cell = w.tumour_at[aimed.site];
    if (!r.shares_target && is_taken(w, cell)) return 0;
    const float mhc1 = w.tumour.mhc1[cell];
    if (is_nk(state)) return missing_self(r.nk, mhc1, w.tumour.genotype[cell]);
    if (!sees_antigen(r.surveillance, a, aimed.site)) return 0;
    return antigen_shown(r.surveillance, w.immune_cells.receptor[a], mhc1);
  }

  TILSCAPE_HD void search(const RuleParameters& r, AgentIndex a, SiteIndex s, Aim aimed,
                          const RandomWords& words) const {
    if (aimed.target == nobody) return settle(w, r, a, s, no_action, false);
    const Immune state = w.immune[s];
    const AttackPace& pace = pace_of(r, state);
    const std::uint32_t now = w.step.value, steps = steps_searched(pace, now, w.immune_cells.until[a]);
    const float expected = expected_recognitions(pace, steps, shown(r, a, state, aimed));
    if (!happens_at_rate(expected, words[0], words[1])) return settle(w, r, a, s, no_action, false);
    const std::uint32_t until = end_of_engagement(pace, now, steps, expected, words[0], words[1]);
    w.immune_cells.until[a] = until;
    w.immune_cells.target[a] = aimed.target;
    w.immune_scratch.action[a] = engages_now;
    aimed.hits = hits_landed(pace, steps_engaged(pace, now, until), let_through(r, a, state, aimed), words[3],
                             words[1]);
    set_aim(w, a, aimed);
    if (aimed.hits > 0 || !r.shares_target) w.intent[s] = Intent::at(aimed.target);
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
    if (aim_of(w, AgentIndex{i}).hits > 0) prefetch_hits_on_target(w, AgentIndex{i});
  }
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const std::uint8_t action = w.immune_scratch.action[a];
    const Aim aimed = aim_of(w, a);
    const Position p = w.lattice.locate(aimed.site);
    const bool is_alone = !w.rules_at(p).shares_target;
    if (is_alone && action == engages_now && !is_chosen(a, p, Purpose::engagement_conflict))
      w.immune_scratch.action[a] = comes_late;
    else if (aimed.hits > 0)
      hit(a, p, action, is_alone ? aimed.hits : hits_on(p));
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

  /// Hits of all who aim at p.
  TILSCAPE_HD std::uint32_t hits_on(const Position& p) const {
    std::uint32_t sum = 0;
    for (std::uint32_t left = aiming_at(w, p); left; left &= left - 1) {
      const auto bit = static_cast<std::uint32_t>(nth_set_bit(left, 0));
      const SiteIndex from = bit == 0 ? p.site : w.lattice.neighbour(p, bit - 1);
      sum += aim_of(w, w.immune_at[from]).hits;
    }
    return sum;
  }

  /// @param landed  hits on the tumour cell in this update, of all its attackers
  TILSCAPE_HD void hit(AgentIndex a, const Position& p, std::uint8_t action, std::uint32_t landed) const {
    const RuleParameters& rules = w.rules_at(p);
    const SurveillanceRules& r = rules.surveillance;
    const bool killer = is_alone_or_chosen(rules, a, p);
    const AgentIndex cell = w.tumour_at[p.site];
    const std::uint32_t before = hits_left(r, w.tumour.hits[cell], w.step.value - w.tumour.last_hit[cell]);
    const std::uint32_t sum = before + landed;
    const bool dies = sum >= r.lethal_hits;
    if (killer) set_hits_with_these(w, cell, sum);
    if (dies) {
      const AttackPace& pace = pace_of(rules, w.immune[w.immune_cells.site[a]]);
      w.immune_cells.until[a] =
          step_of_kill(pace, w.step.value, w.immune_cells.until[a], r.lethal_hits - before, landed,
                       w.draws(Purpose::lethal_hit, Layer::tissue).at(p.local, p.replicate)[1]);
    }
    w.immune_scratch.action[a] =
        static_cast<std::uint8_t>(action | (killer ? counts_as_killer : 0) | (dies ? is_lethal : 0));
  }

  TILSCAPE_HD bool is_alone_or_chosen(const RuleParameters& rules, AgentIndex a, const Position& p) const {
    return !rules.shares_target || is_chosen(a, p, Purpose::lethal_hit);
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
    if (bits & counts_as_killer) strike(a, bits & is_lethal);
    if (action == comes_late) {
      w.immune_cells.target[a] = nobody;
      w.immune_cells.until[a] = w.step.value;  // it searches on
    }
    settle(w, w.rules[w.lattice.replicate_of(s)], a, s, action == comes_late ? no_action : action,
           bits & is_lethal);
  }

 private:
  /// Writes the tumour cell; only the one attacker whose hits count does.
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
