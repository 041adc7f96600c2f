// Immune cells of every kind: they start as asked for, walk at their own speed, and die at their own rate.
#include <cmath>

#include "agents/start/synthetic_tissue.hpp"
#include "config/schema/check.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// An empty lattice on which nothing happens but what immune cells do.
ModelParameters quiet_model(std::array<std::uint32_t, 3> size) {
  ModelParameters m = model_without_fields(size);
  m.blood.cd8_cells = {};
  m.initial.tumour_radius_um = m.initial.stroma_fraction = m.initial.vessels_per_mm2 = 0;
  m.initial.t_cell_fraction = 0;
  return m;
}

double share(std::uint64_t part, double all) {
  return static_cast<double>(part) / all;
}

/// Four standard errors of a share.
double margin(double p, double n) {
  return 4 * std::sqrt(p * (1 - p) / n);
}

}  // namespace

TEST_CASE("a synthetic start holds the shares of immune cells that were asked for", "[agents][immune]") {
  ModelParameters m = quiet_model({200, 200, 1});
  m.initial.t_cell_fraction = 0.2;
  m.initial.walker_fraction = {
      {CellType::cd4_helper, 0.05}, {CellType::treg, 0.1}, {CellType::nk, 0.15}, {CellType::macrophage, 0.3}};
  const CensusRow row = simulation_of(m, synthetic_tissue(m, 3, 0))->census()[0];
  const double sites = 200 * 200;
  CHECK(share(cells_of(row, CellType::cd8_t_cell), sites) == Approx(0.2).margin(margin(0.2, sites)));
  CHECK(share(cells_of(row, CellType::cd4_helper), sites) == Approx(0.05).margin(margin(0.05, sites)));
  CHECK(share(cells_of(row, CellType::treg), sites) == Approx(0.1).margin(margin(0.1, sites)));
  CHECK(share(cells_of(row, CellType::nk), sites) == Approx(0.15).margin(margin(0.15, sites)));
  CHECK(share(cells_of(row, CellType::macrophage), sites) == Approx(0.3).margin(margin(0.3, sites)));
}

TEST_CASE("CD8 T cells of a start stand where they stood without the others", "[agents][immune]") {
  ModelParameters m = quiet_model({60, 50, 1});
  m.initial.t_cell_fraction = 0.1;
  const auto alone = sites_of(simulation_of(m, synthetic_tissue(m, 3, 0))->cells(0), CellType::cd8_t_cell);
  m.initial.walker_fraction = {
      {CellType::cd4_helper, 0.2}, {CellType::treg, 0.1}, {CellType::nk, 0.1}, {CellType::macrophage, 0.2}};
  const auto among = sites_of(simulation_of(m, synthetic_tissue(m, 3, 0))->cells(0), CellType::cd8_t_cell);
  CHECK(alone == among);
}

TEST_CASE("immune cells of each kind die at their own rate, and the census says which", "[agents][immune]") {
  ModelParameters m = quiet_model({160, 160, 1});
  m.initial.walker_fraction.fill(0.15);
  for (const CellType type : walker_types) m.walkers[type].death_per_day = 0.5 * (walker_index(type) + 1);
  const auto simulation = simulation_of(m, synthetic_tissue(m, 5, 0));
  const CensusRow before = simulation->census()[0];
  simulation->advance(1440);
  const CensusRow after = simulation->census()[0];
  for (const CellType type : walker_types) {
    const auto n = static_cast<double>(cells_of(before, type));
    const double left = std::exp(-0.5 * (walker_index(type) + 1));
    INFO(record_of(type).name);
    CHECK(share(cells_of(after, type), n) == Approx(left).margin(margin(left, n)));
    CHECK(cells_of(before, type) - cells_of(after, type) == events(after, death_of(type)));
  }
}

TEST_CASE("immune cells of each kind walk at their own speed", "[agents][immune]") {
  ModelParameters m = quiet_model({101, 101, 1});
  for (WalkerParameters& cell : m.walkers) cell = {0, 0, 0, 0};
  m.walkers[CellType::nk].speed_um_per_min = 15;  // a site per step
  const std::uint32_t middle = 50 * 101 + 50;
  for (const CellType type : walker_types) {
    const auto simulation = simulation_of(m, {{LocalSite{middle}, type}});
    simulation->advance(30);
    const CellTable cells = simulation->cells(0);
    REQUIRE(cells.size() == 1);
    CHECK(static_cast<CellType>(cells.cell_type[0]) == type);
    CHECK((cells.site[0] != middle) == (type == CellType::nk));
  }
}

TEST_CASE("more immune cells than sites are refused", "[agents][immune]") {
  RunParameters run = default_parameters();
  run.model.initial.walker_fraction = {
      {CellType::cd4_helper, 0.3}, {CellType::treg, 0.3}, {CellType::nk, 0.3}, {CellType::macrophage, 0.2}};
  const auto conflicts = find_conflicts(run);
  REQUIRE(conflicts.size() == 1);
  CHECK(conflicts[0].what.find("add up to 1.1") != std::string::npos);
}
