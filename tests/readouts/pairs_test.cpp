// Distances and pair correlations: two cells, full and empty lattices, and independent places.
#include "agents/readouts/pairs.hpp"

#include <cmath>
#include <random>
#include <set>

#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

namespace {

ReadoutParameters radius_of(double um) {
  ReadoutParameters p = all_readouts();
  p.spatial_radius_um = um;
  return p;
}

SpatialReadout spatial(const ModelParameters& m, const InitialTissue& tissue, double radius_um) {
  return *read(m, tissue, radius_of(radius_um)).spatial;
}

/// A cell of a type at each site with this chance, independently.
void scatter(InitialTissue& tissue, const ModelParameters& m, CellType type, double chance,
             std::uint32_t seed) {
  std::mt19937 words(seed);
  place(tissue, m, type, [&](int, int, int) { return words() < chance * 4294967296.0; });
}

}  // namespace

TEST_CASE("two cells at a known distance", "[readouts][spatial]") {
  const ModelParameters m = still_model({20, 20, 1});
  const InitialTissue tissue{{LocalSite{5 + 20 * 5}, CellType::cd8_t_cell},
                             {LocalSite{8 + 20 * 9}, CellType::tumour}};  // 3, 4: five sites apart
  const SpatialReadout r = spatial(m, tissue, 80);
  CHECK(r.median_nearest_um == Approx(50));
  CHECK(r.near_fraction == 1);
  REQUIRE(r.pair_correlation.size() == 8);
  for (std::size_t shell = 0; shell < 8; ++shell) CHECK((r.pair_correlation[shell] > 0) == (shell == 5));
  // 40 sites lie from 5 to below 6 spacings from a site; (−5, 0) and (0, −5) are just on the lattice.
  CHECK(r.pair_correlation[5] == Approx(400.0 / 40));
  const SpatialReadout short_sighted = spatial(m, tissue, 50);  // nearer than five spacings
  CHECK(std::isnan(short_sighted.median_nearest_um));
  CHECK(short_sighted.near_fraction == 0);
  CHECK(short_sighted.cross_k_ratio == 0);
}

TEST_CASE("a T cell on a tumour cell is at distance 0", "[readouts][spatial]") {
  const SpatialReadout r =
      spatial(still_model({9, 9, 9}),
              {{LocalSite{364}, CellType::cd8_t_cell}, {LocalSite{364}, CellType::tumour}}, 30);
  CHECK(r.median_nearest_um == 0);
  CHECK(r.pair_correlation[0] == Approx(729));
  CHECK(r.pair_correlation[1] == 0);
}

TEST_CASE("the median of distances", "[readouts][spatial]") {
  const ModelParameters m = still_model({30, 1, 1});
  InitialTissue tissue{{LocalSite{0}, CellType::tumour}};
  for (const std::uint32_t x : {1u, 4u, 6u, 20u}) tissue.push_back({LocalSite{x}, CellType::cd8_t_cell});
  const SpatialReadout r = spatial(m, tissue, 100);
  CHECK(r.median_nearest_um == Approx(40));
  CHECK(r.near_fraction == Approx(0.75));
}

TEST_CASE("nobody to measure from, nobody to measure to", "[readouts][spatial]") {
  const ModelParameters m = still_model({9, 9, 1});
  const SpatialReadout no_t_cells = spatial(m, {{LocalSite{40}, CellType::tumour}}, 30);
  CHECK(std::isnan(no_t_cells.near_fraction));
  CHECK(std::isnan(no_t_cells.cross_k_ratio));
  const SpatialReadout no_tumour = spatial(m, {{LocalSite{40}, CellType::cd8_t_cell}}, 30);
  CHECK(no_tumour.near_fraction == 0);
  CHECK(std::isnan(no_tumour.pair_correlation[1]));
}

TEST_CASE("a full lattice is neither clustered nor avoided, at its borders and across them",
          "[readouts][spatial]") {
  for (const Boundary boundary : {Boundary::closed, Boundary::periodic})
    for (const std::array<std::uint32_t, 3> size : {std::array{13u, 8u, 1u}, std::array{7u, 6u, 5u}}) {
      ModelParameters m = still_model(size);
      m.lattice.boundary = boundary;
      InitialTissue tissue;
      scatter(tissue, m, CellType::cd8_t_cell, 0.3, 1);
      place(tissue, m, CellType::tumour, [](int, int, int) { return true; });
      const SpatialReadout r = spatial(m, tissue, 60);
      CHECK(r.cross_k_ratio == 1);
      for (const double g : r.pair_correlation)
        if (!std::isnan(g)) CHECK(g == 1);
    }
}

TEST_CASE("a periodic axis shows no site twice", "[readouts][spatial]") {
  const Lattice lattice = make_lattice({7, 6, 1}, 10, Boundary::periodic, Neighbourhood::moore);
  std::set<std::pair<int, int>> seen;
  for (const PairOffset& o : pair_reach(lattice, 200).offsets)
    CHECK(seen.insert({(o.dx + 7) % 7, (o.dy + 6) % 6}).second);
  CHECK(seen.size() == 7 * 5);  // of an even axis the site opposite is left out
}

TEST_CASE("shells are whole distances rounded down", "[readouts][spatial]") {
  std::uint32_t shell = 0;
  for (std::uint32_t d2 = 0; d2 < most_pair_reach * most_pair_reach; ++d2) {
    shell = pairs::shell_of(d2, shell);
    CHECK(shell == static_cast<std::uint32_t>(std::floor(std::sqrt(static_cast<double>(d2)))));
  }
}

TEST_CASE("independent places give 1 within their scatter; clusters more, exclusion less",
          "[readouts][spatial]") {
  ModelParameters m = still_model({60, 60, 1});
  InitialTissue tissue;
  scatter(tissue, m, CellType::tumour, 0.2, 3);
  scatter(tissue, m, CellType::cd8_t_cell, 0.1, 4);
  const SpatialReadout r = spatial(m, tissue, 60);
  // About 360 T cells; a shell of k sites sees 360 k pairs at most, each there with chance 0.2, and no site
  // is seen more than k times: the variance is below 360 k · k · 0.2 · 0.8, the mean 360 k · 0.2.
  const double most_off = 5 * std::sqrt(0.8 / 0.2 / 360);
  for (const double g : r.pair_correlation) CHECK(g == Approx(1).margin(most_off));
  CHECK(r.cross_k_ratio == Approx(1).margin(most_off));
  InitialTissue apart;
  place(apart, m, CellType::tumour, [](int x, int, int) { return x < 30; });
  place(apart, m, CellType::cd8_t_cell, [](int x, int, int) { return x >= 33; });
  CHECK(spatial(m, apart, 60).pair_correlation[2] == 0);
  CHECK(spatial(m, apart, 60).cross_k_ratio < 0.2);
  InitialTissue together;
  place(together, m, CellType::tumour, [](int x, int, int) { return x < 15; });
  place(together, m, CellType::cd8_t_cell, [](int x, int, int) { return x < 15; });
  CHECK(spatial(m, together, 60).pair_correlation[0] == Approx(4));
}
