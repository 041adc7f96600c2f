// What T cells do, one after the other: first everybody decides, then the decisions are carried out.
#include <algorithm>
#include <set>

#include "agents/rules/immune_turnover.hpp"
#include "agents/rules/migration.hpp"
#include "agents/rules/nk.hpp"
#include "agents/rules/surveillance.hpp"
#include "core/random/permutation.hpp"
#include "tests/reference/world.hpp"

namespace tilscape::reference {

namespace {

bool is_obstacle(Tissue t) {
  return t != Tissue::none && t != Tissue::vessel;
}

std::uint32_t new_heading(const World& w, std::size_t s, const RandomWords& words) {
  const auto any = one_of(static_cast<std::uint32_t>(w.grid.directions()), words[2]);
  if (!w.rules.walk.gait[static_cast<int>(w.immune(s))].follows_gradient.happens(words[1], words[0]))
    return any;
  const std::vector<float>& chemokine = w.field[chemokine_field];
  float best = chemokine[s];
  std::uint32_t uphill = any;
  for (std::size_t d : w.directions_where(s, [](std::size_t) { return true; })) {
    const float here = chemokine[*w.grid.neighbour(s, d)];
    if (here > best) best = here, uphill = static_cast<std::uint32_t>(d);
  }
  return uphill;
}

void walk(World& w) {
  Contest contest;
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    if (!w.immune_cells[s] || is_engaged(w.immune_cells[s]->state)) continue;
    ImmuneCell& cell = *w.immune_cells[s];
    const RandomWords words = w.draw(Purpose::walk, Layer::immune, s);
    const Gait& gait = w.rules.walk.gait[static_cast<int>(cell.state)];
    if (!gait.keeps_heading.happens(words[0], words[1])) cell.heading = new_heading(w, s, words);
    const auto target = w.grid.neighbour(s, cell.heading);
    if (!target) cell.heading = static_cast<std::uint32_t>(w.grid.directions()) - 1 - cell.heading;
    if (!target || !w.immune_may_enter(*target)) continue;
    const auto crowd = w.directions_where(s, [&](std::size_t n) { return is_obstacle(w.tissue(n)); }).size();
    const float chance =
        move_chance(w.rules.walk, cell.state, w.grid.axes(cell.heading), w.tissue(*target),
                    static_cast<std::uint32_t>(crowd), static_cast<std::uint32_t>(w.grid.directions()));
    if (happens(chance, words[3], words[2])) contest.enter(w, s, cell.heading);
  }
  for (const Contest::Win& win : contest.winners(w, Purpose::walk_conflict, Layer::immune))
    std::swap(w.immune_cells[win.target], w.immune_cells[win.from]);
}

/// Everybody on an open site goes to the next open site of the permutation. Closed are sites of engaged
/// cells, and tissue where sites are not shared.
void shuffle(World& w) {
  const RandomWords k = w.draw(Purpose::shuffle_key, Layer::immune, 0);
  const Permutation next(static_cast<std::uint32_t>(w.grid.sites()), (std::uint64_t{k[0]} << 32) | k[1]);
  const auto is_open = [&](std::size_t s) {
    return !is_engaged(w.immune(s)) && (w.model.immune.shares_site || !is_obstacle(w.tissue(s)));
  };
  std::vector<std::optional<ImmuneCell>> after(w.grid.sites());
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    if (!w.immune_cells[s]) continue;
    std::size_t to = s;
    if (is_open(s)) {
      to = next(static_cast<std::uint32_t>(s));
      while (!is_open(to)) to = next(static_cast<std::uint32_t>(to));
    }
    after[to] = w.immune_cells[s];
  }
  w.immune_cells = after;
}

// --- Surveillance

enum class Deed { nothing, engage, hold, hit };

/// Target codes: 1 the own site, 2 + d the neighbour in direction d.
std::optional<std::size_t> target_site(const World& w, std::size_t s, std::uint32_t code) {
  return code == 1 ? std::optional(s) : w.grid.neighbour(s, code - 2);
}

const AttackPace& pace_of(const World& w, const ImmuneCell& cell) {
  return is_nk(cell.state) ? w.rules.nk.pace : w.rules.surveillance.pace;
}

bool sees_its_antigen(const World& w, const ImmuneCell& cell, std::size_t target) {
  return is_live_tumour(w.tissue(target)) &&
         recognises(w.rules.surveillance, static_cast<std::uint8_t>(cell.receptor),
                    w.tumour[target]->antigens, w.tumour[target]->genotype);
}

float left_by_tregs(const World& w, std::size_t s) {
  const auto beside = w.directions_where(s, [&](std::size_t n) { return w.immune(n) == Immune::treg; });
  return w.rules.treg.left[beside.size()];
}

/// Share of the hits of the cell at s that lands on its target.
float let_through(const World& w, const ImmuneCell& cell, std::size_t s, std::size_t target) {
  const float pdl1 = w.tumour[target]->pdl1;
  if (is_nk(cell.state)) return nk_brake(w.rules, w.levels_at(s), cell.pd1, pdl1);
  const auto m2 = w.directions_where(s, [&](std::size_t n) { return w.immune(n) == Immune::macrophage_m2; });
  const float pdl1_around = pdl1 + w.rules.macrophage.m2_pdl1 * static_cast<float>(m2.size());
  return brake(w.rules.surveillance, w.levels_at(s), cell.pd1, pdl1_around) * left_by_tregs(w, s) *
         hits_of(w.rules.surveillance, cell.exhaustion);
}

/// Everything in reach that lives, as target codes.
std::vector<std::uint32_t> live_in_reach(const World& w, std::size_t s) {
  std::vector<std::uint32_t> codes;
  if (is_live_tumour(w.tissue(s))) codes.push_back(1);
  for (std::size_t d : w.directions_where(s, [&](std::size_t n) { return is_live_tumour(w.tissue(n)); }))
    codes.push_back(static_cast<std::uint32_t>(2 + d));
  return codes;
}

/// What a target shows the cell of all that it can, 0–1.
float shown_to(const World& w, const ImmuneCell& cell, std::size_t target) {
  const TumourCell& prey = *w.tumour[target];
  if (is_nk(cell.state)) return missing_self(w.rules.nk, prey.mhc1, prey.genotype);
  if (!sees_its_antigen(w, cell, target)) return 0;
  return antigen_shown(w.rules.surveillance, static_cast<std::uint8_t>(cell.receptor), prey.mhc1);
}

/// @param taken  sites of tumour cells that nobody else may engage
Deed search(const World& w, ImmuneCell& cell, std::size_t s, const RandomWords& words,
            const std::set<std::size_t>& taken) {
  const std::uint32_t max_kills = w.rules.surveillance.max_kills;
  if (!is_nk(cell.state) && max_kills > 0 && cell.kills >= max_kills) return Deed::nothing;
  const AttackPace& pace = pace_of(w, cell);
  const std::uint32_t steps = steps_searched(pace, w.step, cell.until);
  const std::vector<std::uint32_t> in_reach = live_in_reach(w, s);
  if (steps == 0 || in_reach.empty()) return Deed::nothing;
  const std::uint32_t code = in_reach[one_of(static_cast<std::uint32_t>(in_reach.size()), words[2])];
  const std::size_t target = *target_site(w, s, code);
  if (taken.count(target)) return Deed::nothing;
  const float expected = expected_recognitions(pace, steps, shown_to(w, cell, target));
  if (!happens_at_rate(expected, words[0], words[1])) return Deed::nothing;
  cell.target = code;
  cell.until = end_of_engagement(pace, w.step, steps, expected, words[0], words[1]);
  cell.lands = hits_landed(pace, steps_engaged(pace, w.step, cell.until), let_through(w, cell, s, target),
                           words[3], words[1]);
  return Deed::engage;
}

Deed attack(const World& w, ImmuneCell& cell, std::size_t s, const RandomWords& words) {
  const AttackPace& pace = pace_of(w, cell);
  const std::size_t target = *target_site(w, s, cell.target);
  if (!is_live_tumour(w.tissue(target)) || (!is_nk(cell.state) && !sees_its_antigen(w, cell, target))) {
    cell.until = w.step - pace.period_steps;
    return Deed::hold;
  }
  cell.lands = hits_landed(pace, steps_engaged(pace, w.step, cell.until), let_through(w, cell, s, target),
                           words[0], words[1]);
  return cell.lands > 0 ? Deed::hit : Deed::hold;
}

/// Sites of tumour cells that somebody holds, where that keeps others from engaging them.
std::set<std::size_t> taken_targets(const World& w) {
  std::set<std::size_t> taken;
  for (std::size_t s = 0; s < w.grid.sites() && !w.model.immune.shares_target; ++s)
    if (w.immune_cells[s] && is_engaged(w.immune_cells[s]->state))
      taken.insert(*target_site(w, s, w.immune_cells[s]->target));
  return taken;
}

/// Of several that would engage one tumour cell of their own, one does.
/// @param suitors  target → its view of the cell → site of the cell
void choose_suitors(World& w, const std::map<std::size_t, std::map<std::size_t, std::size_t>>& suitors,
                    std::vector<Deed>& deeds) {
  for (const auto& [target, views] : suitors) {
    const auto n = static_cast<std::uint32_t>(views.size());
    std::uint32_t chosen =
        n == 1 ? 0 : one_of(n, w.draw(Purpose::engagement_conflict, Layer::tissue, target)[0]);
    for (const auto& [view, s] : views) {
      if (chosen-- == 0) continue;
      deeds[s] = Deed::nothing;
      w.immune_cells[s]->target = w.immune_cells[s]->lands = 0;
      w.immune_cells[s]->until = w.step;
    }
  }
}

/// Hits on one tumour cell: they add up, and words drawn there say whose counts if it dies, and when it did.
/// @param hitters  sites of T cells, its own site first, then in the order of its directions
/// @return         whether it dies
bool strike(World& w, std::size_t target, const std::vector<std::size_t>& hitters) {
  const SurveillanceRules& r = w.rules.surveillance;
  const auto n = static_cast<std::uint32_t>(hitters.size());
  TumourCell& cell = *w.tumour[target];
  std::uint32_t landed = 0;
  for (std::size_t s : hitters) landed += w.immune_cells[s]->lands;
  const std::uint32_t before = hits_left(r, cell.hits, w.step - cell.last_hit), sum = before + landed;
  cell.hits = std::min(sum, 255u);
  cell.last_hit = w.step;
  if (sum < r.lethal_hits) return false;
  const RandomWords words = w.draw(Purpose::lethal_hit, Layer::tissue, target);
  const std::uint32_t killer = n == 1 ? 0 : one_of(n, words[0]);
  cell.state = Tissue::tumour_apoptotic;
  for (std::size_t s : hitters) {
    ImmuneCell& hitter = *w.immune_cells[s];
    hitter.until =
        step_of_kill(pace_of(w, hitter), w.step, hitter.until, r.lethal_hits - before, landed, words[1]);
  }
  w.immune_cells[hitters[killer]]->kills += 1;
  w.count(Event::kill);
  if (is_nk(w.immune(hitters[killer]))) w.count(Event::nk_kill);
  w.release_antigens(target, true);
  return true;
}

/// At the end of an engagement, from which the rest counts.
bool lets_go(const World& w, ImmuneCell& cell) {
  if (w.step < cell.until) return false;
  cell.until += pace_of(w, cell).refractory_steps;
  cell.target = 0;
  return true;
}

/// Base steps of this update; what began and killed in it counts as none.
std::uint32_t engaged_for(const World& w, const ImmuneCell& cell, Deed deed, bool killed) {
  const bool counts = deed == Deed::engage ? !killed : is_engaged(cell.state);
  return counts ? steps_engaged(pace_of(w, cell), w.step, cell.until) : 0;
}

void be_engaged(World& w, ImmuneCell& cell, std::uint32_t engaged) {
  const SurveillanceRules& r = w.rules.surveillance;
  cell.recognised = w.step;
  cell.exhaustion = exhausted_by(r, cell.exhaustion, engaged);
  if (cell.exhaustion >= 1) {
    cell.target = 0;
    cell.state = Immune::cd8_exhausted;
    w.count(Event::cd8_exhaustion);
  } else {
    cell.state = lets_go(w, cell) ? after_engagement(r, cell.exhaustion) : Immune::cd8_engaged;
  }
}

void change_state(World& w, ImmuneCell& cell, Deed deed, bool killed) {
  const SurveillanceRules& r = w.rules.surveillance;
  const std::uint32_t engaged = engaged_for(w, cell, deed, killed);
  cell.pd1 = next_pd1(r, cell.pd1, 2 * engaged >= r.pace.period_steps);
  if (is_nk(cell.state)) {
    if (deed == Deed::engage || cell.state == Immune::nk_engaged)
      cell.state = lets_go(w, cell) ? Immune::nk_searching : Immune::nk_engaged;
  } else if (deed == Deed::engage || cell.state == Immune::cd8_engaged) {
    if (deed == Deed::engage && cell.recognised == 0)
      cell.divided = w.step;  // the first division waits from here
    be_engaged(w, cell, engaged);
  } else {
    cell.state = at_rest(r, cell.state, w.step, cell.recognised);
  }
}

}  // namespace

void migrate(World& w) {
  w.model.immune.mixing == Mixing::shuffle ? shuffle(w) : walk(w);
}

void surveil(World& w) {
  std::vector<Deed> deeds(w.grid.sites(), Deed::nothing);
  // Target → its view of the cell → site of the cell, of those that hit and those that want it for
  // themselves.
  std::map<std::size_t, std::map<std::size_t, std::size_t>> hits, suitors;
  const std::set<std::size_t> taken = taken_targets(w);
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    if (!w.immune_cells[s] || !(attacks(w.immune(s)) || is_engaged(w.immune(s)))) continue;
    ImmuneCell& cell = *w.immune_cells[s];
    cell.lands = 0;
    const RandomWords words = w.draw(Purpose::encounter, Layer::immune, s);
    deeds[s] = is_engaged(cell.state) ? attack(w, cell, s, words) : search(w, cell, s, words, taken);
    if (cell.target == 0 || deeds[s] == Deed::hold) continue;
    const std::size_t view = cell.target == 1 ? 0 : 1 + w.grid.opposite(cell.target - 2);
    const std::size_t target = *target_site(w, s, cell.target);
    if (deeds[s] == Deed::engage && !w.model.immune.shares_target) suitors[target][view] = s;
    if (cell.lands > 0) hits[target][view] = s;
  }
  choose_suitors(w, suitors, deeds);
  std::vector<bool> killed(w.grid.sites(), false);  // by site of the T cell
  for (const auto& [target, views] : hits) {
    std::vector<std::size_t> hitters;
    for (const auto& [view, hitter] : views)
      if (w.immune_cells[hitter]->lands > 0) hitters.push_back(hitter);
    if (hitters.empty() || !strike(w, target, hitters)) continue;
    for (std::size_t s : hitters) killed[s] = true;
  }
  for (std::size_t s = 0; s < w.grid.sites(); ++s)
    if (is_cd8(w.immune(s)) || is_nk(w.immune(s))) change_state(w, *w.immune_cells[s], deeds[s], killed[s]);
}

void turn_over_immune_cells(World& w) {
  const ImmuneTurnoverRules& r = w.rules.immune_turnover;
  std::vector<std::size_t> dead;
  Contest contest;
  for (std::size_t s = 0; s < w.grid.sites(); ++s) {
    if (!w.immune_cells[s]) continue;
    const ImmuneCell& cell = *w.immune_cells[s];
    const RandomWords words = w.draw(Purpose::immune_fate, Layer::immune, s);
    if (r.death[static_cast<int>(cell.state)].happens(words[0], words[1]) ||
        is_depleted(w.levels_at(s), cell.state, words[3], words[1])) {
      dead.push_back(s);
      continue;
    }
    if (!may_divide(r, cell.state, w.step, cell.recognised, cell.divided, cell.divisions)) continue;
    if (happens(w.levels_at(s).lymphocyte_chance, words[3], words[1])) {
      dead.push_back(s);
      continue;
    }
    const float allowed = left_by_tregs(w, s) * r.il2(w.field[il2_field][s]);
    if (!happens(allowed, words[1], words[0])) continue;
    const auto room = w.directions_where(s, [&](std::size_t n) { return w.immune_may_enter(n); });
    if (!room.empty()) contest.enter(w, s, room[one_of(static_cast<std::uint32_t>(room.size()), words[2])]);
  }
  for (const Contest::Win& win : contest.winners(w, Purpose::immune_division_conflict, Layer::immune)) {
    ImmuneCell& mother = *w.immune_cells[win.from];
    const bool renews = mother.state == Immune::cd8_progenitor_exhausted;
    if (!renews) mother.divisions += 1;
    mother.divided = w.step;
    ImmuneCell daughter = mother;
    daughter.state = renews ? Immune::cd8_progenitor_exhausted : Immune::cd8_activated;
    daughter.id = w.id_here(win.target, Birth::t_cell_division);
    daughter.heading = static_cast<std::uint32_t>(win.direction);
    daughter.target = daughter.kills = 0;
    daughter.until = w.step;
    w.immune_cells[win.target] = daughter;
    w.count(Event::cd8_birth);
  }
  for (std::size_t s : dead) {
    w.count(death_of(cell_type_of(w.immune(s))));
    w.immune_cells[s].reset();
  }
}

}  // namespace tilscape::reference
