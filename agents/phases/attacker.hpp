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

TILSCAPE_HD inline Immune next_state(const WorldView& w, const SurveillanceRules& r, AgentIndex a,
                                     Immune state, std::uint8_t action) {
  const std::uint32_t now = w.step.value;
  const bool begins = action == engages_now;
  if (!begins && state != Immune::cd8_engaged) return at_rest(r, state, now, w.immune_cells.recognised[a]);
  if (begins && w.immune_cells.recognised[a] == 0)
    w.immune_cells.divided[a] = now;  // from here the first division counts
  w.immune_cells.recognised[a] = now;
  if (!begins) {
    w.immune_cells.exhaustion[a] = w.immune_cells.exhaustion[a] + r.exhaustion_step;
    if (w.immune_cells.exhaustion[a] >= 1) {
      w.immune_cells.exhaustion[a] = 1;
      w.immune_cells.target[a] = nobody;
      return Immune::cd8_exhausted;
    }
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
                               std::uint8_t action) {
  const SurveillanceRules& r = rules.surveillance;
  const Immune before = w.immune[s];
  const Immune after =
      is_nk(before) ? next_nk_state(w, rules.nk, a, before, action) : next_state(w, r, a, before, action);
  w.immune_cells.pd1[a] = next_pd1(r, w.immune_cells.pd1[a], is_engaged(after));
  if (after == before) return;
  w.immune[s] = after;
  if (after == Immune::cd8_exhausted) w.count(Event::cd8_exhaustion, w.lattice.replicate_of(s));
}

}  // namespace surveillance

}  // namespace tilscape
