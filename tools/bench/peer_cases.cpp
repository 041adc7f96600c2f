// Rates are chosen such that the chances per step come out exactly: rate = −ln(1 − p) / period.
#include "tools/bench/peer_cases.hpp"

#include <cmath>

#include "tools/bench/recorded_model.hpp"

namespace tilscape {

namespace {

constexpr double minutes_per_day = 1440;
constexpr double never_min = 1e5;     // a period that no bench reaches
constexpr double certain_rate = 1e6;  // per hour and more: a chance of 1 in a step of a minute

/// Of an event with this chance per step of a minute.
double rate_per_min(double chance) {
  return -std::log1p(-chance);
}

double rate_per_day(double chance) {
  return rate_per_min(chance) * minutes_per_day;
}

double sites_of(const LatticeParameters& l) {
  return 1.0 * l.size[0] * l.size[1] * l.size[2];
}

/// Every phase that has a rule here runs in each step.
void set_clock(TimeParameters& t) {
  t = {.base_step_min = 1,
       .surveillance_min = 1,
       .escape_min = never_min,
       .tumour_turnover_min = 1,
       .immune_turnover_min = 1,
       .entry_min = 1,
       .fields_min = never_min};
}

/// Death comes first: of the 99 % that survive, 0.04 / 0.99 divide.
void set_tumour(ModelParameters& m) {
  m.tumour.death_per_day = rate_per_day(0.01);
  m.tumour.division_per_day = rate_per_day(0.04 / 0.99);
  m.tumour.apoptotic_clearance_h = 0;
  m.tumour.placement = Placement::free_neighbour;
  m.mutation = {};
  m.escape.mhc1_basal = 1;
}

/// A T cell with a neighbour to kill recognises it at a rate λ, hits at once, and searches again from the
/// next step on: a kill takes 1 + 1/λ steps on average, five at λ = 0.25.
void set_t_cells(ModelParameters& m) {
  TCellParameters& t = m.t_cell;
  t.speed_um_per_min = m.lattice.spacing_um;
  t.persistence_min = 0;
  t.chemotaxis = 0;
  t.tissue_speed_factor = 1;
  t.crowding_slowdown = 0;
  t.recognition_per_min = 0.25;
  t.engagement_min = 1;
  t.refractory_min = 0;
  t.hits_per_h = certain_rate;
  t.lethal_hits = 1;
  t.pd1_complexes_per_um2 = 0;
  t.pd1_induction_per_h = 0;
  t.exhaustion_per_day = 0;
  t.secretion_h = 0;
  t.death_per_day = rate_per_day(0.02);
  t.max_divisions = 0;
  m.immune.shares_site = false;
}

/// Balances the deaths of T cells on 5 % of the sites. Entry comes before death: of n cells and e that enter,
/// 0.02 (n + e) die, which is e where e = 0.02 n / 0.98.
void set_entry(ModelParameters& m) {
  constexpr double blood_cells = 1000, per_step_and_site = 0.05 * 0.02 / 0.98;
  const double site_cm3 = std::pow(m.lattice.spacing_um * 1e-4, 3);
  m.blood.cd8_cells.fill(0);
  m.blood.cd8_cells[0] = blood_cells;
  m.blood.entry_per_min_per_cm3 = per_step_and_site / site_cm3 / blood_cells;
  m.blood.entry_route = EntryRoute::anywhere;
}

/// T cells on 5 % of all sites: a tenth of those that the tumour leaves free.
void set_start(InitialParameters& initial) {
  initial = {};
  initial.tumour_arrangement = Arrangement::scattered;
  initial.tumour_fraction = 0.5;
  initial.t_cell_fraction = 0.1;
}

}  // namespace

RunParameters peer_lattice(std::array<std::uint32_t, 3> size) {
  RunParameters run = recorded_parameters();
  ModelParameters& m = run.model;
  m.lattice.size = size;
  m.lattice.boundary = Boundary::periodic;
  m.lattice.neighbourhood = Neighbourhood::moore;
  for (FieldSpec& field : m.fields) field.enabled = false;
  set_clock(m.time);
  set_tumour(m);
  set_t_cells(m);
  set_entry(m);
  set_start(m.initial);
  return run;
}

RunParameters peer_day(std::array<std::uint32_t, 3> size) {
  constexpr double radius_um = 450, tumour_cells = 107'000, t_cells = 7'500, ball = 4.18879020478639;  // 4π/3
  RunParameters run = recorded_parameters();
  ModelParameters& m = run.model;
  run.duration_days = 1;
  m.lattice.size = size;
  m.lattice.spacing_um = radius_um / std::cbrt(tumour_cells / ball);  // 15.3 µm: one cell per site
  m.initial.tumour_cells = static_cast<std::uint32_t>(tumour_cells);
  m.initial.t_cell_fraction = t_cells / sites_of(m.lattice);
  m.fields[ifn_gamma_field].enabled = false;
  return run;
}

}  // namespace tilscape
