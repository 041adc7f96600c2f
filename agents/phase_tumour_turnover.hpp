// Turnover and mutation of tumour cells: death, clearance of corpses, division, and what the daughters
// mutate.
#pragma once

#include "agents/mutation.hpp"
#include "agents/placement.hpp"

namespace tilscape {

namespace turnover {

/// tumour_action: the next tissue code in the low bits (0: the corpse is gone), and whether the cell wants to
/// divide.
constexpr std::uint8_t wants_to_divide = 0x80, code_mask = 0x0f;

struct Decide {
  WorldView w;
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t i) const { return w.tumour.site[AgentIndex{i}]; }

  TILSCAPE_HD void operator()(std::uint32_t i, const RandomWords& words) const {
    const AgentIndex a{i};
    const Position p = w.lattice.locate(w.tumour.site[a]);
    const RuleParameters& rules = w.rules_at(p);
    const TurnoverRules& r = rules.turnover;
    const Tissue now = w.tissue[p.site];
    if (is_corpse(now)) {
      w.tumour_scratch.action[a] = static_cast<std::uint8_t>(cleared(r, now, words) ? Tissue::none : now);
      return;
    }
    const float oxygen = w.oxygen_mmHg[p.site];
    const Tissue next = fate(r, now, oxygen, words);
    w.tumour_scratch.action[a] =
        is_corpse(next) ? static_cast<std::uint8_t>(next) : grow(a, p, rules, oxygen, words);
  }

 private:
  /// The state of a surviving cell, and its intent if it wants to divide.
  TILSCAPE_HD std::uint8_t grow(AgentIndex a, const Position& p, const RuleParameters& rules, float oxygen,
                                const RandomWords& words) const {
    const TurnoverRules& r = rules.turnover;
    const bool far = r.placement == Placement::anywhere;
    const auto is_free = [&](SiteIndex s) { return tumour_can_enter(w, rules, s); };
    const std::uint32_t room = far ? placement::far_site : neighbours_where(w.lattice, p, is_free);
    const auto state = static_cast<std::uint8_t>(cycle_state(r, oxygen, room != 0));
    if (!room) return state;
    const float chance = division_chance(r, w.tumour.genotype[a], oxygen);
    if (r.placement == Placement::per_bond) {
      const std::uint32_t bonds = placement::fired_bonds(w, p, room, chance);
      w.bond_intent[p.site] = bonds;
      return bonds ? static_cast<std::uint8_t>(state | wants_to_divide) : state;
    }
    if (!happens(chance, words[2], words[3])) return state;
    const std::uint8_t intent =
        far ? placement::far_intent : placement::wanted_direction(w, r, room, words[3]);
    w.tissue_intent[p.site] = intent;
    return intent ? static_cast<std::uint8_t>(state | wants_to_divide) : state;
  }
};

struct Resolve {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (s == no_site || !(w.tumour_scratch.action[a] & wants_to_divide)) return;
    const Position p = w.lattice.locate(s);
    const std::uint32_t won = placement::won_directions(w, w.rules_at(p), p);
    w.tumour_scratch.won[a] = won;
    if (won & placement::far_site)
      w.tumour_scratch.far_target[a] = placement::far_target(w, w.rules_at(p), p);
    if (won) atomic_add(&w.counters->births, static_cast<std::uint32_t>(bits_set(won)));
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
  TILSCAPE_HD void operator()(std::uint32_t i) const {
    const AgentIndex a{i};
    const SiteIndex s = w.tumour.site[a];
    if (s == no_site) return;
    const std::uint32_t replicate = w.lattice.replicate_of(s);
    const std::uint8_t action = w.tumour_scratch.action[a];
    const auto next = static_cast<Tissue>(action & code_mask);
    const Tissue before = w.tissue[s];
    if (next != before) w.tissue[s] = next;
    if (action & wants_to_divide) divide(a, w.lattice.locate(s));
    if (is_live_tumour(before) && next == Tissue::tumour_apoptotic) w.count(Event::apoptosis, replicate);
    if (is_live_tumour(before) && next == Tissue::tumour_necrotic) w.count(Event::necrosis, replicate);
    if (next != Tissue::none) return;
    w.tumour.site[a] = no_site;
    w.count(Event::corpse_cleared, replicate);
  }

 private:
  TILSCAPE_HD void divide(AgentIndex a, const Position& p) const {
    const MutationRules& r = w.rules_at(p).mutation;
    w.tissue_intent[p.site] = 0;
    if (w.bond_intent.data) w.bond_intent[p.site] = 0;
    std::uint32_t won = w.tumour_scratch.won[a];
    if (!won) return;
    const Genome before{w.tumour.antigens[a], w.tumour.genotype[a]};
    const std::uint64_t clone = w.tumour.clone[a];
    w.count(Event::tumour_birth, p.replicate, static_cast<std::uint64_t>(bits_set(won)));
    for (; won; won &= won - 1) {
      const auto d = static_cast<std::uint32_t>(nth_set_bit(won, 0));
      const SiteIndex target = d == 31 ? w.tumour_scratch.far_target[a] : w.lattice.neighbour(p, d);
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

/// First half: who divides and where. Afterwards counters->births says how many slots the second half needs.
template <class Executor>
void turn_over_tumour_decide(Executor& executor, const WorldView& w, std::uint32_t tumour_cells) {
  executor.for_each_drawn(tumour_cells, w.lattice, w.draws(Purpose::tumour_fate, Layer::tissue),
                          turnover::Decide{w});
  executor.for_each(tumour_cells, turnover::Resolve{w});
}

/// Second half, with room for every birth.
template <class Executor>
void turn_over_tumour_commit(Executor& executor, const WorldView& w, std::uint32_t tumour_cells) {
  executor.for_each(tumour_cells, turnover::Commit{w});
}

}  // namespace tilscape
