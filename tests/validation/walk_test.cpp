// Persistent walk on a lattice (row 11): a walker that keeps its heading with the chance α per step, and else
// takes a random one of all, has the mean squared displacement
//   h²[n(1+α)/(1−α) − 2α(1−αⁿ)/(1−α)²] after n steps of h, with α = e^(−step/persistence).
//
// 4,096 walkers on 4 million sites, one step per update. A squared displacement in 2-D has a standard
// deviation of about its mean, so that 4,096 walkers × 40 windows leave 0.25 %. A walker finds its target
// taken with a chance of 0.1 % per step, which costs about 0.2 %. Tolerance 2 %.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"
#include "tests/validation/places.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 2048, gap = 32;
constexpr double spacing_um = 15, persistence_min = 7;

InitialTissue walkers() {
  InitialTissue cells;
  for (std::uint32_t y = 0; y < side; y += gap)
    for (std::uint32_t x = 0; x < side; x += gap)
      cells.push_back({LocalSite{x + side * y}, CellType::cd8_t_cell});
  return cells;
}

ModelParameters walk_model(double persistence) {
  ModelParameters m = quiet_model({side, side, 1});
  m.lattice.neighbourhood = Neighbourhood::von_neumann;
  m.lattice.spacing_um = spacing_um;
  m.t_cell.speed_um_per_min = spacing_um;  // one site per step
  m.t_cell.persistence_min = persistence;
  m.t_cell.chemotaxis = 0;
  return m;
}

/// The shorter way around the torus.
double unwrapped(std::uint32_t from, std::uint32_t to) {
  const double d = static_cast<double>(to) - static_cast<double>(from), n = side;
  return d > n / 2 ? d - n : d < -n / 2 ? d + n : d;
}

/// Mean squared displacement in µm² over windows of n steps, one behind the other.
double mean_squared_um2(Simulation& simulation, std::uint32_t n, int windows) {
  double sum = 0;
  Places before = places(simulation);
  for (int k = 0; k < windows; ++k) {
    simulation.advance(n);
    const Places after = places(simulation);
    for (const auto& [id, site] : after) {
      const std::uint32_t from = before.at(id);
      const double x = unwrapped(from % side, site % side), y = unwrapped(from / side, site / side);
      sum += (x * x + y * y) * spacing_um * spacing_um;
    }
    before = after;
  }
  CHECK(before.size() == walkers().size());
  return sum / (static_cast<double>(before.size()) * windows);
}

double expected_um2(double alpha, double n) {
  const double rest = 1 - alpha;
  return spacing_um * spacing_um *
         (n * (1 + alpha) / rest - 2 * alpha * (1 - std::pow(alpha, n)) / (rest * rest));
}

}  // namespace

TEST_CASE("A persistent walk spreads as its heading's memory says", "[validation][walk]") {
  const auto simulation = make_host_simulation(start_of(walk_model(persistence_min), walkers(), 17), 1);
  const double alpha = std::exp(-1 / persistence_min);
  for (const std::uint32_t n : {1u, 5u, 20u, 80u}) {
    INFO("n = " << n);
    CHECK(mean_squared_um2(*simulation, n, 40) == Approx(expected_um2(alpha, n)).epsilon(0.02));
  }
}

TEST_CASE("A walk without memory spreads by one squared spacing per step", "[validation][walk]") {
  const auto simulation = make_host_simulation(start_of(walk_model(0), walkers(), 18), 1);
  CHECK(mean_squared_um2(*simulation, 50, 40) == Approx(50 * spacing_um * spacing_um).epsilon(0.02));
}

TEST_CASE("Chemotaxis in a flat field leads nowhere", "[validation][walk]") {
  // Every new heading would follow the gradient; without one the walk is the one without memory. The mean
  // displacement of 4,096 walkers has a standard deviation of √(n/2/4096) sites along each axis.
  ModelParameters m = walk_model(0);
  m.t_cell.chemotaxis = 1;
  const auto simulation = make_host_simulation(start_of(m, walkers(), 19), 1);
  const std::uint32_t n = 50;
  const Places before = places(*simulation);
  simulation->advance(n);
  double x = 0, y = 0;
  for (const auto& [id, site] : places(*simulation)) {
    x += unwrapped(before.at(id) % side, site % side) / 4096;
    y += unwrapped(before.at(id) / side, site / side) / 4096;
  }
  CHECK(std::abs(x) < 4 * std::sqrt(n / 2.0 / 4096));
  CHECK(std::abs(y) < 4 * std::sqrt(n / 2.0 / 4096));
}
