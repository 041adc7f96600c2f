// Small runs in which every phase is active and rates are high, so that every kind of event happens within a
// few dozen steps. Shared by whatever compares two executions bit by bit.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "config/schema/schema.hpp"
#include "tools/bench/everything.hpp"

namespace tilscape {

struct Scenario {
  std::string name;
  RunParameters run;
  std::uint32_t steps;
};

namespace scenarios {

inline void quicken_tumour(ModelParameters& m) {
  m.tumour.division_per_day = 60;
  m.tumour.death_per_day = 3;
  m.tumour.hypoxic_death_per_day = 20;
  m.tumour.oxygen_full_mmHg = 38;  // near vessels cells divide, between them they are hypoxic
  m.tumour.oxygen_hypoxia_mmHg = 27;
  m.tumour.oxygen_necrosis_mmHg = 16;
  for (double& uptake_per_min : m.fields[oxygen_field].tissue_uptake_per_min) uptake_per_min *= 2;
  m.tumour.apoptotic_clearance_h = 0.5;
  m.tumour.necrotic_clearance_per_day = 30;
  m.escape.pdl1_induction_per_h = 5;
  m.escape.pdl1_decay_per_day = 20;
  m.escape.mhc1_rate_per_h = 2;
}

inline void quicken_mutation(ModelParameters& m) {
  m.mutation = {.passengers_per_daughter = 1.2,
                .neoantigen_per_mutation = 0.3,
                .driver_per_daughter = 0.1,
                .driver_advantage = 0.2,
                .escape_per_mutation = 0.3,
                .hla_loss_per_daughter = 0.1,
                .b2m_loss_per_daughter = 0.03,
                .jak_loss_per_daughter = 0.05,
                .pdl1_amplification_per_daughter = 0.05};
  m.antigens.founder_classes = {0, 7, 20};
}

inline void quicken_t_cells(ModelParameters& m) {
  TCellParameters& t = m.t_cell;
  t.recognition_per_min = 2;
  t.engagement_min = 12;
  t.refractory_min = 4;
  t.max_kills = 6;
  t.hits_per_h = 25;
  t.hit_memory_min = 10;
  t.pd1_induction_per_h = 4;
  t.pd1_decay_per_day = 20;
  t.exhaustion_per_day = 90;
  t.secretion_h = 0.25;
  t.death_per_day = 20;
  t.division_interval_h = 0.4;
  t.division_window_h = 1;
  m.blood.cd8_cells = {};
  m.blood.cd8_cells[0] = 4e8;
  m.blood.cd8_cells[7] = 3e8;
  m.blood.cd8_cells[33] = 1e8;
  m.blood.entry_per_min_per_cm3 = 4;
}

inline Everything everything() {
  return everything_within(
      {.classes = {7, 0, 33, 20}, .blood_walkers = 2e8, .given_t_cells = 5e8, .surgery_um = 90});
}

/// Every kind of immune cell and every field.
inline void add_immune_cells(ModelParameters& m) {
  switch_on_cells(m, everything());
  quicken_cells(m);
}

/// Vessels that collapse and sprout wherever they may, so that there are twice as many or half.
inline void remodel_vessels(ModelParameters& m) {
  switch_on_vessels(m);
  quicken_vessels(m);
}

/// Phases at different periods, so that steps differ in which of them run.
inline void quicken_clock(ModelParameters& m) {
  m.time.base_step_min = 1;
  m.time.surveillance_min = 2;
  m.time.escape_min = 6;
  m.time.tumour_turnover_min = 4;
  m.time.immune_turnover_min = 3;
  m.time.entry_min = 5;
  m.time.fields_min = 10;
  m.time.vessels_min = 7;
}

inline void quicken_treatments(ModelParameters& m) {
  m.compartments.naive_cells_per_class = 1e9;
  m.compartments.tumour_fraction = 1e-3;
  m.treatment.cytotoxic_kill_per_h = 2;
}

/// Compartments, and a treatment of every kind within a few dozen steps.
inline void treat(ModelParameters& m) {
  switch_on_treatments(m, everything());
  quicken_treatments(m);
}

/// Every mechanism in one run.
inline void switch_everything_on(ModelParameters& m) {
  tilscape::switch_everything_on(m, everything());
  quicken_cells(m);
  quicken_vessels(m);
  quicken_treatments(m);
  m.tumour.placement = Placement::push;
  m.tumour.push_reach = 6;
  m.tumour.necrotic_core_shrinks = true;
  m.mutation.driver_effect = DriverEffect::additive;
}

inline RunParameters lively(std::array<std::uint32_t, 3> size, Boundary boundary,
                            Neighbourhood neighbourhood) {
  RunParameters run = default_parameters();
  ModelParameters& m = run.model;
  m.lattice = {size, 15, boundary, neighbourhood};
  m.initial.tumour_cells = size[0] * size[1] * size[2] / 3;
  m.initial.stroma_fraction = 0.1;
  m.initial.vessels_per_mm2 = 150;
  m.initial.t_cell_fraction = 0.15;
  quicken_clock(m);
  quicken_tumour(m);
  quicken_mutation(m);
  quicken_t_cells(m);
  run.seed = 20240917;
  return run;
}

}  // namespace scenarios

/// The cases, small ones first. The last one holds more than 10,000 agents of both kinds, so that parallel
/// loops are taken throughout.
inline std::vector<Scenario> determinism_scenarios() {
  using scenarios::lively;
  constexpr auto closed = Boundary::closed, periodic = Boundary::periodic;
  constexpr auto moore = Neighbourhood::moore, von_neumann = Neighbourhood::von_neumann;
  std::vector<Scenario> list;
  const auto add = [&](const char* name, const RunParameters& run, std::uint32_t steps) -> ModelParameters& {
    list.push_back({name, run, steps});
    return list.back().run.model;
  };

  add("2-D Moore closed", lively({40, 37, 1}, closed, moore), 120);
  add("3-D von Neumann periodic", lively({17, 16, 15}, periodic, von_neumann), 60);
  add("2-D von Neumann periodic, random_neighbour", lively({31, 33, 1}, periodic, von_neumann), 80)
      .tumour.placement = Placement::random_neighbour;
  add("3-D Moore closed, per_bond, sites not shared", lively({13, 12, 9}, closed, moore), 60);
  list.back().run.model.tumour.placement = Placement::per_bond;
  list.back().run.model.immune.shares_target = false;
  list.back().run.model.tumour.ifn_gamma_arrest = 0.9;
  list.back().run.model.immune.shares_site = false;
  add("2-D Moore periodic, anywhere, no field but oxygen", lively({36, 29, 1}, periodic, moore), 80)
      .tumour.placement = Placement::anywhere;
  list.back().run.model.fields[ifn_gamma_field].enabled = false;
  list.back().run.model.fields[chemokine_field].enabled = false;
  list.back().run.model.mutation.driver_effect = DriverEffect::additive;
  list.back().run.model.t_cell.chemotaxis = 0.9;
  add("2-D von Neumann closed, shuffled", lively({35, 28, 1}, closed, von_neumann), 80).immune.mixing =
      Mixing::shuffle;
  list.back().run.model.tumour.ifn_gamma_arrest = 0.7;
  list.back().run.seed = 3;
  add("three replicates, 2-D Moore closed", lively({24, 21, 1}, closed, moore), 80);
  list.back().run.replicates = 3;
  add("three replicates, 3-D Moore periodic, entry anywhere, sites not shared, no corpses",
      lively({11, 12, 9}, periodic, moore), 60)
      .immune.shares_site = false;
  list.back().run.model.tumour.apoptotic_clearance_h = 0;
  list.back().run.model.blood.entry_route = EntryRoute::anywhere;
  list.back().run.replicates = 3;
  add("2-D Moore closed, entry anywhere", lively({30, 23, 1}, closed, moore), 60).blood.entry_route =
      EntryRoute::anywhere;
  add("2-D Moore periodic, all fields, all immune cells", lively({31, 30, 1}, periodic, moore), 80);
  scenarios::add_immune_cells(list.back().run.model);
  add("two replicates, 3-D Moore closed, all immune cells, sites not shared",
      lively({13, 11, 10}, closed, moore), 60);
  scenarios::add_immune_cells(list.back().run.model);
  list.back().run.model.immune.shares_site = false;
  list.back().run.replicates = 2;
  add("2-D Moore closed, all immune cells, shuffled", lively({27, 26, 1}, closed, moore), 60);
  scenarios::add_immune_cells(list.back().run.model);
  list.back().run.model.immune.shares_target = false;
  list.back().run.model.immune.mixing = Mixing::shuffle;
  add("two replicates, 2-D Moore closed, no fields", lively({26, 25, 1}, closed, moore), 60);
  for (FieldSpec& field : list.back().run.model.fields) field.enabled = false;
  list.back().run.model.fields[vegf_field].initial = 2;  // known to the digest all the same
  list.back().run.replicates = 2;
  add("2-D Moore closed, compartments and treatments", lively({33, 26, 1}, closed, moore), 60);
  scenarios::treat(list.back().run.model);
  add("two replicates, 3-D von Neumann closed, treatments, entry anywhere",
      lively({12, 11, 10}, closed, von_neumann), 60);
  scenarios::treat(list.back().run.model);
  list.back().run.model.compartments.unhelped_priming = 0.25;
  list.back().run.model.blood.entry_route = EntryRoute::anywhere;
  list.back().run.replicates = 2;
  add("2-D Moore closed, all immune cells, drugs diffuse", lively({32, 27, 1}, closed, moore), 60);
  scenarios::add_immune_cells(list.back().run.model);
  scenarios::treat(list.back().run.model);
  add("two replicates, 3-D Moore periodic, per_bond, small molecules diffuse",
      lively({13, 12, 9}, periodic, moore), 60)
      .fields[small_molecule_field]
      .enabled = true;
  scenarios::treat(list.back().run.model);
  list.back().run.model.tumour.placement = Placement::per_bond;
  list.back().run.replicates = 2;
  add("2-D Moore periodic, push", lively({38, 31, 1}, periodic, moore), 80).tumour.placement =
      Placement::push;
  add("3-D Moore closed, push, sites not shared, no corpses", lively({15, 14, 12}, closed, moore), 60)
      .tumour.placement = Placement::push;
  list.back().run.model.tumour.push_reach = 3;
  list.back().run.model.tumour.apoptotic_clearance_h = 0;
  list.back().run.model.immune.shares_site = false;
  list.back().run.replicates = 2;
  add("2-D Moore closed, push, cores shrink", lively({37, 33, 1}, closed, moore), 80).tumour.placement =
      Placement::push;
  list.back().run.model.tumour.necrotic_core_shrinks = true;
  list.back().run.model.tumour.push_reach = 5;
  add("two replicates, 3-D von Neumann periodic, push, cores shrink",
      lively({12, 13, 11}, periodic, von_neumann), 60)
      .tumour.placement = Placement::push;
  list.back().run.model.tumour.necrotic_core_shrinks = true;
  list.back().run.model.immune.shares_site = false;
  list.back().run.replicates = 2;
  add("2-D Moore closed, vessels come and go", lively({41, 38, 1}, closed, moore), 80);
  scenarios::remodel_vessels(list.back().run.model);
  add("two replicates, 3-D Moore periodic, vessels come and go, sites not shared",
      lively({14, 13, 12}, periodic, moore), 60)
      .immune.shares_site = false;
  scenarios::remodel_vessels(list.back().run.model);
  scenarios::treat(list.back().run.model);
  list.back().run.replicates = 2;
  add("3-D von Neumann periodic, vessels sprout round a thin lattice",
      lively({18, 16, 5}, periodic, von_neumann), 60);
  scenarios::remodel_vessels(list.back().run.model);
  list.back().run.model.vessels.collapse = false;
  list.back().run.model.vessels.spacing_um = 45;
  add("2-D Moore closed, everything", lively({39, 34, 1}, closed, moore), 80);
  scenarios::switch_everything_on(list.back().run.model);
  add("two replicates, 3-D Moore periodic, everything, sites and targets not shared",
      lively({14, 13, 11}, periodic, moore), 60)
      .immune.shares_site = false;
  scenarios::switch_everything_on(list.back().run.model);
  list.back().run.model.immune.shares_target = false;
  list.back().run.replicates = 2;
  add("large, 3-D Moore periodic", lively({44, 41, 30}, periodic, moore), 20);
  list.back().run.model.initial.t_cell_fraction = 0.25;
  return list;
}

}  // namespace tilscape
