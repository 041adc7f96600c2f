// Turnover and mutation of tumour cells: death, clearance of corpses, division, and what the daughters
// mutate.
#pragma once

#include "agents/phases/draw_in.hpp"
#include "agents/phases/push.hpp"
#include "agents/rules/mutation.hpp"
#include "agents/sites/antigen_release.hpp"
#include "agents/sites/corpses.hpp"
#include "agents/sites/placement.hpp"
#include "agents/sites/survey.hpp"
#include "core/execution/draw_block.hpp"

namespace tilscape {

namespace turnover {

/// Death, clearance and the state of each cell; a lane is a site. A cell writes the code of its own site,
/// which no other cell reads in this pass: whether there is room around it was surveyed before.
struct Decide {
  WorldView w;
  TILSCAPE_HD bool none_in(std::uint32_t first, std::uint32_t last) const {
    std::uint8_t any = 0;  // a loop over bools stays scalar
    for (std::uint32_t s = first; s < last; ++s) any |= is_tumour(w.tissue.data[s]) ? 1 : 0;
    return any == 0;
  }
  TILSCAPE_HD SiteIndex draw_site(std::uint32_t s) const {
    return is_tumour(w.tissue.data[s]) ? SiteIndex{s} : no_site;
  }

  TILSCAPE_HD void operator()(std::uint32_t lane, const RandomWords& words) const {
    const SiteIndex s{lane};
    const std::uint32_t replicate = w.lattice.replicate_of(s);
    const TurnoverRules& r = w.rules[replicate].turnover;
    const Tissue now = w.tissue[s];
    if (is_corpse(now)) {
      if (cleared(r, now, words)) w.intent[s] = Intent::to_vanish();
      return;
    }
    const float oxygen = w.level(oxygen_field, s, replicate);
    const BodyLevels body = w.body_at(s, replicate);
    if (const Death death = death_of(r, body, now, oxygen, words); death != Death::none)
      return die(r, s, replicate, death);
    const bool has_room = (w.surroundings[s] & surroundings::room) != 0 || r.placement == Placement::anywhere;
    w.tissue[s] = cycle_state(r, oxygen, has_room);
    if (wants_division(r, body, s, oxygen, words) && has_room) w.intent[s] = Intent::to_divide();
  }

  /// The host's way through the cells that live on and do not divide, nearly all: their words rule out
  /// whatever could happen to them, where drugs diffuse beside the blood. A loop without a branch.
  void pass_over(std::uint32_t first, std::uint32_t last, const DrawBlock& draws, std::uint8_t* busy) const {
    const float* const plane = w.field[oxygen_field].data;
    const float level = w.rules[w.lattice.replicate_of(SiteIndex{first})].field_level[oxygen_field];
    if (plane)
      pass_over(first, last, draws, busy, [oxygen = plane + first](std::uint32_t k) { return oxygen[k]; });
    else
      pass_over(first, last, draws, busy, [level](std::uint32_t) { return level; });
  }

 private:
  /// @param oxygen_of  pressure in mmHg at the k-th site
  template <class Oxygen>
  void pass_over(std::uint32_t first, std::uint32_t last, const DrawBlock& draws, std::uint8_t* busy,
                 const Oxygen& oxygen_of) const {
    const TurnoverRules& r = w.rules[w.lattice.replicate_of(SiteIndex{first})].turnover;
    const BodyLevels& body = w.levels[w.lattice.replicate_of(SiteIndex{first})];
    const std::uint32_t dies = std::max(r.apoptosis.last_word(), last_word_of(apoptosis_or_drug(r, body))),
                        starves = last_word_of(r.necroses);
    const std::uint32_t divides =
        r.placement == Placement::per_bond ? 0xffffffffu : last_word_of(r.most_divisions);
    const bool anywhere = r.placement == Placement::anywhere;
    const float hypoxia = r.oxygen_hypoxia;
    Tissue* const tissue = w.tissue.data + first;
    const std::uint8_t* const around = w.surroundings.data + first;
#pragma omp simd
    for (std::uint32_t k = 0; k < last - first; ++k) {
      const bool live = is_live_tumour(tissue[k]), hypoxic = oxygen_of(k) <= hypoxia;
      const bool room = ((around[k] & surroundings::room) != 0) | anywhere;
      const bool calm = (draws.word[0][k] > dies) & (!hypoxic | (draws.word[1][k] > starves)) &
                        (!room | (draws.word[2][k] > divides));
      busy[k] = is_corpse(tissue[k]) | (live & !calm);
      tissue[k] = (live & calm) ? cycle_state(r, oxygen_of(k), room) : tissue[k];
    }
  }

  TILSCAPE_HD void die(const TurnoverRules& r, SiteIndex s, std::uint32_t replicate, Death death) const {
    const Tissue corpse = corpse_of(death);
    w.tissue[s] = corpse;
    w.count(death == Death::apoptosis   ? Event::apoptosis
            : death == Death::treatment ? Event::treatment_death
                                        : Event::necrosis,
            replicate);
    release_antigens(w, w.tumour_at[s], replicate, death != Death::apoptosis);
    if (vanishes(r, corpse)) w.intent[s] = Intent::to_vanish();
  }

  /// Nearly all cells are done with the first test, which needs nothing of the cell itself. Per bond the
  /// chance is each neighbour's: Choose draws.
  TILSCAPE_HD bool wants_division(const TurnoverRules& r, const BodyLevels& body, SiteIndex s, float oxygen,
                                  const RandomWords& words) const {
    if (r.placement == Placement::per_bond) return true;
    if (!happens_at_rate(most_divisions(r, oxygen), words[2], words[3])) return false;
    const float ifn_gamma = w.level(ifn_gamma_field, s, w.lattice.replicate_of(s));
    if (happens_at_rate(least_divisions(r, body, oxygen, ifn_gamma), words[2], words[3])) return true;
    const std::uint16_t genome = w.tumour.genotype[w.tumour_at[s]];
    return happens_at_rate(expected_divisions(r, body, genome, oxygen, ifn_gamma), words[2], words[3]);
  }
};

/// Where each dividing cell wants its daughter: its intent, seen by those that want the same site. A lane is
/// a site in this pass and the next two.
struct Choose {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t s) const {
    prefetch_around(w.lattice, s, w.tissue.data);
    prefetch_around(w.lattice, s, w.immune.data);
  }
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    if (w.intent[s] != Intent::to_divide()) return;
    const Position p = w.lattice.locate(s);
    const RuleParameters& rules = w.rules_at(p);
    const TurnoverRules& r = rules.turnover;
    if (r.placement == Placement::anywhere) {
      w.intent[s] = Intent::far();
      return;
    }
    const std::uint32_t free = room_for_tumour(w, rules, p);
    if (r.placement == Placement::per_bond) {
      const float expected =
          expected_divisions(r, w.body_at(s, p.replicate), w.tumour.genotype[w.tumour_at[s]],
                             w.level(oxygen_field, s, p.replicate), w.level(ifn_gamma_field, s, p.replicate));
      w.bond_intent[s] = placement::fired_bonds(w, p, free, expected);
      w.intent[s] = w.bond_intent[s] ? Intent::bonds() : Intent::none();
      return;
    }
    const RandomWords words = w.draws(Purpose::tumour_fate, Layer::tissue).at(p.local, p.replicate);
    w.intent[s] = placement::wanted_direction(w, r, free, words[3]);
  }
};

struct Resolve {
  WorldView w;
  TILSCAPE_HD void prefetch(std::uint32_t s) const { prefetch_around(w.lattice, s, w.intent.data); }
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    if (w.intent[s] == Intent::to_vanish()) return;
    const Position p = w.lattice.locate(s);
    const RuleParameters& rules = w.rules_at(p);
    const placement::Won won = placement::outcome(w, rules, p);
    w.surroundings[s] = won.births() ? surroundings::won_site : 0;
    if (!won.births()) return;
    w.tumour_births.expect(lane, won.births());
    if (!placement::wants_one_neighbour(rules.turnover))
      w.tumour_scratch.spare[w.tumour_at[s]] = won.packed();
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
  TILSCAPE_HD void prefetch(std::uint32_t s) const {
    tilscape::prefetch(w.tumour_at.data + s);
    tilscape::prefetch(w.surroundings.data + s);
  }
  TILSCAPE_HD void approach(std::uint32_t s) const {
    const bool gone = w.intent.data[s] == Intent::to_vanish();
    if (!gone && !won_a_site(SiteIndex{s})) return;
    const std::uint32_t a = w.tumour_at.data[s].value;
    if (gone) return tilscape::prefetch(w.tumour.site.data + a);
    tilscape::prefetch(w.tumour.antigens.data + a);
    tilscape::prefetch(w.tumour.genotype.data + a);
    tilscape::prefetch(w.tumour.clone.data + a);
    tilscape::prefetch(w.tumour.pdl1.data + a);
    tilscape::prefetch(w.tumour.mhc1.data + a);
  }
  TILSCAPE_HD void operator()(std::uint32_t lane) const {
    const SiteIndex s{lane};
    const Intent intent = w.intent[s];
    w.intent[s] = Intent::none();
    if (w.bond_intent.data) w.bond_intent[s] = 0;
    if (intent == Intent::to_vanish()) return clear_corpse(w, s);
    if (won_a_site(s)) divide(lane, intent, w.lattice.locate(s));
  }

 private:
  TILSCAPE_HD bool won_a_site(SiteIndex s) const { return w.surroundings[s] & surroundings::won_site; }

  TILSCAPE_HD placement::Won won_by(const TurnoverRules& r, AgentIndex a, Intent intent) const {
    if (placement::wants_one_neighbour(r)) return {1u << intent.direction(), no_site};
    return placement::Won::unpacked(w.tumour_scratch.spare[a]);
  }

  TILSCAPE_HD void divide(std::uint32_t lane, Intent intent, const Position& p) const {
    const RuleParameters& rules = w.rules_at(p);
    const MutationRules& r = rules.mutation;
    const AgentIndex a = w.tumour_at[p.site];
    const placement::Won won = won_by(rules.turnover, a, intent);
    const Genome before{w.tumour.antigens[a], w.tumour.genotype[a]};
    const std::uint64_t clone = w.tumour.clone[a];
    w.count(Event::tumour_birth, p.replicate, static_cast<std::uint64_t>(won.births()));
    const auto bear = [&](SiteIndex at) {
      place_daughter(r, a, w.tumour_births.take_slot(lane), w.lattice.locate(at), before, clone);
    };
    if (won.far != no_site) bear(won.far);
    for (std::uint32_t left = won.directions; left; left &= left - 1)
      bear(w.lattice.neighbour(p, static_cast<std::uint32_t>(nth_set_bit(left, 0))));
    Genome genome = before;
    const Mutations m = mutate_mother(r, genome, w.draws(Purpose::mutation_mother, Layer::tissue), p.local,
                                      p.replicate, static_cast<std::uint32_t>(won.births()));
    if (!m.kinds) return;
    w.tumour.clone[a] = found_clone(w, m, genome, clone, p, Birth::tumour_division_mother);
    inherit(a, genome, w.tumour.mhc1[a]);
  }

  TILSCAPE_HD void inherit(AgentIndex a, const Genome& genome, float mhc1) const {
    w.tumour.antigens[a] = genome.antigens;
    w.tumour.genotype[a] = genome.genotype;
    w.tumour.mhc1[a] = genome.genotype & genotype::b2m_lost ? 0.0f : mhc1;
  }

  /// The daughter in the new site starts undamaged, with her mother's PD-L1 and MHC-I.
  TILSCAPE_HD void place_daughter(const MutationRules& r, AgentIndex mother, AgentIndex a, const Position& p,
                                  Genome genome, std::uint64_t clone) const {
    const Mutations m =
        mutate(r, genome, w.draws(Purpose::mutation_daughter, Layer::tissue), p.local, p.replicate);
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
/// w.tumour_births says how many slots the second half needs.
template <class Executor>
void turn_over_tumour_decide(Executor& executor, const WorldView& w) {
  const std::uint32_t sites = w.lattice.world_sites();
  const Draws draws = w.draws(Purpose::tumour_fate, Layer::tissue);
  const bool pushes = w.claim.data != nullptr;
  if (pushes) executor.for_each(sites, push::Survey{w});
  executor.for_each_drawn(sites, w.lattice, draws, turnover::Decide{w});
  const auto settle = [&](const auto& choose, const auto& resolve) {
    executor.for_each_marked(sites, w.wanting(), choose);
    executor.for_each_marked(sites, w.wanting(), resolve);
  };
  if (w.cores_shrink) push::contend_inward(executor, w);
  if (pushes)
    settle(push::Claim{w}, push::Resolve{w});
  else
    settle(turnover::Choose{w}, turnover::Resolve{w});
}

/// Second half, with room for every birth.
template <class Executor>
void turn_over_tumour_commit(Executor& executor, const WorldView& w) {
  const std::uint32_t sites = w.lattice.world_sites();
  if (w.cores_shrink) executor.for_each_marked(sites, w.wanting(), push::DrawIn{w});
  if (w.claim.data) executor.for_each_marked(sites, w.wanting(), push::Shift{w});
  executor.for_each_marked(sites, w.wanting(), turnover::Commit{w});
}

}  // namespace tilscape
