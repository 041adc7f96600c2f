// Turnover and mutation of tumour cells: death, clearance of corpses, division, and what the daughters
// mutate.
#pragma once

#include "agents/mutation.hpp"
#include "agents/placement.hpp"
#include "agents/survey.hpp"

namespace tilscape {

namespace turnover {

/// What is left to do after a cell's fate is known.
constexpr std::uint8_t wants_to_divide = 1, is_gone = 2;

/// Death, clearance and the state of each cell. A cell writes the code of its own site, which no other cell
/// reads in this pass: whether there is room around it was surveyed before.
struct Decide {
  WorldView w;
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t i) const { return w.tumour.site[AgentIndex{i}]; }

  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    const std::uint32_t replicate = w.lattice.replicate_of(s);
    const TurnoverRules& r = w.rules[replicate].turnover;
    const Tissue now = w.tissue[s];
    if (is_corpse(now)) {
      w.tumour_scratch.action[a] = cleared(r, now, words) ? is_gone : no_action;
      return;
    }
    const float oxygen = w.oxygen_mmHg[s];
    const Tissue next = fate(r, now, oxygen, words);
    if (is_corpse(next)) {
      w.tissue[s] = next;
      w.count(next == Tissue::tumour_apoptotic ? Event::apoptosis : Event::necrosis, replicate);
      w.tumour_scratch.action[a] = vanishes(r, next) ? is_gone : no_action;
      return;
    }
    // No branch on room from here on: whether there is any is as good as random.
    const bool has_room = (w.surroundings[s] & surroundings::room) != 0 || r.placement == Placement::anywhere;
    const bool divides =
        r.placement == Placement::per_bond ||  // there the chance is each neighbour's: Choose draws
        happens(division_chance(r, w.tumour.genotype[a], oxygen), words[2], words[3]);
    w.tissue[s] = cycle_state(r, oxygen, has_room);
    w.tumour_scratch.action[a] = has_room & divides ? wants_to_divide : no_action;
  }
};

/// Where each dividing cell wants its daughter: its intent, seen by those that want the same site.
struct Choose {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    const std::uint32_t s = w.tumour.site[AgentIndex{i}].value;
    prefetch_around(w.lattice, s, w.tissue.data);
    prefetch_around(w.lattice, s, w.immune.data);
  }
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    if (w.tumour_scratch.action[a] != wants_to_divide) return;
    const Position p = w.lattice.locate(w.tumour.site[a]);
    const RuleParameters& rules = w.rules_at(p);
    const TurnoverRules& r = rules.turnover;
    if (r.placement == Placement::anywhere) {
      w.intent[p.site] = placement::far_intent;
      return;
    }
    const std::uint32_t free = room_for_tumour(w, rules, p);
    if (r.placement == Placement::per_bond) {
      const float chance = division_chance(r, w.tumour.genotype[a], w.oxygen_mmHg[p.site]);
      w.bond_intent[p.site] = placement::fired_bonds(w, p, free, chance);
      if (w.bond_intent[p.site] == 0) w.tumour_scratch.action[a] = no_action;
      return;
    }
    const RandomWords words = w.draws(Purpose::tumour_fate, Layer::tissue).at(p.local, p.replicate);
    w.intent[p.site] = placement::wanted_direction(w, r, free, words[3]);
    if (w.intent[p.site] == 0) w.tumour_scratch.action[a] = no_action;
  }
};

struct Resolve {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    prefetch_around(w.lattice, w.tumour.site[AgentIndex{i}].value, w.intent.data);
  }
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    if (w.tumour_scratch.action[a] != wants_to_divide) return;
    const Position p = w.lattice.locate(w.tumour.site[a]);
    const placement::Won won = placement::outcome(w, w.rules_at(p), p);
    w.tumour_scratch.won[a] = won.packed();
    if (won.births()) atomic_add(&w.counters->births, static_cast<std::uint32_t>(won.births()));
  }
};

/// Logs a clone if anything mutated; returns the clone the cell now belongs to.
TILSCAPE_HD inline std::uint64_t found_clone(const WorldView& w, const Mutations& m, const Genome& genome,
                                             std::uint64_t parent, const Position& p, Birth kind) {
  if (!m.kinds) return parent;
  const std::uint64_t id = make_id(w.step, p.local, static_cast<std::uint32_t>(kind));
  w.clones[atomic_add(&w.counters->clones, 1u)] = {
      id, parent, genome.antigens, p.replicate, genome.genotype, m.kinds, m.passengers};
  return id;
}

/// Writes its own site and the sites it won; nobody else writes either.
struct Commit {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t i) const {
    const std::uint32_t s = w.tumour.site[AgentIndex{i}].value;
    tilscape::prefetch(w.tissue.data + s);
    tilscape::prefetch(w.tumour_at.data + s);
    tilscape::prefetch(w.tumour.antigens.data + i);
    tilscape::prefetch(w.tumour.clone.data + i);
    tilscape::prefetch(w.tumour.genotype.data + i);
    tilscape::prefetch(w.tumour.pdl1.data + i);
    tilscape::prefetch(w.tumour.mhc1.data + i);
    tilscape::prefetch(w.tumour_scratch.won.data + i);
  }
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (w.tumour_scratch.action[a] == wants_to_divide) return divide(a, w.lattice.locate(s));
    w.tissue[s] = Tissue::none;
    w.tumour.site[a] = no_site;
    w.tumour_scratch.action[a] = no_action;  // the slot is empty: nobody decides for it any more
    w.count(Event::corpse_cleared, w.lattice.replicate_of(s));
    atomic_add(&w.counters->tumour_freed, 1u);
  }

 private:
  TILSCAPE_HD void divide(AgentIndex a, const Position& p) const {
    const MutationRules& r = w.rules_at(p).mutation;
    w.intent[p.site] = 0;
    if (w.bond_intent.data) w.bond_intent[p.site] = 0;
    const auto won = placement::Won::unpacked(w.tumour_scratch.won[a]);
    if (!won.births()) return;
    const Genome before{w.tumour.antigens[a], w.tumour.genotype[a]};
    const std::uint64_t clone = w.tumour.clone[a];
    w.count(Event::tumour_birth, p.replicate, static_cast<std::uint64_t>(won.births()));
    if (won.far != no_site) place_daughter(r, a, w.lattice.locate(won.far), before, clone);
    for (std::uint32_t left = won.directions; left; left &= left - 1) {
      const SiteIndex target = w.lattice.neighbour(p, static_cast<std::uint32_t>(nth_set_bit(left, 0)));
      place_daughter(r, a, w.lattice.locate(target), before, clone);
    }
    Genome genome = before;
    const Mutations m =
        mutate(r, genome, w.draws(Purpose::mutation_mother, Layer::tissue), p.local, p.replicate);
    w.tumour.clone[a] = found_clone(w, m, genome, clone, p, Birth::tumour_division_mother);
    inherit(a, genome, w.tumour.mhc1[a]);
  }

  TILSCAPE_HD void inherit(AgentIndex a, const Genome& genome, float mhc1) const {
    w.tumour.antigens[a] = genome.antigens;
    w.tumour.genotype[a] = genome.genotype;
    w.tumour.mhc1[a] = genome.genotype & genotype::b2m_lost ? 0.0f : mhc1;
  }

  /// The daughter in the new site starts undamaged, with her mother's PD-L1 and MHC-I.
  TILSCAPE_HD void place_daughter(const MutationRules& r, AgentIndex mother, const Position& p, Genome genome,
                                  std::uint64_t clone) const {
    const Mutations m =
        mutate(r, genome, w.draws(Purpose::mutation_daughter, Layer::tissue), p.local, p.replicate);
    const AgentIndex a{atomic_add(&w.counters->tumour, 1u)};
    w.tumour.site[a] = p.site;
    w.tumour.id[a] = make_id(w.step, p.local, static_cast<std::uint32_t>(Birth::tumour_division));
    w.tumour.clone[a] = found_clone(w, m, genome, clone, p, Birth::tumour_division);
    w.tumour.hits[a] = 0;
    w.tumour.last_hit[a] = 0;
    w.tumour.pdl1[a] = w.tumour.pdl1[mother];
    inherit(a, genome, w.tumour.mhc1[mother]);
    w.tissue[p.site] = Tissue::tumour_cycling;
    w.tumour_at[p.site] = a;
  }
};

}  // namespace turnover

/// First half: who dies, who divides and where. Reads a survey of the codes as they are now. Afterwards
/// counters->births says how many slots the second half needs.
template <class Executor>
void turn_over_tumour_decide(Executor& executor, const WorldView& w, std::uint32_t tumour_cells) {
  const std::uint8_t* actions = w.tumour_scratch.action.data;
  executor.for_each_drawn(tumour_cells, w.lattice, w.draws(Purpose::tumour_fate, Layer::tissue),
                          turnover::Decide{w});
  executor.for_each_marked(tumour_cells, actions, turnover::Choose{w});
  executor.for_each_marked(tumour_cells, actions, turnover::Resolve{w});
}

/// Second half, with room for every birth.
template <class Executor>
void turn_over_tumour_commit(Executor& executor, const WorldView& w, std::uint32_t tumour_cells) {
  executor.for_each_marked(tumour_cells, w.tumour_scratch.action.data, turnover::Commit{w});
}

}  // namespace tilscape
