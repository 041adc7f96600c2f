// Where T cells walk: up a gradient of chemokine, and slower where tissue is in the way.
//
// Without memory a walker takes each step up the gradient with the chance c of t_cell.chemotaxis, and else
// along any of the four directions. Along the gradient a step then has the mean c and the variance (1 + c)/2
// − c².
#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"
#include "tests/validation/places.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t width = 512, steps = 60, gap = 16;

/// A lattice on which chemokine rises by one per site of x and stays as it is.
std::unique_ptr<Simulation> on_a_slope(double chemotaxis, double rise) {
  ModelParameters m = model_without_fields({width, width, 1});
  m.fields[chemokine_field].enabled = true;
  m.time.fields_min = 1e5;  // later than this test ends
  m.lattice.neighbourhood = Neighbourhood::von_neumann;
  m.blood.cd8_cells = {};
  m.t_cell.death_per_day = m.t_cell.persistence_min = 0;
  m.t_cell.speed_um_per_min = m.lattice.spacing_um;  // a site per step
  m.t_cell.chemotaxis = chemotaxis;
  InitialTissue cells;
  for (std::uint32_t y = 2 * gap; y < width; y += gap)
    for (std::uint32_t x = 8 * gap; x + 8 * gap < width; x += gap)
      cells.push_back({LocalSite{x + width * y}, CellType::cd8_t_cell});
  ReplicateState state = simulation_of(m, cells)->state(0);
  for (std::uint32_t s = 0; s < width * width; ++s)
    state.fields[chemokine_field][s] = 1000 + static_cast<float>(rise * (s % width));
  SimulationStart start;
  start.execution = default_parameters().execution;
  start.replicates.push_back({m, 1, 0, {}, std::make_shared<const ReplicateState>(state)});
  return make_host_simulation(start, 1);
}

struct Drift {
  double x = 0, y = 0, walkers = 0;  // mean displacement in sites
};

Drift drift_of(Simulation& simulation) {
  const Places before = places(simulation);
  simulation.advance(steps);
  Drift d;
  d.walkers = static_cast<double>(before.size());
  for (const auto& [id, site] : places(simulation)) {
    d.x += (static_cast<double>(site % width) - before.at(id) % width) / d.walkers;
    d.y += (static_cast<double>(site / width) - before.at(id) / width) / d.walkers;
  }
  return d;
}

/// Share of T cells, alone in the middle of what `surround` puts around them, that step in one update.
double share_that_moves(ModelParameters m, const std::vector<std::uint32_t>& sides, CellType surround) {
  m.lattice.neighbourhood = Neighbourhood::von_neumann;
  m.t_cell.persistence_min = m.t_cell.chemotaxis = 0;
  m.t_cell.speed_um_per_min = 0.8 * m.lattice.spacing_um;
  const auto simulation = simulation_of(m, clusters::tissue_of([&](LocalSite s, InitialTissue& cells) {
                                          cells.push_back({s, CellType::cd8_t_cell});
                                          for (const std::uint32_t d : sides)
                                            cells.push_back({clusters::beside(s, d), surround});
                                        }));
  const auto before = sites_of(simulation->cells(0), CellType::cd8_t_cell);
  simulation->step();
  std::uint64_t moved = 0;
  for (const std::uint32_t s : sites_of(simulation->cells(0), CellType::cd8_t_cell))
    moved += !before.count(s);
  return clusters::share(moved);
}

void check_moves(const ModelParameters& m, const std::vector<std::uint32_t>& sides, CellType surround,
                 double expected) {
  INFO(sides.size() << " neighbours of type " << static_cast<int>(surround));
  CHECK(share_that_moves(m, sides, surround) == Approx(expected).margin(clusters::margin(expected)));
}

const std::vector<std::uint32_t> all_sides{1, 3, 4, 6}, above_and_below{1, 6};

}  // namespace

TEST_CASE("T cells drift up a gradient by their chemotaxis times their speed", "[validation][drift]") {
  for (const double c : {0.0, 0.3, 0.8}) {
    INFO("chemotaxis " << c);
    const auto simulation = on_a_slope(c, 1);
    const Drift d = drift_of(*simulation);
    REQUIRE(d.walkers > 450);
    const double deviation = std::sqrt(steps * ((1 + c) / 2 - c * c) / d.walkers);
    CHECK(std::abs(d.x - c * steps) < 4 * deviation);
    CHECK(std::abs(d.y) < 4 * std::sqrt(steps * (1 - c) / 2 / d.walkers));
  }
}

TEST_CASE("The steepness of a gradient does not matter, its direction does", "[validation][drift]") {
  const double c = 0.8, deviation = std::sqrt(steps * ((1 + c) / 2 - c * c) / 450);
  CHECK(std::abs(drift_of(*on_a_slope(c, 0.01)).x - c * steps) < 4 * deviation);
  CHECK(std::abs(drift_of(*on_a_slope(c, -1)).x + c * steps) < 4 * deviation);
}

TEST_CASE("Tissue, collagen and crowding slow T cells by their factors", "[validation][drift]") {
  ModelParameters m = clusters::quiet_model();
  m.t_cell.recognition_per_min = 0;
  m.t_cell.tissue_speed_factor = 0.5, m.t_cell.crowding_slowdown = 0;
  m.immune.stroma_speed_factor = 0.3;
  check_moves(m, {}, CellType::tumour, 0.8);
  check_moves(m, all_sides, CellType::tumour, 0.8 * 0.5);
  check_moves(m, all_sides, CellType::stroma, 0.8 * 0.5 * 0.3);
  check_moves(m, all_sides, CellType::vessel, 0.8);
  check_moves(m, above_and_below, CellType::tumour, 0.8 * (0.5 + 1) / 2);
  m.t_cell.crowding_slowdown = 0.6;
  check_moves(m, {}, CellType::tumour, 0.8);
  check_moves(m, all_sides, CellType::tumour, 0.8 * 0.5 * 0.4);
  check_moves(m, above_and_below, CellType::tumour, 0.8 * (0.5 + 1) / 2 * 0.7);
  check_moves(m, all_sides, CellType::vessel, 0.8);
}
