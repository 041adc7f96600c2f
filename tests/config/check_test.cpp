// The rules between parameters hold exactly up to their limits.
#include "config/schema/check.hpp"

#include <cmath>

#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// Leading keys of the conflicts.
std::vector<std::string> leads(const RunParameters& run) {
  std::vector<std::string> keys;
  for (const Conflict& conflict : find_conflicts(run)) keys.push_back(conflict.keys.front());
  return keys;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_CASE("decimal steps divide decimal periods in spite of rounding") {
  RunParameters run = default_parameters();
  run.model.time.base_step_min = 0.1;  // 5 / 0.1 and 60 / 0.1 are whole, though 0.1 is not exact
  CHECK(leads(run).empty());
  run.model.time.base_step_min = 0.3;  // 5 / 0.3 is not
  CHECK_FALSE(leads(run).empty());
}

TEST_CASE("a T cell may cross exactly one site per step") {
  RunParameters run = default_parameters();
  run.model.t_cell.speed_um_per_min = 15;
  CHECK(leads(run).empty());
  run.model.t_cell.speed_um_per_min = 15.001;
  CHECK(leads(run) == Keys{"t_cell.speed_um_per_min"});
}

TEST_CASE("a run may have 2^27 - 1 steps") {
  RunParameters run = default_parameters();
  run.duration_days = 134217727.0 / 1440;
  CHECK(leads(run).empty());
  run.duration_days = 134217728.0 / 1440;
  CHECK(leads(run) == Keys{"duration_days"});
}

TEST_CASE("a quasi-steady field needs one loss, and any one will do") {
  RunParameters lossless = default_parameters();
  FieldSpec& oxygen = lossless.model.fields[oxygen_field];
  oxygen.decay_per_min = 0;
  oxygen.tissue_uptake_per_min.fill(0);
  oxygen.tissue_exchange_per_min.fill(0);
  CHECK(leads(lossless) == Keys{"fields.oxygen.quasi_steady"});
  const auto mended = [&](auto change) {
    RunParameters run = lossless;
    change(run.model.fields[oxygen_field]);
    return leads(run).empty();
  };
  CHECK(mended([](FieldSpec& f) { f.decay_per_min = 1e-9; }));
  CHECK(mended([](FieldSpec& f) { f.immune_uptake_per_min[1] = 1; }));
  CHECK(mended([](FieldSpec& f) { f.tissue_exchange_per_min[7] = 1; }));
  CHECK(mended([](FieldSpec& f) { f.border = FieldBorder::fixed_value; }));
  CHECK(mended([](FieldSpec& f) { f.quasi_steady = false; }));
  CHECK(mended([](FieldSpec& f) { f.enabled = false; }));
}

TEST_CASE("a drug that diffuses comes from vessels or from the border, and has a steady profile") {
  RunParameters run = default_parameters();
  FieldSpec& field = run.model.fields[small_molecule_field];
  run.model.initial.vessels_per_mm2 = 0;
  CHECK(leads(run).empty());
  field.enabled = true;
  const Keys enabled{"fields.small_molecule_penetration.enabled"};
  CHECK(leads(run) == enabled);
  field.border = FieldBorder::fixed_value;
  CHECK(leads(run).empty());
  field.border_value = 0;
  CHECK(leads(run) == enabled);
  run.model.initial.tissue = "cells.csv";  // which may hold vessels
  CHECK(leads(run).empty());
  field.exchange_value = 0;
  CHECK(leads(run) == enabled);
  field.exchange_value = 1;
  field.quasi_steady = false;
  CHECK(leads(run) == Keys{"fields.small_molecule_penetration.quasi_steady"});
}

TEST_CASE("a periodic lattice may be one layer thick, not two") {
  RunParameters run = default_parameters();
  run.model.lattice.boundary = Boundary::periodic;
  run.model.lattice.size = {3, 3, 1};
  CHECK(leads(run).empty());
  run.model.lattice.size = {3, 3, 2};
  CHECK(leads(run) == Keys{"lattice.size"});
}

TEST_CASE("no more T cells may enter anywhere in an update than there are sites") {
  RunParameters run = default_parameters();
  run.model.blood.entry_route = EntryRoute::anywhere;
  run.model.blood.cd8_cells.fill(0);
  run.model.blood.cd8_cells[0] = 1;
  run.model.time.entry_min = 10;
  run.model.blood.entry_per_min_per_cm3 = 0.0999 / std::pow(15e-4, 3);  // per min and site of 15 um
  CHECK(leads(run).empty());
  run.model.blood.cd8_cells[0] = 1.01;
  CHECK(leads(run) == Keys{"blood.entry_per_min_per_cm3"});
  run.model.blood.entry_route = EntryRoute::vessels;
  CHECK(leads(run).empty());
}

TEST_CASE("the largest world has 2^32 - 2 sites") {
  RunParameters run = default_parameters();
  run.model.lattice.size = {2147483647, 2, 1};
  CHECK_FALSE(world_too_large(run));
  run.model.lattice.size = {4294967295u, 1, 1};
  CHECK(world_too_large(run));
}

TEST_CASE("vessels have a clock, a reach and VEGF only where they come and go") {
  RunParameters run = default_parameters();
  run.model.time.vessels_min = 60.5;
  run.model.vessels.spacing_um = 20.4 * 15;
  run.model.vessels.sprout_um_per_day = 10;
  CHECK(leads(run).empty());
  run.model.vessels.collapse = true;
  CHECK(leads(run) == Keys{"time.vessels_min"});
  run.model.time.vessels_min = 60;
  run.model.vessels.sprouting = true;
  CHECK(leads(run) == Keys{"vessels.sprouting"});
  run.model.fields[vegf_field].enabled = true;
  CHECK(leads(run).empty());
  run.model.fields[vegf_field].enabled = false;
  run.model.fields[vegf_field].initial = 0.1;
  CHECK(leads(run).empty());
  run.model.vessels.spacing_um = 20.6 * 15;
  CHECK(leads(run) == Keys{"vessels.spacing_um"});
  run.model.vessels.spacing_um = 80;
  run.model.vessels.sprout_um_per_day = 24 * 15;  // a site per update
  CHECK(leads(run).empty());
  run.model.vessels.sprout_um_per_day = 24 * 15.01;
  CHECK(leads(run) == Keys{"vessels.sprout_um_per_day"});
}

TEST_CASE("a coarse step is refused for cells that are there, or may come, alone") {
  RunParameters run = default_parameters();
  for (double* period : {&run.model.time.base_step_min, &run.model.time.surveillance_min,
                         &run.model.time.entry_min, &run.model.time.fields_min})
    *period = 12;
  run.model.time.escape_min = run.model.time.tumour_turnover_min = run.model.time.immune_turnover_min = 60;
  CHECK(leads(run).front() == "t_cell.refractory_min");  // 35 min of CD8 T cells, which would also walk 48 um
  CHECK(leads(run).back() != "nk.speed_um_per_min");
  run.model.initial.t_cell_fraction = 0;
  CHECK_FALSE(leads(run).empty());  // those of the blood
  run.model.blood.entry_per_min_per_cm3 = 0;
  CHECK(leads(run) == Keys{});
  run.model.initial.walker_fraction[CellType::nk] = 0.1;
  CHECK_FALSE(leads(run).empty());
  run.model.initial.tissue = "t.csv";  // nobody knows yet
  CHECK(leads(run) == Keys{});
  const InitialTissue tissue{{LocalSite{0}, CellType::cd8_t_cell}};
  CHECK_FALSE(cell_conflicts(run, presence_of(run.model, &tissue)).empty());
}

TEST_CASE("a level that could leave what is counted with is refused") {
  const auto changed = [](auto change) {
    RunParameters run = default_parameters();
    change(run, run.model.fields[chemokine_field]);
    return leads(run);
  };
  const auto hypoxic = static_cast<std::size_t>(Tissue::tumour_hypoxic);
  const Keys secretion{"fields.chemokine.secretion_relative_per_min"};
  CHECK(changed([&](RunParameters&, FieldSpec& f) {
          f.tissue_source_per_min[hypoxic] = 1e7;
        }).empty());  // / 0.0102
  CHECK(changed([&](RunParameters&, FieldSpec& f) { f.tissue_source_per_min[hypoxic] = 2e7; }) == secretion);
  CHECK(changed([&](RunParameters& run, FieldSpec& f) {
          f.tissue_source_per_min[hypoxic] = 5e8, run.duration_days = 1.0 / 1440;
        }).empty());
  CHECK(changed([&](RunParameters&, FieldSpec& f) {
          f.quasi_steady = true, f.decay_per_min = 0, f.tissue_uptake_per_min[1] = 1;
        }) == secretion);
  CHECK(changed([](RunParameters&, FieldSpec& f) { f.reference = 1e-9, f.initial = 1; }).empty());
  CHECK(changed([](RunParameters&, FieldSpec& f) { f.reference = 1e-9, f.initial = 1e4; }) ==
        Keys{"fields.chemokine.reference_relative"});
  const Keys diffusivity{"fields.chemokine.diffusivity_um2_per_min"};
  CHECK(changed([](RunParameters&, FieldSpec& f) { f.diffusivity_um2_per_min = 0; }).empty());
  CHECK(changed([](RunParameters&, FieldSpec& f) { f.diffusivity_um2_per_min = 1e-300; }).empty());
  CHECK(changed([](RunParameters&, FieldSpec& f) {
          f.diffusivity_um2_per_min = 1e-25, f.decay_per_min = 0, f.quasi_steady = true;
          f.tissue_source_per_min.fill(0), f.immune_source_per_min.fill(0), f.tissue_uptake_per_min[1] = 1e5;
        }) == diffusivity);
  CHECK(changed([](RunParameters&, FieldSpec& f) {
          f.diffusivity_um2_per_min = 0, f.decay_per_min = 0, f.quasi_steady = true;
          f.tissue_source_per_min.fill(0), f.immune_source_per_min.fill(0), f.tissue_uptake_per_min[1] = 1;
        }) == diffusivity);
}

TEST_CASE("naive cells whose births in the nodes are all that die have a balance, and no more than that") {
  RunParameters run = default_parameters();
  CompartmentParameters& c = run.model.compartments;
  c.enabled = true;
  CHECK(leads(run).empty());
  // Of a cell in the blood node = i / (o + d - g) are in the nodes; they and g meet at g node = d (all of
  // them).
  c.naive_node_division_per_day = 1.65;
  CHECK(leads(run) == Keys{"compartments.naive_node_division_per_day"});
  c.naive_turnover_per_day = 0.02;  // as many as that die
  CHECK(leads(run).empty());
  c.enabled = false, c.naive_turnover_per_day = 0.002;  // and where there are none, none of it matters
  CHECK(leads(run).empty());
}
