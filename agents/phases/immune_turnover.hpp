// Turnover of immune cells: death, and division of CD8 T cells after recognition.
#pragma once

#include "agents/rules/immune_turnover.hpp"
#include "agents/rules/tumour_turnover.hpp"
#include "agents/sites/contest.hpp"
#include "agents/sites/reach.hpp"

namespace tilscape {

namespace immune_turnover {

constexpr std::uint8_t dies = 1, wants_to_divide = 2, divides = 3;

struct Decide {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    tilscape::prefetch(w.immune.data + w.immune_cells.site[AgentIndex{i}].value);
  }
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t i) const { return w.immune_cells.site[AgentIndex{i}]; }

  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const Position p = w.lattice.locate(w.immune_cells.site[a]);
    const RuleParameters& rules = w.rules_at(p);
    const ImmuneTurnoverRules& r = rules.immune_turnover;
    const Immune state = w.immune[p.site];
    const BodyLevels body = w.body_at(p.site, p.replicate);
    if (r.death[static_cast<int>(state)].happens(words[0], words[1]) ||
        is_depleted(body, state, words[3], words[1])) {
      w.immune_scratch.action[a] = dies;
      return;
    }
    if (!may_divide(r, state, w.step.value, w.immune_cells.recognised[a], w.immune_cells.divided[a],
                    w.immune_cells.divisions[a]))
      return;
    if (happens(body.lymphocyte_chance, words[3], words[1])) {
      w.immune_scratch.action[a] = dies;
      return;
    }
    const std::uint32_t tregs = w.may_hold(Immune::treg) ? immune_beside(w, p, Immune::treg) : 0;
    const float allowed = rules.treg.left[tregs] * r.il2(w.level(il2_field, p.site, p.replicate));
    if (!happens(allowed, words[1], words[0])) return;
    const std::uint32_t room = room_for_immune(w, rules, p);
    if (!room) return;
    const auto n = static_cast<std::uint32_t>(bits_set(room));
    w.immune_scratch.action[a] = wants_to_divide;
    w.intent[p.site] =
        Intent::toward(static_cast<std::uint32_t>(nth_set_bit(room, static_cast<int>(one_of(n, words[2])))));
  }
};

struct Resolve {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    if (w.immune_scratch.action[a] != wants_to_divide) return;
    const std::uint32_t d = w.intent[s].direction();
    const Position target = w.lattice.locate(w.lattice.neighbour(w.lattice.locate(s), d));
    const Draws draws = w.draws(Purpose::immune_division_conflict, Layer::immune);
    if (!wins(w.lattice, target, d, draws, contenders(w, target))) return;
    w.immune_scratch.action[a] = divides;
    w.immune_births.expect(i, 1);
  }
};

struct Commit {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.immune_cells.site[a];
    const std::uint8_t action = w.immune_scratch.action[a];
    const Intent intent = w.intent[s];
    w.intent[s] = Intent::none();
    w.immune_scratch.action[a] = no_action;
    if (action == divides) divide(a, w.lattice.locate(s), intent.direction());
    if (action != dies) return;
    w.count(death_of(cell_type_of(w.immune[s])), w.lattice.replicate_of(s));
    w.immune[s] = Immune::none;
    w.immune_cells.site[a] = no_site;
    w.freed.add_immune_cell();
  }

 private:
  /// Both daughters inherit everything but the engagement and the kills, which stay with the one that stays.
  TILSCAPE_HD void divide(AgentIndex mother, const Position& p, std::uint32_t d) const {
    const Position at = w.lattice.locate(w.lattice.neighbour(p, d));
    const bool renews = w.immune[p.site] == Immune::cd8_progenitor_exhausted;
    if (!renews) w.immune_cells.divisions[mother] += 1;
    w.immune_cells.divided[mother] = w.step.value;
    const AgentIndex a = w.immune_births.take_slot(mother.value);
    w.immune_cells.site[a] = at.site;
    w.immune_cells.id[a] = make_id(w.step, at.local, static_cast<std::uint32_t>(Birth::t_cell_division));
    w.immune_cells.receptor[a] = w.immune_cells.receptor[mother];
    w.immune_cells.heading[a] = static_cast<std::uint8_t>(d);
    w.immune_cells.target[a] = nobody;
    w.immune_cells.divisions[a] = w.immune_cells.divisions[mother];
    w.immune_cells.kills[a] = 0;
    w.immune_cells.until[a] = w.step.value;
    w.immune_cells.recognised[a] = w.immune_cells.recognised[mother];
    w.immune_cells.divided[a] = w.step.value;
    w.immune_cells.pd1[a] = w.immune_cells.pd1[mother];
    w.immune_cells.exhaustion[a] = w.immune_cells.exhaustion[mother];
    w.immune[at.site] = renews ? Immune::cd8_progenitor_exhausted : Immune::cd8_activated;
    w.immune_at[at.site] = a;
    w.count(Event::cd8_birth, p.replicate);
  }
};

}  // namespace immune_turnover

/// First half: who dies, who divides. Afterwards w.immune_births says how many slots the second half needs.
template <class Executor>
void turn_over_immune_cells_decide(Executor& executor, const WorldView& w, std::uint32_t immune_cells) {
  executor.for_each_drawn(immune_cells, w.lattice, w.draws(Purpose::immune_fate, Layer::immune),
                          immune_turnover::Decide{w});
  executor.for_each_marked(immune_cells, w.immune_scratch.action.data, immune_turnover::Resolve{w});
}

template <class Executor>
void turn_over_immune_cells_commit(Executor& executor, const WorldView& w, std::uint32_t immune_cells) {
  executor.for_each_marked(immune_cells, w.immune_scratch.action.data, immune_turnover::Commit{w});
}

}  // namespace tilscape
