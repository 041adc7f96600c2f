// Turnover of tumour cells: first every cell decides, then daughters get their sites, then everything
// happens.
#include <set>

#include "agents/rules/mutation.hpp"
#include "agents/rules/tumour_turnover.hpp"
#include "core/random/permutation.hpp"
#include "tests/reference/push.hpp"
#include "tests/reference/world.hpp"

namespace tilscape::reference {

namespace {

struct Decision {
  std::size_t site;
  Tissue next;  // none: the corpse is gone
  Death death = Death::none;
};

/// Who wants to divide: into a neighbouring site, anywhere, or by pushing.
struct Wishes {
  Contest beside;
  std::set<std::size_t> anywhere;
  Pushes pushes;
  DrawIns draw_ins;
};

void wish_per_bond(const World& w, std::size_t s, const std::vector<std::size_t>& room, float expected,
                   Wishes& wishes) {
  for (std::size_t d : room) {
    const RandomWords words =
        w.draw(Purpose::bond_division, Layer::tissue, s, static_cast<std::uint32_t>(d / 4));
    if (happens_at_rate(expected, words[static_cast<int>(d % 4)], words[static_cast<int>((d + 1) % 4)]))
      wishes.beside.enter(w, s, d);
  }
}

void wish(const World& w, std::size_t s, const std::vector<std::size_t>& room, const RandomWords& words,
          Wishes& wishes) {
  const float expected = expected_divisions(w.rules.turnover, w.levels_at(s), w.tumour[s]->genotype,
                                            w.field[oxygen_field][s], w.field[ifn_gamma_field][s]);
  const Placement placement = w.model.tumour.placement;
  if (placement == Placement::per_bond) return wish_per_bond(w, s, room, expected, wishes);
  if (!happens_at_rate(expected, words[2], words[3])) return;
  if (placement == Placement::anywhere) {
    wishes.anywhere.insert(s);
  } else if (placement == Placement::push) {
    wishes.pushes.enter(w, s, words[3]);
  } else if (placement == Placement::free_neighbour) {
    if (!room.empty())
      wishes.beside.enter(w, s, room[one_of(static_cast<std::uint32_t>(room.size()), words[3])]);
  } else {
    const std::size_t d = one_of(static_cast<std::uint32_t>(w.grid.directions()), words[3]);
    const auto target = w.grid.neighbour(s, d);
    if (target && w.tumour_may_enter(*target)) wishes.beside.enter(w, s, d);
  }
}

Decision decide(const World& w, std::size_t s, Wishes& wishes) {
  const RandomWords words = w.draw(Purpose::tumour_fate, Layer::tissue, s);
  const TurnoverRules& r = w.rules.turnover;
  const Tissue now = w.tumour[s]->state;
  if (is_corpse(now)) return {s, cleared(r, now, words) ? Tissue::none : now};
  const float oxygen = w.field[oxygen_field][s];
  if (const Death death = death_of(r, w.levels_at(s), now, oxygen, words); death != Death::none)
    return {s, corpse_of(death), death};
  const auto room = w.directions_where(s, [&](std::size_t n) { return w.tumour_may_enter(n); });
  wish(w, s, room, words, wishes);
  const Placement placement = w.model.tumour.placement;
  const bool has_room = placement == Placement::push ? !shortest_rays(w, s).empty() : !room.empty();
  return {s, cycle_state(r, oxygen, has_room || placement == Placement::anywhere)};
}

/// Daughters that go anywhere: a permutation strings all sites on cycles, and a free site goes to the nearest
/// mother before it, if that is at most 64 sites.
void find_far_sites(const World& w, const std::set<std::size_t>& mothers,
                    std::map<std::size_t, std::vector<std::size_t>>& daughters) {
  const RandomWords k = w.draw(Purpose::anywhere_key, Layer::tissue, 0);
  const Permutation next(static_cast<std::uint32_t>(w.grid.sites()), (std::uint64_t{k[0]} << 32) | k[1]);
  for (std::size_t mother : mothers) {
    std::size_t s = mother;
    for (int tries = 0; tries < 64; ++tries) {
      s = next(static_cast<std::uint32_t>(s));
      if (mothers.count(s)) break;
      if (!w.tumour_may_enter(s)) continue;
      daughters[mother].push_back(s);
      break;
    }
  }
}

/// Draws the mutations of one cell after so many divisions at once; a new clone begins if there were any.
void mutate_cell(World& w, TumourCell& cell, std::size_t site, std::size_t divisions, Purpose purpose,
                 Birth kind) {
  Genome genome{cell.antigens, cell.genotype};
  Mutations m;
  for (std::uint32_t division = 0; division < divisions; ++division) {
    const Mutations one = mutate(w.rules.mutation, genome, w.draws(purpose, Layer::tissue),
                                 LocalSite{static_cast<std::uint32_t>(site)}, 0, division);
    m.kinds |= one.kinds;
    m.passengers += one.passengers;
  }
  cell.antigens = genome.antigens;
  cell.genotype = genome.genotype;
  if (cell.genotype & genotype::b2m_lost) cell.mhc1 = 0;
  if (m.kinds == 0) return;
  const std::uint64_t parent = cell.clone;
  cell.clone = w.id_here(site, kind);
  w.clones.push_back({cell.clone, parent, cell.antigens, 0, cell.genotype, m.kinds, m.passengers});
}

void divide(World& w, std::size_t site, const std::vector<std::size_t>& targets) {
  TumourCell& mother = *w.tumour[site];
  for (std::size_t target : targets) {
    TumourCell daughter{Tissue::tumour_cycling};
    daughter.id = w.id_here(target, Birth::tumour_division);
    daughter.clone = mother.clone;
    daughter.antigens = mother.antigens;
    daughter.genotype = mother.genotype;
    daughter.pdl1 = mother.pdl1;
    daughter.mhc1 = mother.mhc1;
    mutate_cell(w, daughter, target, 1, Purpose::mutation_daughter, Birth::tumour_division);
    w.tumour[target] = daughter;
    w.count(Event::tumour_birth);
  }
  mutate_cell(w, mother, site, targets.size(), Purpose::mutation_mother, Birth::tumour_division_mother);
}

/// Is the site free after this update?
bool leaves(const World& w, const Decision& decision) {
  return decision.next == Tissue::none ||
         (decision.death != Death::none && vanishes(w.rules.turnover, decision.next));
}

void become(World& w, const Decision& decision) {
  if (decision.death == Death::apoptosis) w.count(Event::apoptosis);
  if (decision.death == Death::treatment) w.count(Event::treatment_death);
  if (decision.death == Death::necrosis) w.count(Event::necrosis);
  if (decision.death != Death::none) w.release_antigens(decision.site, decision.death != Death::apoptosis);
  if (leaves(w, decision)) {
    w.tumour[decision.site].reset();
    w.count(Event::corpse_cleared);
  } else {
    w.tumour[decision.site]->state = decision.next;
  }
}

}  // namespace

void turn_over_tumour(World& w) {
  std::vector<Decision> decisions;
  Wishes wishes;
  for (std::size_t s = 0; s < w.grid.sites(); ++s)
    if (w.tumour[s]) decisions.push_back(decide(w, s, wishes));
  std::map<std::size_t, std::vector<std::size_t>> daughters;  // mother → sites she won
  for (const auto& win : wishes.beside.winners(w, Purpose::tumour_division_conflict, Layer::tissue))
    daughters[win.from].push_back(win.target);
  find_far_sites(w, wishes.anywhere, daughters);
  for (const Decision& decision : decisions)
    if (leaves(w, decision)) {
      const bool is_necrotic = w.tumour[decision.site]->state == Tissue::tumour_necrotic;
      if (is_necrotic && w.model.tumour.necrotic_core_shrinks)
        wishes.draw_ins.enter(decision.site);
      else
        wishes.pushes.keep(decision.site);
    }
  const auto drawn_in = wishes.draw_ins.settle(w, wishes.pushes);
  const auto pushed = wishes.pushes.winners(w);
  for (const Decision& decision : decisions)
    if (!wishes.draw_ins.waits(decision.site)) become(w, decision);
  for (const auto& [corpse, ray] : drawn_in) draw_in(w, corpse, ray);
  for (const auto& [mother, ray] : pushed) {
    push_outward(w, ray);
    daughters[mother] = {ray.front()};
  }
  for (const auto& [mother, targets] : daughters) divide(w, mother, targets);
}

}  // namespace tilscape::reference
