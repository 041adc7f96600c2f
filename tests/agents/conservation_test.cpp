// Cells neither appear nor vanish unseen: over runs with every process active, the events of the census
// account for each change of its counts. And where cells may be: T cells enter at vessels only, engaged ones
// stay, and sites are shared only where the model allows it.
#include "agents/start/synthetic_tissue.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 60;

/// Everything at once, fast: growth, hypoxia, killing, exhaustion, division, entry, every mutation.
ModelParameters busy_model() {
  ModelParameters m = default_parameters().model;
  m.lattice.size = {side, side, 1};
  m.initial = {};
  m.initial.tumour_radius_um = 300;
  m.initial.tumour_fraction = 0.7;
  m.initial.stroma_fraction = 0.2;
  m.initial.vessels_per_mm2 = 60;
  m.initial.t_cell_fraction = 0.05;
  m.tumour.division_per_day = 6;
  m.tumour.death_per_day = 1;
  m.tumour.oxygen_necrosis_mmHg = 25, m.tumour.oxygen_hypoxia_mmHg = 35, m.tumour.oxygen_full_mmHg = 45;
  m.tumour.apoptotic_clearance_h = 2;
  m.tumour.necrotic_clearance_per_day = 5;
  m.t_cell.death_per_day = 1;
  m.t_cell.division_interval_h = 3;
  m.t_cell.exhaustion_per_day = 20;
  m.t_cell.hits_per_h = 5;
  m.blood.entry_per_min_per_cm3 = 1;
  m.blood.walkers = {
      {CellType::cd4_helper, 3e6}, {CellType::treg, 2e6}, {CellType::nk, 1e6}, {CellType::macrophage, 4e6}};
  m.initial.walker_fraction = {{CellType::cd4_helper, 0.02},
                               {CellType::treg, 0.02},
                               {CellType::nk, 0.01},
                               {CellType::macrophage, 0.03}};
  for (WalkerParameters& cell : m.walkers) cell.death_per_day = 1;
  m.vessels.collapse = m.vessels.sprouting = true;
  m.vessels.collapse_share = 0.75;
  m.vessels.collapse_per_day = 1;
  m.fields[vegf_field].enabled = true;
  m.nk.licensed_mhc1 = 1;           // they attack intact cells too
  m.nk.recognition_per_min = 0.01;  // and leave something to treat
  m.mutation = {0.5, 0.2, 0.05, 0.2, 0.1, 0.05, 0.02, 0.02, 0.02};
  TherapyItem radiation, surgery, stroma_depletion;
  radiation.treatment = Treatment::radiation, radiation.dose = 1, radiation.start_day = 0.5;
  surgery.treatment = Treatment::surgery, surgery.start_day = 1;
  surgery.region.from_um = {450, 450, 0}, surgery.region.to_um[0] = 120;  // in the tumour: no stroma
  stroma_depletion.treatment = Treatment::stroma_depletion, stroma_depletion.dose = 0.3;
  stroma_depletion.start_day = 0.7;
  m.therapy = {radiation, surgery, stroma_depletion};
  return m;
}

std::uint64_t corpses(const CensusRow& row) {
  return row.tissue[static_cast<std::size_t>(Tissue::tumour_apoptotic)] +
         row.tissue[static_cast<std::size_t>(Tissue::tumour_necrotic)];
}

void check_balance(const CensusRow& before, const CensusRow& after) {
  const std::uint64_t deaths = events(after, Event::apoptosis) + events(after, Event::necrosis) +
                               events(after, Event::kill) + events(after, Event::treatment_death);
  const std::uint64_t resected = events(after, Event::resected);  // live or dead
  CHECK(after.tumour_cells() + corpses(after) + events(after, Event::corpse_cleared) + resected ==
        before.tumour_cells() + corpses(before) + events(after, Event::tumour_birth));
  if (resected == 0) CHECK(corpses(after) + events(after, Event::corpse_cleared) == corpses(before) + deaths);
  CHECK(after.cd8_cells() + events(after, Event::cd8_death) ==
        before.cd8_cells() + events(after, Event::cd8_birth) + events(after, Event::cd8_entry));
  for (const CellType type : walker_types)
    CHECK(cells_of(after, type) + events(after, death_of(type)) ==
          cells_of(before, type) + events(after, entry_of(type)));
  const auto sites_with = [](const CensusRow& row, Tissue t) {
    return row.tissue[static_cast<std::size_t>(t)];
  };
  CHECK(sites_with(after, Tissue::vessel) + events(after, Event::vessel_collapsed) ==
        sites_with(before, Tissue::vessel) + events(after, Event::vessel_sprouted));
  CHECK(sites_with(after, Tissue::stroma) + events(after, Event::stroma_depleted) ==
        sites_with(before, Tissue::stroma));
  std::uint64_t sites = 0;
  for (const std::uint64_t n : after.tissue) sites += n;
  CHECK(sites == side * side);
}

void check_conservation(const ModelParameters& m) {
  const auto simulation = simulation_of(m, synthetic_tissue(m, 8, 0), 8);
  CensusRow before = simulation->census()[0];
  std::array<std::uint64_t, event_kinds> seen{};
  for (int k = 0; k < 48; ++k) {
    simulation->advance(60);
    const CensusRow after = simulation->census()[0];
    check_balance(before, after);
    for (std::uint32_t e = 0; e < event_kinds; ++e) seen[e] += after.events[e];
    before = after;
  }
  for (std::uint32_t e = 0; e < event_kinds; ++e) {
    INFO(event_table[e].column);
    CHECK(seen[e] > 0);  // the balance is only worth something if everything happened
  }
  const CellTable cells = simulation->cells(0);
  CHECK(sites_of(cells, CellType::cd8_t_cell).size() == before.cd8_cells());
  CHECK(sites_of(cells, CellType::tumour).size() == before.tumour_cells() + corpses(before));
  CHECK(std::set<std::int64_t>(cells.cell_id.begin(), cells.cell_id.end()).size() == cells.size());
}

}  // namespace

TEST_CASE("Events account for every change of the counts", "[agents][conservation]") {
  check_conservation(busy_model());
}

TEST_CASE("Events account for every change with each placement and mixing", "[agents][conservation]") {
  ModelParameters m = busy_model();
  for (const Placement placement :
       {Placement::random_neighbour, Placement::per_bond, Placement::anywhere, Placement::push}) {
    m.tumour.placement = placement;
    m.immune.mixing = placement == Placement::anywhere ? Mixing::shuffle : Mixing::walk;
    check_conservation(m);
  }
}

TEST_CASE("No site is shared where immune.shares_site forbids it", "[agents][conservation]") {
  ModelParameters m = busy_model();
  m.immune.shares_site = false;
  for (const Mixing mixing : {Mixing::walk, Mixing::shuffle}) {
    m.immune.mixing = mixing;
    const auto simulation = simulation_of(m, synthetic_tissue(m, 9, 0), 9);
    for (int k = 0; k < 100; ++k) {
      simulation->advance(20);
      const CellTable cells = simulation->cells(0);
      std::set<std::uint32_t> solid = sites_of(cells, CellType::tumour);
      solid.merge(sites_of(cells, CellType::stroma));
      std::size_t shared = 0;
      for (const std::uint32_t s : sites_of(cells, CellType::cd8_t_cell)) shared += solid.count(s);
      REQUIRE(shared == 0);
    }
    CHECK(simulation->census()[0].cd8_cells() > 50);
  }
}

TEST_CASE("T cells enter at vessels, as many as the blood sends", "[agents][conservation]") {
  // 16 vessels, none of which is ever taken for long: T cells walk off at one site per step.
  ModelParameters m = model_without_fields({100, 100, 1});
  m.lattice.neighbourhood = Neighbourhood::von_neumann;
  m.time.entry_min = 1;
  m.t_cell.death_per_day = 0;
  m.t_cell.speed_um_per_min = 0;
  m.blood.entry_per_min_per_cm3 = 1e-4;
  InitialTissue vessels;
  for (std::uint32_t y = 12; y < 100; y += 25)
    for (std::uint32_t x = 12; x < 100; x += 25)
      vessels.push_back({LocalSite{x + 100 * y}, CellType::vessel});
  const std::set<std::uint32_t> doors = sites_of(simulation_of(m, vessels)->cells(0), CellType::vessel);

  const auto still = simulation_of(m, vessels);
  still->advance(20000);
  CHECK(sites_of(still->cells(0), CellType::cd8_t_cell) == doors);  // nobody moves: each door is taken
  const CensusRow full = still->census()[0];
  CHECK(events(full, Event::cd8_entry) == doors.size());
  CHECK(events(full, Event::entry_refused) > 0);

  m.t_cell.speed_um_per_min = 15;
  m.t_cell.persistence_min = 0;
  const auto moving = simulation_of(m, vessels);
  const std::uint32_t steps = 4000;
  moving->advance(steps);
  // 1e7 blood cells × 1e-4 /min/cm³ × 10⁴ sites of 3.375e-9 cm³ = 0.03375 tries per min; a vessel's chance
  // per update, 1 − e^(−0.03375/16), loses 0.1 % of them. Poisson: 5 standard deviations.
  const double expected = 0.03375 * steps;
  const CensusRow row = moving->census()[0];
  const double tries = static_cast<double>(events(row, Event::cd8_entry) + events(row, Event::entry_refused));
  CHECK(std::abs(tries - expected) < 5 * std::sqrt(expected));
  const CellTable cells = moving->cells(0);
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (cells.cell_type[k] != static_cast<std::uint8_t>(CellType::cd8_t_cell)) continue;
    const auto born_at = static_cast<std::uint32_t>(cells.cell_id[k] >> 4);
    CHECK(doors.count(born_at) == 1);
  }
}

TEST_CASE("Engaged T cells do not move, others do", "[agents][conservation]") {
  ModelParameters m = busy_model();
  m.blood.cd8_cells.fill(0);
  for (const Mixing mixing : {Mixing::walk, Mixing::shuffle}) {
    m.immune.mixing = mixing;
    const auto simulation = simulation_of(m, synthetic_tissue(m, 5, 0), 5);
    std::size_t stayed = 0, moved = 0;
    std::map<std::int64_t, std::pair<std::uint32_t, Immune>> before;
    for (std::uint32_t step = 1; step <= 200; ++step) {
      simulation->step();
      const CellTable cells = simulation->cells(0);
      std::map<std::int64_t, std::pair<std::uint32_t, Immune>> after;
      for (std::size_t k = 0; k < cells.size(); ++k)
        if (cells.cell_type[k] == static_cast<std::uint8_t>(CellType::cd8_t_cell))
          after[cells.cell_id[k]] = {cells.site[k], static_cast<Immune>(cells.state[k])};
      for (const auto& [id, place] : after) {
        const auto was = before.find(id);
        if (was == before.end()) continue;
        const bool same = was->second.first == place.first;
        if (was->second.second == Immune::cd8_engaged) {
          REQUIRE(same);
          ++stayed;
        } else {
          moved += !same;
        }
      }
      before = std::move(after);
    }
    CHECK(stayed > 100);
    CHECK(moved > 100);
  }
}
