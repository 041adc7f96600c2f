// The synthetic start: how many of what, where, and that each site draws for itself alone.
#include <algorithm>
#include <cmath>

#include "agents/simulation.hpp"
#include "agents/start/synthetic_tissue.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

ModelParameters model() {
  ModelParameters m = model_without_fields({200, 200, 1});
  m.initial = {};
  m.initial.tumour_radius_um = 600;  // 40 sites
  m.initial.tumour_fraction = 0.8;
  m.initial.stroma_fraction = 0.3;
  m.initial.vessels_per_mm2 = 100;  // of 225 µm² sites: 2.25 %
  m.initial.t_cell_fraction = 0.05;
  return m;
}

double count(const InitialTissue& cells, CellType type) {
  return static_cast<double>(
      std::count_if(cells.begin(), cells.end(), [type](const PlacedCell& c) { return c.type == type; }));
}

double distance(std::uint32_t site, std::uint32_t side) {
  const double x = site % side - (side - 1) / 2.0, y = site / side - (side - 1) / 2.0;
  return std::sqrt(x * x + y * y);
}

/// Binomial, within 4.5 standard deviations (P(miss) = 7e-6).
void check_binomial(double found, double n, double p) {
  INFO(found << " of " << n << " at " << p);
  CHECK(std::abs(found - n * p) < 4.5 * std::sqrt(n * p * (1 - p)));
}

}  // namespace

TEST_CASE("Sites hold each kind as often as its share says", "[agents][synthetic]") {
  const InitialTissue cells = synthetic_tissue(model(), 3, 0);
  double inside = 0;
  for (std::uint32_t s = 0; s < 40000; ++s) inside += distance(s, 200) <= 40;
  check_binomial(count(cells, CellType::vessel), 40000, 0.0225);
  check_binomial(count(cells, CellType::tumour), inside, 0.9775 * 0.8);
  check_binomial(count(cells, CellType::stroma), 40000 - inside, 0.9775 * 0.3);
  check_binomial(count(cells, CellType::cd8_t_cell), 40000, 0.05);
  for (const PlacedCell& c : cells) {
    const double r = distance(c.site.value, 200);
    if (c.type == CellType::tumour) CHECK(r <= 40);
    if (c.type == CellType::stroma) CHECK(r > 40);
  }
}

TEST_CASE("T cells keep out of occupied sites that are not to be shared", "[agents][synthetic]") {
  ModelParameters m = model();
  m.immune.shares_site = false;
  const InitialTissue cells = synthetic_tissue(m, 3, 0);
  std::set<std::uint32_t> taken;
  for (const PlacedCell& c : cells)
    if (c.type != CellType::cd8_t_cell) taken.insert(c.site.value);
  double t_cells = 0;
  for (const PlacedCell& c : cells) {
    if (c.type != CellType::cd8_t_cell) continue;
    CHECK(taken.count(c.site.value) == 0);
    ++t_cells;
  }
  check_binomial(t_cells, 40000.0 - static_cast<double>(taken.size()), 0.05);
}

TEST_CASE("An exact number of tumour cells takes the sites nearest to the middle", "[agents][synthetic]") {
  ModelParameters m = model_without_fields({21, 21, 1});
  m.initial = {};
  for (const std::uint32_t n : {1u, 5u, 9u, 441u}) {
    m.initial.tumour_cells = n;
    const InitialTissue cells = synthetic_tissue(m, 1, 0);
    REQUIRE(cells.size() == n);
    double farthest = 0;
    for (const PlacedCell& c : cells) farthest = std::max(farthest, distance(c.site.value, 21));
    if (n == 1) CHECK(farthest == 0);
    if (n == 5) CHECK(farthest == 1);
    if (n == 9) CHECK(farthest == Approx(std::sqrt(2.0)));
  }
}

TEST_CASE("Scattered tumour cells take every site with the same chance", "[agents][synthetic]") {
  ModelParameters m = model();
  m.initial.tumour_arrangement = Arrangement::scattered;
  m.initial.tumour_fraction = 0.5;
  const InitialTissue cells = synthetic_tissue(m, 3, 0);
  const double tumour = 0.9775 * 0.5;
  check_binomial(count(cells, CellType::vessel), 40000, 0.0225);
  check_binomial(count(cells, CellType::tumour), 40000, tumour);
  check_binomial(count(cells, CellType::stroma), 40000, tumour * 0.3);
  check_binomial(count(cells, CellType::cd8_t_cell), 40000, 0.05);
  std::vector<bool> holds(40000);
  for (const PlacedCell& c : cells)
    if (c.type == CellType::tumour) holds[c.site.value] = true;
  double left = 0, pairs = 0;
  for (std::uint32_t s = 0; s < 40000; ++s) left += s % 200 < 100 && holds[s];
  for (std::uint32_t s = 0; s < 40000; s += 2) pairs += holds[s] && holds[s + 1];
  check_binomial(left, 20000, tumour);
  check_binomial(pairs, 20000, tumour * tumour);  // neighbours know nothing of each other
}

TEST_CASE("Scattered tumour cells and T cells share no site where they must not", "[agents][synthetic]") {
  ModelParameters m = model();
  m.immune.shares_site = false;
  m.initial.tumour_arrangement = Arrangement::scattered;
  m.initial.tumour_fraction = 0.5;
  m.initial.t_cell_fraction = 0.1;
  m.initial.stroma_fraction = m.initial.vessels_per_mm2 = 0;
  const InitialTissue cells = synthetic_tissue(m, 4, 0);
  std::set<std::uint32_t> sites;
  for (const PlacedCell& c : cells) sites.insert(c.site.value);
  CHECK(sites.size() == cells.size());
  check_binomial(count(cells, CellType::tumour), 40000, 0.5);
  check_binomial(count(cells, CellType::cd8_t_cell), 40000, 0.05);
}

TEST_CASE("An exact number of scattered tumour cells takes sites at random", "[agents][synthetic]") {
  ModelParameters m = model_without_fields({200, 200, 1});
  m.initial = {};
  m.initial.tumour_arrangement = Arrangement::scattered;
  for (const std::uint32_t n : {1u, 9999u, 40000u}) {
    m.initial.tumour_cells = n;
    std::set<std::uint32_t> sites;
    for (const PlacedCell& c : synthetic_tissue(m, 1, 0)) sites.insert(c.site.value);
    CHECK(sites.size() == n);
    double left = 0;
    for (const std::uint32_t s : sites) left += s % 200 < 100;
    // Drawn without repetition, so the variance is less than binomial.
    CHECK(std::abs(left - n / 2.0) <= 4.5 * std::sqrt(n / 4.0 * (40000 - n) / 39999) + 0.5);
  }
  m.initial.tumour_cells = 9999;
  CHECK(synthetic_tissue(m, 1, 0)[0].site != synthetic_tissue(m, 1, 1)[0].site);
}

TEST_CASE("Vessels run straight through all layers", "[agents][synthetic]") {
  ModelParameters m = model_without_fields({50, 50, 4});
  m.initial = {};
  m.initial.vessels_per_mm2 = 200;
  std::map<std::uint32_t, int> layers;
  for (const PlacedCell& c : synthetic_tissue(m, 1, 0)) ++layers[c.site.value % 2500];
  check_binomial(static_cast<double>(layers.size()), 2500, 0.045);
  for (const auto& [column, n] : layers) CHECK(n == 4);
}

TEST_CASE("A site's draw does not depend on what the other sites hold", "[agents][synthetic]") {
  // Another tumour radius changes no site that lies on the same side of both; vessels and T cells stay.
  const auto small = synthetic_tissue(model(), 3, 0);
  ModelParameters m = model();
  m.initial.tumour_radius_um = 900;
  const auto large = synthetic_tissue(m, 3, 0);
  const auto far_away = [](const InitialTissue& cells) {
    std::set<std::pair<std::uint32_t, CellType>> set;
    for (const PlacedCell& c : cells)
      if (distance(c.site.value, 200) > 60 || c.type == CellType::vessel || c.type == CellType::cd8_t_cell)
        set.insert({c.site.value, c.type});
    return set;
  };
  CHECK(far_away(small) == far_away(large));
  CHECK(far_away(small) != far_away(synthetic_tissue(model(), 3, 1)));
}

TEST_CASE("The order of a start's cells does not matter", "[agents][synthetic]") {
  InitialTissue cells = synthetic_tissue(model(), 3, 0);
  const auto forward = simulation_of(model(), cells);
  std::reverse(cells.begin(), cells.end());
  const auto backward = simulation_of(model(), cells);
  CHECK(forward->digest() == backward->digest());
  forward->advance(120);
  backward->advance(120);
  CHECK(forward->digest() == backward->digest());
}

TEST_CASE("A start with two cells of a layer in one site, or one outside, is refused", "[agents][world]") {
  const ModelParameters m = model_without_fields({10, 10, 1});
  const LocalSite s{42};
  CHECK_THROWS_AS(simulation_of(m, {{s, CellType::tumour}, {s, CellType::stroma}}), std::invalid_argument);
  CHECK_THROWS_AS(simulation_of(m, {{s, CellType::cd8_t_cell}, {s, CellType::cd8_t_cell}}),
                  std::invalid_argument);
  CHECK_THROWS_AS(simulation_of(m, {{LocalSite{100}, CellType::tumour}}), std::invalid_argument);
  CHECK_NOTHROW(simulation_of(m, {{s, CellType::cd8_t_cell}, {s, CellType::tumour}}));
}
