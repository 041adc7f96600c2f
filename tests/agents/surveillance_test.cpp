// One T cell and its target through an engagement: dwell, hits, refractory time, the first division.
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t update = 5;          // steps of 1 min
constexpr std::uint32_t unreachable = 1000;  // hits: no more than 255 are kept

/// A T cell on top of a tumour cell in an empty lattice. It engages as soon as it may, and hits at once.
ModelParameters pair_model() {
  ModelParameters m = model_without_fields({9, 9, 1});
  m.blood.cd8_cells.fill(0);
  m.tumour.division_per_day = 0;
  m.tumour.death_per_day = 0;
  m.escape.mhc1_basal = 1;
  m.t_cell.speed_um_per_min = 0;
  m.t_cell.death_per_day = 0;
  m.t_cell.recognition_per_min = 1e6;
  m.t_cell.hits_per_h = 1e6;
  m.t_cell.pd1_complexes_per_um2 = 0;
  m.t_cell.engagement_min = 60;
  m.t_cell.refractory_min = 35;
  return m;
}

std::unique_ptr<Simulation> pair_of(const ModelParameters& m) {
  return simulation_of(m, {{LocalSite{40}, CellType::tumour}, {LocalSite{40}, CellType::cd8_t_cell}});
}

std::uint64_t engaged(Simulation& simulation) {
  return simulation.census()[0].immune[static_cast<std::size_t>(Immune::cd8_engaged)];
}

}  // namespace

TEST_CASE("Hits kill, and the killer lets go", "[agents][surveillance]") {
  ModelParameters m = pair_model();
  const auto simulation = pair_of(m);
  simulation->advance(update);
  const CensusRow row = simulation->census()[0];
  CHECK(events(row, Event::kill) == 1);
  CHECK(row.tumour_cells() == 0);
  CHECK(row.tissue[static_cast<std::size_t>(Tissue::tumour_apoptotic)] == 1);
  CHECK(row.immune[static_cast<std::size_t>(Immune::cd8_activated)] == 1);
}

TEST_CASE("An engagement without a kill ends at its dwell time, even with hits at each update",
          "[agents][surveillance]") {
  ModelParameters m = pair_model();
  m.t_cell.lethal_hits = unreachable;
  const auto simulation = pair_of(m);
  for (std::uint32_t now = update; now <= 160; now += update) {  // engaged until 60, at rest until 95
    simulation->advance(update);
    INFO("minute " << now);
    CHECK(engaged(*simulation) == (now < 60 || (now >= 100 && now < 155) ? 1 : 0));
  }
}

TEST_CASE("A snapshot shows the hits that still count", "[agents][surveillance]") {
  ModelParameters m = pair_model();
  m.t_cell.lethal_hits = unreachable;
  m.t_cell.engagement_min = 10;  // the last hits are those of minute 10
  m.t_cell.refractory_min = 500;
  m.t_cell.hit_memory_min = 50;
  const auto simulation = pair_of(m);
  simulation->advance(2 * update);
  CHECK(simulation->cells(0).hits[0] == 255);
  simulation->advance(49);
  CHECK(simulation->cells(0).hits[0] == 255);
  simulation->advance(1);
  CHECK(simulation->cells(0).hits[0] == 254);
  simulation->advance(50);
  CHECK(simulation->cells(0).hits[0] == 253);
}

TEST_CASE("The first division comes its interval after the first recognition", "[agents][surveillance]") {
  // Recognised at minute 5 and again and again; 12 h later is minute 725, and turnover is due each hour.
  ModelParameters m = pair_model();
  m.t_cell.lethal_hits = unreachable;
  m.t_cell.hits_per_h = 0;
  m.t_cell.max_divisions = 1;
  const auto simulation = pair_of(m);
  simulation->advance(779);
  CHECK(events(simulation->census()[0], Event::cd8_birth) == 0);
  simulation->advance(1);
  CHECK(events(simulation->census()[0], Event::cd8_birth) == 1);
  simulation->advance(1440);
  CHECK(simulation->census()[0].cd8_cells() == 2);  // both daughters have used up the one division
}

TEST_CASE("An exhausted T cell neither engages nor divides", "[agents][surveillance]") {
  ModelParameters m = pair_model();
  m.t_cell.lethal_hits = unreachable;
  m.t_cell.exhaustion_per_day = 48;  // half an hour of engagement
  const auto simulation = pair_of(m);
  simulation->advance(3000);
  const CensusRow row = simulation->census()[0];
  CHECK(events(row, Event::cd8_exhaustion) == 1);
  CHECK(row.immune[static_cast<std::size_t>(Immune::cd8_exhausted)] == 1);
  CHECK(events(row, Event::cd8_birth) == 0);
  CHECK(simulation->cells(0).exhaustion[1] == 1);
}

TEST_CASE("A T cell kills no more than its limit", "[agents][surveillance]") {
  ModelParameters m = pair_model();
  m.t_cell.max_kills = 2;
  m.t_cell.max_divisions = 0;
  InitialTissue cells{{LocalSite{40}, CellType::cd8_t_cell}};
  for (std::uint32_t s = 0; s < 81; ++s) cells.push_back({LocalSite{s}, CellType::tumour});
  const auto simulation = simulation_of(m, cells);
  simulation->advance(1440);
  CHECK(events(simulation->census()[0], Event::kill) == 2);
}
