// A cell that attacks, from one update of surveillance to the next: what it does, when it lets go of its
// target, and its state afterwards.
#pragma once

#include "agents/rules/nk.hpp"
#include "agents/world/world_view.hpp"

namespace tilscape {

namespace surveillance {

/// What an attacker does in this update, with two more bits after the resolve pass.
constexpr std::uint8_t holds = 1, engages_now = 2, hits = 3, comes_late = 4;
constexpr std::uint8_t counts_as_killer = 0x40, is_lethal = 0x80, action_mask = 0x0f;

/// What a cell can show at most.
constexpr float all_shown = 1;

TILSCAPE_HD inline const AttackPace& pace_of(const RuleParameters& r, Immune state) {
  return is_nk(state) ? r.nk.pace : r.surveillance.pace;
}

/// Lets go of a target at the end of an engagement, from which the rest counts. @return whether it is over
TILSCAPE_HD inline bool lets_go(const WorldView& w, const AttackPace& pace, AgentIndex a) {
  if (w.step.value < w.immune_cells.until[a]) return false;
  w.immune_cells.until[a] += pace.refractory_steps;
  w.immune_cells.target[a] = nobody;
  return true;
}

/// Base steps in which the cell was engaged in this update, before it lets go. An engagement that began and
/// killed in one update counts as none.
TILSCAPE_HD inline std::uint32_t engaged_for(const WorldView& w, const AttackPace& pace, AgentIndex a,
                                             Immune state, std::uint8_t action, bool lethal) {
  if (action == engages_now ? lethal : !is_engaged(state)) return 0;
  return steps_engaged(pace, w.step.value, w.immune_cells.until[a]);
}

/// @param engaged  base steps of this update
TILSCAPE_HD inline Immune next_state(const WorldView& w, const SurveillanceRules& r, AgentIndex a,
                                     Immune state, std::uint8_t action, std::uint32_t engaged) {
  const std::uint32_t now = w.step.value;
  const bool begins = action == engages_now;
  if (!begins && state != Immune::cd8_engaged) return at_rest(r, state, now, w.immune_cells.recognised[a]);
  if (begins && w.immune_cells.recognised[a] == 0)
    w.immune_cells.divided[a] = now;  // from here the first division counts
  w.immune_cells.recognised[a] = now;
  w.immune_cells.exhaustion[a] = exhausted_by(r, w.immune_cells.exhaustion[a], engaged);
  if (w.immune_cells.exhaustion[a] >= 1) {
    w.immune_cells.target[a] = nobody;
    return Immune::cd8_exhausted;
  }
  return lets_go(w, r.pace, a) ? after_engagement(r, w.immune_cells.exhaustion[a]) : Immune::cd8_engaged;
}

TILSCAPE_HD inline Immune next_nk_state(const WorldView& w, const NkRules& r, AgentIndex a, Immune state,
                                        std::uint8_t action) {
  if (action != engages_now && state == Immune::nk_searching) return state;
  return lets_go(w, r.pace, a) ? Immune::nk_searching : Immune::nk_engaged;
}

/// The cell after this update: its state, PD-1 and exhaustion. Touches nothing but the cell and its site.
TILSCAPE_HD inline void settle(const WorldView& w, const RuleParameters& rules, AgentIndex a, SiteIndex s,
                               std::uint8_t action, bool lethal) {
  const SurveillanceRules& r = rules.surveillance;
  const Immune before = w.immune[s];
  const std::uint32_t engaged = engaged_for(w, pace_of(rules, before), a, before, action, lethal);
  w.immune_cells.pd1[a] = next_pd1(r, w.immune_cells.pd1[a], 2 * engaged >= r.pace.period_steps);
  const Immune after = is_nk(before) ? next_nk_state(w, rules.nk, a, before, action)
                                     : next_state(w, r, a, before, action, engaged);
  if (after == before) return;
  w.immune[s] = after;
  if (after == Immune::cd8_exhausted) w.count(Event::cd8_exhaustion, w.lattice.replicate_of(s));
}

}  // namespace surveillance

}  // namespace tilscape
