// CD8 T cells that are exhausted in part, and those that remember.
#include <algorithm>
#include <cmath>

#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t update = 5;  // steps of 1 min

/// T cells that engage the tumour cell they stand on at once, and never hit it.
ModelParameters pair_model() {
  ModelParameters m = clusters::quiet_model();
  m.escape.mhc1_basal = 1;
  m.t_cell.recognition_per_min = 1e6;
  m.t_cell.hits_per_h = 0;
  m.t_cell.pd1_complexes_per_um2 = 0;
  m.t_cell.lethal_hits = 100;
  return m;
}

std::unique_ptr<Simulation> pairs(const ModelParameters& m) {
  return simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                         cells.push_back({s, CellType::tumour});
                         cells.push_back({s, CellType::cd8_t_cell});
                       }));
}

double share_in(Simulation& simulation, Immune state) {
  return clusters::share(simulation.census()[0].immune[static_cast<std::size_t>(state)]);
}

}  // namespace

TEST_CASE("a T cell is progenitor-exhausted from the given exhaustion on, and exhausted at 1",
          "[agents][t_cell_states]") {
  ModelParameters m = pair_model();
  m.t_cell.engagement_min = 60;
  m.t_cell.exhaustion_per_day = 24 * 0.52;  // about half exhausted after an engagement
  m.t_cell.refractory_min = 30;
  m.t_cell.progenitor_at = 0.4;
  const auto simulation = pairs(m);
  simulation->advance(60);
  CHECK(share_in(*simulation, Immune::cd8_progenitor_exhausted) == 1);
  simulation->advance(35);  // it engages again
  CHECK(share_in(*simulation, Immune::cd8_engaged) == 1);
  simulation->advance(60);
  CHECK(share_in(*simulation, Immune::cd8_exhausted) == 1);
  m.t_cell.progenitor_at = 1;
  const auto without = pairs(m);
  without->advance(60);
  CHECK(share_in(*without, Immune::cd8_activated) == 1);
}

TEST_CASE("progenitor-exhausted T cells land a share of the hits", "[agents][t_cell_states]") {
  ModelParameters m = pair_model();
  m.t_cell.hits_per_h = 10;
  m.t_cell.progenitor_hit_factor = 0.25;
  for (const double progenitor_at : {0.0, 1.0}) {
    m.t_cell.progenitor_at = progenitor_at;
    const auto simulation = pairs(m);
    simulation->advance(update);
    const std::vector<std::uint8_t> hits = simulation->cells(0).hits;
    const auto hit = static_cast<std::uint64_t>(
        std::count_if(hits.begin(), hits.end(), [](std::uint8_t n) { return n > 0; }));
    const double expected = -std::expm1(-10.0 * update / 60 * (progenitor_at < 1 ? 0.25 : 1));
    CHECK(clusters::share(hit) == Approx(expected).margin(clusters::margin(expected)));
  }
}

TEST_CASE("progenitor-exhausted T cells divide without limit", "[agents][t_cell_states]") {
  ModelParameters m = pair_model();
  m.t_cell.engagement_min = 5;
  m.t_cell.refractory_min = 1e4;
  m.t_cell.division_interval_h = 1;
  m.t_cell.division_window_h = 100;
  m.t_cell.max_divisions = 1;
  const auto cells_after_5_h = [&](double progenitor_at) {
    m.t_cell.progenitor_at = progenitor_at;
    const auto simulation = simulation_of(
        m, {{clusters::site_of(5050), CellType::tumour}, {clusters::site_of(5050), CellType::cd8_t_cell}});
    simulation->advance(300);
    return simulation->census()[0].cd8_cells();
  };
  CHECK(cells_after_5_h(1) == 2);
  CHECK(cells_after_5_h(0) > 4);
}

TEST_CASE("T cells remember, live longer, and recognise again", "[agents][t_cell_states]") {
  ModelParameters m = pair_model();
  m.t_cell.engagement_min = 10;  // from minute 0 on
  m.t_cell.refractory_min = 290;
  m.t_cell.secretion_h = 0;
  m.t_cell.max_divisions = 0;
  m.t_cell.memory_after_h = 1;
  m.t_cell.memory_death_per_day = 4.8;  // 0.2 per hour
  const auto simulation = pairs(m);
  simulation->advance(65);
  CHECK(share_in(*simulation, Immune::cd8_memory) == 0);  // recognised last at minute 10
  simulation->advance(5);
  CHECK(share_in(*simulation, Immune::cd8_memory) == 1);
  simulation->advance(230);  // turnover at 120, 180, 240 and 300
  const double left = std::exp(-0.2 * 4);
  CHECK(share_in(*simulation, Immune::cd8_memory) == Approx(left).margin(clusters::margin(left)));
  simulation->advance(5);
  CHECK(share_in(*simulation, Immune::cd8_memory) == 0);
  CHECK(share_in(*simulation, Immune::cd8_engaged) == Approx(left).margin(clusters::margin(left)));
  m.t_cell.memory_after_h = 0;
  const auto without = pairs(m);
  without->advance(300);
  CHECK(share_in(*without, Immune::cd8_searching) == 1);
}
