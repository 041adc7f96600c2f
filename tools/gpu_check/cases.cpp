// Starts from the model on record and raises rates, so that within a few dozen steps every phase acts on
// many cells.
#include "tools/gpu_check/cases.hpp"

#include <algorithm>

#include "tools/bench/everything.hpp"
#include "tools/bench/recorded_model.hpp"

namespace tilscape {

namespace {

using Size = std::array<std::uint32_t, 3>;

void shorten_periods(TimeParameters& time) {
  time.base_step_min = 1;
  time.surveillance_min = 2;
  time.escape_min = 4;
  time.entry_min = 3;
  time.fields_min = 5;
  time.immune_turnover_min = 6;
  time.tumour_turnover_min = 6;
}

void raise_rates(ModelParameters& m) {
  m.tumour.division_per_day = 60;
  m.tumour.death_per_day = 5;
  m.tumour.hypoxic_death_per_day = 20;
  m.tumour.apoptotic_clearance_h = 0.5;
  m.tumour.oxygen_full_mmHg = 45;
  m.tumour.oxygen_hypoxia_mmHg = 30;
  m.tumour.oxygen_necrosis_mmHg = 20;
  m.mutation.passengers_per_daughter = 1.5;
  m.mutation.neoantigen_per_mutation = 0.2;
  m.mutation.escape_per_mutation = 0.1;
  m.mutation.driver_per_daughter = 0.05;
  m.mutation.hla_loss_per_daughter = 0.05;
  m.mutation.b2m_loss_per_daughter = 0.02;
  m.mutation.jak_loss_per_daughter = 0.02;
  m.mutation.pdl1_amplification_per_daughter = 0.02;
  m.t_cell.recognition_per_min = 2;
  m.t_cell.hits_per_h = 20;
  m.t_cell.engagement_min = 8;
  m.t_cell.refractory_min = 2;
  m.t_cell.exhaustion_per_day = 60;
  m.t_cell.death_per_day = 5;
  m.t_cell.division_interval_h = 0.1;
  m.t_cell.division_window_h = 2;
}

/// T cells carry the founders' classes and enter at every other vessel or so in each period.
void fill_blood(ModelParameters& m) {
  m.blood.cd8_cells.fill(0);
  for (const std::uint32_t c : m.antigens.founder_classes) m.blood.cd8_cells[c] = 1000;
  const LatticeParameters& l = m.lattice;
  const double side_cm = l.spacing_um * 1e-4;
  const double cm3 = 1.0 * l.size[0] * l.size[1] * l.size[2] * side_cm * side_cm * side_cm;
  const double blood_cells =
      1000.0 * static_cast<double>(std::max<std::size_t>(1, m.antigens.founder_classes.size()));
  const double vessels = std::max(1.0, 0.01 * l.size[0] * l.size[1] * l.size[2]);
  m.blood.entry_per_min_per_cm3 = 0.2 * vessels / (blood_cells * cm3);
}

/// The synthetic tumour takes up the middle, so that there is room to grow and to walk.
DigestCase lively(const std::string& name, Size size, Boundary boundary, Neighbourhood neighbourhood,
                  Placement placement, std::uint32_t steps) {
  DigestCase c{name, recorded_parameters(), steps, std::max(1u, steps / 4)};
  ModelParameters& m = c.run.model;
  m.lattice = {size, 15, boundary, neighbourhood};
  shorten_periods(m.time);
  raise_rates(m);
  const std::uint32_t thinnest =
      size[2] == 1 ? std::min(size[0], size[1]) : std::min({size[0], size[1], size[2]});
  m.initial.tumour_radius_um = 0.35 * thinnest * m.lattice.spacing_um;
  m.initial.tumour_fraction = 0.9;
  m.initial.t_cell_fraction = 0.05;
  m.initial.vessels_per_mm2 = 0.01 / (15e-3 * 15e-3);  // every hundredth column of sites
  m.tumour.placement = placement;
  fill_blood(m);
  c.run.execution.reorder_every_steps = 8;
  return c;
}

constexpr auto closed = Boundary::closed, periodic = Boundary::periodic;
constexpr auto von_neumann = Neighbourhood::von_neumann, moore = Neighbourhood::moore;

DigestCase well_mixed() {
  DigestCase c = lively("2-D, shuffled, anywhere", {80, 60, 1}, closed, moore, Placement::anywhere, 48);
  c.run.model.immune.mixing = Mixing::shuffle;
  return c;
}

DigestCase exclusive_sites() {
  DigestCase c = lively("2-D, sites and targets not shared", {97, 64, 1}, periodic, moore,
                        Placement::random_neighbour, 48);
  c.run.model.immune.shares_site = c.run.model.immune.shares_target = false;
  return c;
}

/// T cells enter at random free sites of each of two lattices.
DigestCase entry_anywhere() {
  DigestCase c = lively("3-D, 2 replicates, entry anywhere", {24, 21, 19}, periodic, moore,
                        Placement::free_neighbour, 36);
  c.run.replicates = 2;
  c.run.model.immune.shares_site = false;
  c.run.model.blood.entry_route = EntryRoute::anywhere;
  return c;
}

/// Given cells recognise the founders; a quarter of a disc is cut out.
Everything everything_in(const ModelParameters& m) {
  return everything_within({.classes = m.antigens.founder_classes,
                            .blood_walkers = 1000,
                            .given_t_cells = 1e6,
                            .surgery_um = 400});
}

/// Every kind of immune cell and every field.
DigestCase all_immune_cells() {
  DigestCase c = lively("2-D, all immune cells", {75, 66, 1}, closed, moore, Placement::free_neighbour, 48);
  ModelParameters& m = c.run.model;
  switch_on_cells(m, everything_in(m));
  quicken_cells(m);
  m.tumour.ifn_gamma_arrest = 0.8;
  return c;
}

/// Compartments, a drug of every kind of effect, diffusing from vessels, and all that is done to the lattice
/// itself.
DigestCase treatments() {
  DigestCase c =
      lively("2-D, compartments and treatments", {71, 60, 1}, closed, moore, Placement::free_neighbour, 48);
  ModelParameters& m = c.run.model;
  m.fields[antibody_field].enabled = m.fields[small_molecule_field].enabled = true;
  switch_on_treatments(m, everything_in(m));
  m.treatment.cytotoxic_kill_per_h = 1;
  return c;
}

/// All of it in one run, with vessels that come and go too.
DigestCase everything_on() {
  DigestCase c = lively("2-D, everything", {72, 61, 1}, periodic, moore, Placement::free_neighbour, 48);
  ModelParameters& m = c.run.model;
  switch_everything_on(m, everything_in(m));
  quicken_cells(m);
  quicken_vessels(m);
  return c;
}

/// Rays that meet and a core that shrinks, on two lattices of which neither may see the other.
DigestCase pushing() {
  DigestCase c = lively("3-D, 2 replicates, push", {26, 24, 21}, closed, moore, Placement::push, 36);
  c.run.replicates = 2;
  c.run.model.tumour.push_reach = 5;
  c.run.model.tumour.necrotic_core_shrinks = true;
  c.run.model.tumour.necrotic_clearance_per_day = 30;
  c.run.model.tumour.oxygen_hypoxia_mmHg = 10;  // cells inside divide too
  c.run.model.tumour.oxygen_necrosis_mmHg = 5;
  return c;
}

/// Vessels that collapse and sprout on two lattices, in and around tumours that thrive.
DigestCase vessels_that_come_and_go() {
  DigestCase c = lively("3-D, 2 replicates, vessels come and go", {30, 26, 23}, closed, moore,
                        Placement::free_neighbour, 48);
  ModelParameters& m = c.run.model;
  m.fields[vegf_field].enabled = true;
  m.fields[vegf_field].initial = 0.05;
  m.time.vessels_min = 4;
  m.vessels.collapse = m.vessels.sprouting = true;
  m.vessels.collapse_share = 0.7;
  m.vessels.collapse_per_day = 60;
  m.vessels.sprout_um_per_day = 3000;
  m.vessels.vegf_half_ng_per_ml = 0.1;
  m.vessels.spacing_um = 45;
  c.run.replicates = 2;
  return c;
}

DigestCase replicates() {
  DigestCase c = lively("2-D, 3 replicates", {50, 41, 1}, closed, von_neumann, Placement::free_neighbour, 48);
  c.run.replicates = 3;
  return c;
}

}  // namespace

std::vector<DigestCase> small_cases() {
  return {
      lively("2-D, closed, Moore", {48, 40, 1}, closed, moore, Placement::free_neighbour, 48),
      lively("2-D, periodic, von Neumann, per bond", {90, 77, 1}, periodic, von_neumann, Placement::per_bond,
             48),
      well_mixed(),
      exclusive_sites(),
      entry_anywhere(),
      replicates(),
      all_immune_cells(),
      treatments(),
      everything_on(),
      lively("2-D, periodic, Moore, push", {88, 76, 1}, periodic, moore, Placement::push, 48),
      pushing(),
      vessels_that_come_and_go(),
      lively("3-D, closed, Moore, per bond", {33, 30, 21}, closed, moore, Placement::per_bond, 36),
      lively("3-D, periodic, von Neumann", {40, 36, 17}, periodic, von_neumann, Placement::free_neighbour,
             36),
      lively("3-D, periodic, Moore, random", {31, 32, 33}, periodic, moore, Placement::random_neighbour, 36)};
}

DigestCase large_case() {
  DigestCase c =
      lively("3-D, a million cells", {128, 128, 128}, closed, moore, Placement::free_neighbour, 24);
  c.run.model.initial.tumour_radius_um = 0.5 * 128 * c.run.model.lattice.spacing_um;
  c.run.model.initial.tumour_fraction = 0.95;
  c.run.execution.reorder_every_steps = 16;
  return c;
}

}  // namespace tilscape
