// Entry from the blood by route `anywhere`: how many T cells, and where. Entry at vessels is tested in
// conservation_test.cpp, the bits of both in tests/determinism/.
#include <cmath>

#include "agents/body/body.hpp"
#include "agents/parameters/rule_parameters.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// T cells that stand still and live on, of which `per_update` enter in each step.
ModelParameters entering(std::array<std::uint32_t, 3> size, double per_update) {
  ModelParameters m = model_without_fields(size);
  m.time.entry_min = 1;
  m.tumour.division_per_day = m.tumour.death_per_day = 0;
  m.t_cell.death_per_day = m.t_cell.speed_um_per_min = 0;
  m.blood.entry_route = EntryRoute::anywhere;
  m.blood.entry_per_min_per_cm3 *= per_update / entering_per_min(m);
  return m;
}

/// 40 of 120 sites hold stroma or tumour and 37 a T cell. T cells may enter the others, one of which is a
/// vessel's, even where sites are not shared.
constexpr std::uint32_t open_sites = 43;
InitialTissue crowded_lattice() {
  InitialTissue cells{{LocalSite{7}, CellType::vessel}};
  for (std::uint32_t s = 0; s < 120; ++s) {
    if (s % 3 == 0) cells.push_back({LocalSite{s}, s % 2 ? CellType::stroma : CellType::tumour});
    if (s % 3 == 1 && s > 7) cells.push_back({LocalSite{s}, CellType::cd8_t_cell});
  }
  return cells;
}

std::uint64_t entered(const CensusRow& row) {
  return events(row, Event::cd8_entry);
}

std::uint64_t refused(const CensusRow& row) {
  return events(row, Event::entry_refused);
}

}  // namespace

TEST_CASE("As many T cells enter anywhere as the rate says, to the last one", "[agents][entry]") {
  ModelParameters m = entering({100, 100, 1}, 2.625);
  m.time.entry_min = 4;  // 10.5 in every fourth step; the flow begins anywhere in a cell
  m.blood.cd8_cells = {};
  m.blood.cd8_cells[3] = 1e6;
  m.blood.entry_per_min_per_cm3 *= 2.625 / entering_per_min(m);
  const auto simulation = simulation_of(m, {});
  const Body body(m, 1, 0, 0);
  const double begun = static_cast<double>(body.start().fraction[entry_row::cd8 + 3]) / 4294967296.0;
  std::uint64_t sum = 0;
  for (std::uint32_t step = 1; step <= 100; ++step) {
    simulation->step();
    const CensusRow row = simulation->census()[0];
    sum += entered(row);
    CHECK(sum == static_cast<std::uint64_t>(begun + step / 4 * 10.5));
    CHECK(row.cd8_cells() == sum);
    CHECK(refused(row) == 0);
  }
}

TEST_CASE("Walkers enter by the number that the blood holds of each", "[agents][entry]") {
  ModelParameters m = entering({100, 100, 1}, 1);
  for (WalkerParameters& cell : m.walkers) cell.death_per_day = cell.speed_um_per_min = 0;
  m.macrophage.to_m2_per_day = 0;
  m.blood.cd8_cells = {};
  m.blood.walkers = {{CellType::cd4_helper, 1e6}, {CellType::treg, 2e6}, {CellType::macrophage, 5e6}};
  m.blood.entry_per_min_per_cm3 *= 2 / entering_per_min(m);  // two per update, of all types together
  const auto simulation = simulation_of(m, {});
  const BodyState start = Body(m, 1, 0, 0).start();
  simulation->advance(400);
  const CensusRow row = simulation->census()[0];
  for (const CellType type : walker_types) {
    const std::uint64_t waiting = start.fraction[entry_row::walker + walker_index(type)];
    const double begun = static_cast<double>(waiting) / 4294967296.0;
    const auto expected = static_cast<std::uint64_t>(begun + 400 * 2 * m.blood.walkers[type] / 8e6);
    CHECK(events(row, entry_of(type)) == expected);
    CHECK(cells_of(row, type) == expected);
    CHECK(row.immune[static_cast<std::size_t>(first_state(type))] == expected);
  }
  CHECK(entered(row) == 0);
}

TEST_CASE("Where sites are not shared, T cells enter free sites and vessels only", "[agents][entry]") {
  // Five cells among 120 sites are dealt 24 each: together they try all of them.
  ModelParameters m = entering({12, 10, 1}, 5);
  m.immune.shares_site = false;
  const InitialTissue cells = crowded_lattice();
  const auto simulation = simulation_of(m, cells);
  simulation->advance(60);
  const CensusRow full = simulation->census()[0];
  CHECK(entered(full) == open_sites);
  CHECK(refused(full) == 60 * 5 - open_sites);
  const CellTable table = simulation->cells(0);
  std::set<std::uint32_t> solid = sites_of(table, CellType::tumour);
  solid.merge(sites_of(table, CellType::stroma));
  CHECK(solid.size() == 40);
  for (const std::uint32_t s : sites_of(table, CellType::cd8_t_cell)) CHECK(solid.count(s) == 0);
  simulation->advance(10);
  CHECK(entered(simulation->census()[0]) == 0);
}

TEST_CASE("Where sites are shared, T cells enter every site", "[agents][entry]") {
  const auto simulation = simulation_of(entering({12, 10, 1}, 5), crowded_lattice());
  simulation->advance(100);
  CHECK(simulation->census()[0].cd8_cells() == 120);
}

TEST_CASE("Every free site is entered as often", "[agents][entry]") {
  // One cell in each of 8,600 replicates, among 43 sites: χ² has 42 degrees of freedom, a mean of 42 and a
  // standard deviation of √84 = 9.2.
  ModelParameters m = entering({12, 10, 1}, 1);
  m.immune.shares_site = false;
  constexpr std::uint32_t replicates = 200 * open_sites;
  SimulationStart start;
  start.execution = default_parameters().execution;
  for (std::uint32_t r = 0; r < replicates; ++r) start.replicates.push_back({m, 5, r, crowded_lattice()});
  const auto simulation = make_host_simulation(start, 1);
  const std::set<std::uint32_t> before = sites_of(simulation->cells(0), CellType::cd8_t_cell);
  simulation->step();
  std::map<std::uint32_t, double> count;
  for (std::uint32_t r = 0; r < replicates; ++r)
    for (const std::uint32_t s : sites_of(simulation->cells(r), CellType::cd8_t_cell))
      if (!before.count(s)) ++count[s];
  REQUIRE(count.size() == open_sites);
  double chi2 = 0;
  for (const auto& [site, n] : count) chi2 += (n - 200) * (n - 200) / 200;
  INFO("chi squared " << chi2);
  CHECK(std::abs(chi2 - 42) < 4 * std::sqrt(84.0));
}

TEST_CASE("Each replicate has its own route and rate", "[agents][entry]") {
  const ModelParameters many = entering({20, 20, 1}, 7), few = entering({20, 20, 1}, 2);
  ModelParameters doors = entering({20, 20, 1}, 1e6);
  doors.blood.entry_route = EntryRoute::vessels;
  SimulationStart start;
  start.execution = default_parameters().execution;
  start.replicates = {{many, 1, 0, {}}, {doors, 1, 1, {{LocalSite{33}, CellType::vessel}}}, {few, 1, 2, {}}};
  const auto simulation = make_host_simulation(start, 1);
  simulation->advance(10);
  const auto rows = simulation->census();
  CHECK(entered(rows[0]) == 70);
  CHECK(entered(rows[1]) == 1);  // fills the one door, then knocks in vain
  const std::uint64_t knocks = refused(rows[1]);
  CHECK((knocks >= 8 && knocks <= 10));  // one per update, of two classes that each begin anywhere in a cell
  CHECK(entered(rows[2]) == 20);
  CHECK(sites_of(simulation->cells(1), CellType::cd8_t_cell) == std::set<std::uint32_t>{33});
}
