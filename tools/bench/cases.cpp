// Each case is the model on record (recorded_model.hpp) with as little changed as its purpose needs;
// tools/bench/README.md says why each of them exists. Needs the standard library alone, so that
// tools/gpu-check can time them on a bare node.
#include "tools/bench/cases.hpp"

#include <algorithm>
#include <cmath>

#include "tools/bench/everything.hpp"
#include "tools/bench/peer_cases.hpp"
#include "tools/bench/recorded_model.hpp"

namespace tilscape {

namespace {

using Size = std::array<std::uint32_t, 3>;

constexpr double pi = 3.14159265358979;
constexpr double never_min = 100'000;  // a period that no bench reaches
constexpr double margin = 1.06;        // side of the lattice over the diameter of its tumour
constexpr std::uint64_t peer_day_cells = 107'000;

/// The part of a tumour's sites that no vessel takes, with the default density of vessels.
double tissue_share() {
  const ModelParameters m = recorded_parameters().model;
  return 1 - m.initial.vessels_per_mm2 * m.lattice.spacing_um * m.lattice.spacing_um * 1e-6;
}

/// The smallest cube of at least this many sites.
Size cube_of(std::uint64_t sites) {
  auto side = static_cast<std::uint32_t>(std::cbrt(static_cast<double>(sites)));
  while (std::uint64_t{side} * side * side < sites) ++side;
  return {side, side, side};
}

/// Radius, in sites, of a ball or a disc that holds so many cells, where vessels take up their share.
double ball_radius(double cells) {
  return std::cbrt(cells / tissue_share() * 3 / (4 * pi));
}
double disc_radius(double cells) {
  return std::sqrt(cells / tissue_share() / pi);
}

/// Sides of a lattice around it.
std::uint32_t side_around(double radius) {
  return static_cast<std::uint32_t>(std::ceil(margin * 2 * radius));
}
Size cube_around(double radius) {
  const std::uint32_t side = side_around(radius);
  return {side, side, side};
}

double sites_of(const Size& size) {
  return 1.0 * size[0] * size[1] * size[2];
}

RunParameters on(const Size& size) {
  RunParameters run = recorded_parameters();
  run.seed = 1;
  run.model.lattice.size = size;
  return run;
}

void switch_fields_off(ModelParameters& m) {
  for (FieldSpec& field : m.fields) field.enabled = false;
}

/// T cells in loose stroma, one at every tenth site; nothing happens but their walk.
RunParameters migration(std::uint64_t cells) {
  RunParameters run = on(cube_of(10 * cells));
  ModelParameters& m = run.model;
  m.initial.tumour_radius_um = 0;
  m.initial.vessels_per_mm2 = 0;
  m.initial.t_cell_fraction = 0.1;
  m.time.surveillance_min = m.time.immune_turnover_min = m.time.entry_min = never_min;
  switch_fields_off(m);
  return run;
}

/// Tumour cells at every other site of a cube, all with oxygen and room; nothing happens but their turnover.
RunParameters growth(std::uint64_t cells) {
  RunParameters run = on(cube_of(2 * cells));
  ModelParameters& m = run.model;
  m.initial.tumour_radius_um = m.lattice.spacing_um * m.lattice.size[0];  // reaches beyond the corners
  m.initial.tumour_fraction = 0.5;
  m.initial.vessels_per_mm2 = 0;
  m.initial.t_cell_fraction = 0;
  m.time.escape_min = m.time.entry_min = never_min;
  switch_fields_off(m);
  return run;
}

/// Sources and sinks as in a tumour with its stroma and vessels; nothing happens but the solver.
RunParameters fields(std::uint64_t sites) {
  RunParameters run = on(cube_of(sites));
  ModelParameters& m = run.model;
  m.initial.tumour_radius_um = 0.45 * m.lattice.spacing_um * m.lattice.size[0];
  m.initial.t_cell_fraction = 0;
  m.time.tumour_turnover_min = m.time.escape_min = m.time.entry_min = never_min;
  run.execution.reorder_every_steps = 0;
  return run;
}

/// A dense tumour with vessels in a lattice just large enough, and a T cell for every ten of its cells
/// anywhere in it. @param radius  of the tumour, in sites
RunParameters attacked(const Size& size, double radius, std::uint64_t cells) {
  RunParameters run = on(size);
  InitialParameters& initial = run.model.initial;
  initial.tumour_radius_um = radius * run.model.lattice.spacing_um;
  initial.stroma_fraction = 0.1;
  initial.t_cell_fraction = 0.1 * static_cast<double>(cells) / sites_of(size);
  return run;
}
RunParameters attack(std::uint64_t cells) {
  const double radius = ball_radius(static_cast<double>(cells));
  return attacked(cube_around(radius), radius, cells);
}

/// As many T cells as tumour cells, 32 sites per cell: planes and fields weigh more than agents.
RunParameters infiltrate(std::uint64_t cells) {
  RunParameters run = on(cube_of(32 * cells));
  InitialParameters& initial = run.model.initial;
  initial.tumour_cells = static_cast<std::uint32_t>(cells / 2);
  initial.stroma_fraction = 0;
  initial.t_cell_fraction = 0.5 / 32;
  return run;
}

/// Rates at which every kind of event happens within two hours, and goes on happening.
void quicken(ModelParameters& m) {
  m.tumour.division_per_day = 6;
  m.tumour.death_per_day = 1;
  m.tumour.oxygen_full_mmHg = 45;
  m.tumour.oxygen_hypoxia_mmHg = 20;
  m.tumour.oxygen_necrosis_mmHg = 10;
  m.mutation.passengers_per_daughter = 0.5;
  m.mutation.neoantigen_per_mutation = 0.3;
  m.mutation.escape_per_mutation = 0.1;
  for (double* chance : {&m.mutation.driver_per_daughter, &m.mutation.hla_loss_per_daughter,
                         &m.mutation.jak_loss_per_daughter, &m.mutation.pdl1_amplification_per_daughter})
    *chance = 0.02;
  m.escape.pdl1_induction_per_h = 1;
  m.t_cell.recognition_per_min = 1;
  m.t_cell.hits_per_h = 20;
  m.t_cell.exhaustion_per_day = 30;
  m.t_cell.death_per_day = 2;
  m.t_cell.division_interval_h = 1;
  m.blood.entry_per_min_per_cm3 *= 100;
  m.nk.licensed_mhc1 = 1;                  // they attack intact cells too
  m.nk.recognition_per_min = 0.02;         // and leave some
  m.mutation.b2m_loss_per_daughter = 0.2;  // of what has lost MHC-I
  m.macrophage.to_m1_per_day = m.macrophage.to_m2_per_day = 20;
}

/// What is on in `everything`: every field, those of the drugs too; every kind of immune cell, all of them at
/// home in the blood too; a treatment of each kind at the start, and one dose of radiation while the clock
/// runs.
/// @param share  of the sites that each kind but CD8 T cells has at the start
Everything all_of_it(double share) {
  ByWalker<double> everywhere, blood;
  everywhere.fill(share);
  blood.fill(1e6);
  return {.walker_fraction = everywhere,
          .blood_walkers = blood,
          .walker_death_per_day = 1,
          .adhesion = 0.5,
          .progenitor_at = 0.4,
          .memory_after_h = 0.5,
          .il2_dependence = 0.5,
          .stroma_speed_factor = 0.5,
          .ifn_gamma_arrest = 0,
          .resistance_per_daughter = 0.02,
          .unhelped_priming = 0.5,
          .therapy = {dose_of(Drug::pembrolizumab, 2, 0), dose_of(Drug::ipilimumab, 200, 0),
                      dose_of(Drug::aldesleukin, 3, 0), dose_of(Drug::nab_paclitaxel, 180, 0),
                      dose_of(Drug::targeted_inhibitor, 100, 0), dose_of(Treatment::vaccine, 1e6, 0, {0}),
                      dose_of(Treatment::adoptive_t_cells, 1e9, 0, {0}),
                      dose_of(Treatment::car_t_cells, 1e9, 0, {0}),
                      dose_of(Treatment::radiation, 0.2, 1.5 / 24)}};
}

/// The attacked tumour at the raised rates, a tenth of its sites free; three immune cells for every ten of
/// its cells.
RunParameters everything(std::uint64_t cells) {
  constexpr double tumour_fraction = 0.9;
  const double radius = ball_radius(static_cast<double>(cells) / tumour_fraction);
  RunParameters run = attacked(cube_around(radius), radius, cells);
  run.model.initial.tumour_fraction = tumour_fraction;
  quicken(run.model);
  switch_everything_on(run.model, all_of_it(0.5 * run.model.initial.t_cell_fraction));
  return run;
}

/// 2-D tumours of 10,000 cells each under attack; at least four, smaller ones where there are fewer cells.
RunParameters replicates(std::uint64_t cells) {
  const std::uint64_t each = std::min<std::uint64_t>(10'000, cells / 4);
  const double radius = disc_radius(static_cast<double>(each));
  const std::uint32_t side = side_around(radius);
  RunParameters run = attacked({side, side, 1}, radius, each);
  run.replicates = static_cast<std::uint32_t>(cells / each);
  return run;
}

RunParameters peer_lattice_cube(std::uint64_t sites) {
  return peer_lattice(cube_of(sites));
}
RunParameters peer_lattice_square(std::uint64_t sites) {
  auto side = static_cast<std::uint32_t>(std::sqrt(static_cast<double>(sites)));
  while (std::uint64_t{side} * side < sites) ++side;
  return peer_lattice({side, side, 1});
}

/// The peer's tumour; of another size at the same densities.
RunParameters peer_day_of(std::uint64_t cells) {
  constexpr double peer_side = 75;
  const double scale = static_cast<double>(cells) / peer_day_cells;
  const auto side = static_cast<std::uint32_t>(std::lround(peer_side * std::cbrt(scale)));
  RunParameters run = peer_day({side, side, side});
  InitialParameters& initial = run.model.initial;
  initial.tumour_cells = static_cast<std::uint32_t>(cells);
  initial.t_cell_fraction *= scale;
  return run;
}

BenchCase peer_lattice_case(const char* name, const char* what, std::uint64_t sites,
                            RunParameters (*parameters)(std::uint64_t)) {
  BenchCase c{name, what, "sites", sites, 50, 20, parameters};
  c.restarts_each_repeat = c.scores_live_agents = true;  // its peer is timed in steps 51 to 70
  return c;
}

BenchCase peer_day_case() {
  BenchCase c{"peer-day",
              "a day of 107,000 tumour and 7,500 T cells: PhysiCell's sample",
              "tumour cells",
              peer_day_cells,
              0,
              1440,
              peer_day_of};
  c.restarts_each_repeat = true;
  return c;
}

std::vector<BenchCase> list_cases() {
  std::vector<BenchCase> list = {
      {"migration", "T cells walking in stroma, nothing else", "T cells", 1'000'000, 60, 60, migration},
      {"growth", "tumour turnover and mutation, nothing else", "tumour cells", 1'000'000, 60, 300, growth},
      {"fields", "three fields around a tumour, nothing else", "sites", 256 * 256 * 256, 10, 10, fields},
      {"attack", "a dense spheroid under attack, a T cell per ten tumour cells", "tumour cells", 1'000'000,
       60, 60, attack},
      {"infiltrate", "few cells in a large lattice: 32 sites per cell, half of the cells T cells", "cells",
       100'000, 60, 60, infiltrate},
      {"everything", "every mechanism at raised rates: immune cells, fields, vessels, drugs, the patient",
       "tumour cells", 1'000'000, 60, 60, everything},
      {"replicates", "2-D tumours of 10,000 cells under attack, as one world and one by one", "tumour cells",
       320'000, 60, 60, replicates}};
  list.back().compares_one_by_one = true;
  list.push_back(peer_lattice_case("peer-lattice", "HAL's rules on a crowded 3-D lattice, no fields",
                                   160 * 160 * 160, peer_lattice_cube));
  list.push_back(peer_lattice_case("peer-lattice-2d", "the same in 2-D", 2048 * 2048, peer_lattice_square));
  list.push_back(peer_day_case());
  return list;
}

}  // namespace

const std::vector<BenchCase>& bench_cases() {
  static const std::vector<BenchCase> list = list_cases();
  return list;
}

}  // namespace tilscape
