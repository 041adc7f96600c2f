// Growth with placement `push`.
//
// Volume: where every cell reaches a free site, all divide, and families grow as without crowding
// (tests/validation/birth_death_test.cpp), E[N] = e^(bt). With δ = b·step = 1/400 and t = 4/b the mean is low
// because a newborn cannot divide in the update of its birth, by δ·t = 1 %, and because a mother loses her
// ray to another of the same update and tries again, at most by the share of pairs of mothers, δ·N/2 with N
// = e^t of the last cells: less than 4 % of the divisions in the last unit of time, and a third of that
// overall where one pair in three meets. Standard error of 1,000 families: 3.1 %.
//
// Surface: with a reach of K spacings all cells divide that have a free site at most so far away. In 2-D the
// layer is K deep along the lattice's eight directions, and K·cos(φ) between them, φ up to 22.5°: 0.974 K on
// average. The front moves as fast as the layer grows, dR/dt = b·0.974·K·(1 − K/2R) for a disc. On a lattice
// the front is rough, so that sites are reached from farther inside, which is most of it for K = 1 (a cluster
// as in tests/validation/cluster_growth_test.cpp), and rays of one update meet, one in fifteen at K = 8 and
// δ = 1/200. So dR/dt is held to 10 % for K = 4 and 8, and its being steady to 8 %; one disc's varies by 2 %.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

ModelParameters pushing_model(std::uint32_t side, std::uint32_t reach, double steps_per_unit) {
  ModelParameters m = quiet_model({side, side, 1});
  m.tumour.placement = Placement::push;
  m.tumour.push_reach = reach;
  m.tumour.division_per_day = per_day(1, steps_per_unit);
  m.time.escape_min = 10000;
  return m;
}

/// Radius of a disc of as many sites, in sites, at each whole unit of time.
std::vector<double> radii(const ModelParameters& m, double steps_per_unit, int units) {
  const auto simulation = make_host_simulation(start_of(m, {{centre_of(m), CellType::tumour}}, 3), 1);
  std::vector<double> radii;
  for (int t = 0; t <= units; ++t) {
    radii.push_back(std::sqrt(static_cast<double>(simulation->census()[0].tumour_cells()) / 3.14159265));
    simulation->advance(static_cast<std::uint32_t>(steps_per_unit));
  }
  return radii;
}

/// Speed of the front, sites per unit of time.
double speed(const std::vector<double>& radii, std::size_t from, std::size_t to) {
  return (radii[to] - radii[from]) / static_cast<double>(to - from);
}

void check_front(std::uint32_t reach, bool is_smooth) {
  constexpr double steps_per_unit = 200;
  const auto r = radii(pushing_model(221, reach, steps_per_unit), steps_per_unit, 18);
  const double early = speed(r, 10, 14), late = speed(r, 14, 18), radius = (r[14] + r[18]) / 2;
  const double layer = 0.974 * reach * (1 - reach / (2 * radius));
  INFO("reach " << reach << ": " << early << ", later " << late << " sites per unit, expected " << layer);
  CHECK(late == Approx(early).epsilon(0.08));
  if (is_smooth) CHECK(late == Approx(layer).epsilon(0.10));
}

}  // namespace

TEST_CASE("Families that push double at the division rate", "[validation][push]") {
  constexpr double steps_per_unit = 400, t = 4;
  const ModelParameters m = pushing_model(28, 60, steps_per_unit);
  const auto families = make_host_simulation(start_of(m, {{centre_of(m), CellType::tumour}}, 11, 600), 1);
  families->advance(static_cast<std::uint32_t>(t * steps_per_unit));
  std::vector<double> sizes;
  for (const CensusRow& row : families->census()) sizes.push_back(static_cast<double>(row.tumour_cells()));
  const Estimate size = estimate(sizes);
  INFO("mean " << size.mean << " +- " << size.standard_error << ", expected " << std::exp(t));
  CHECK(std::abs(size.mean - std::exp(t)) < 3 * size.standard_error);
}

TEST_CASE("A tumour grows as fast as the layer that can push", "[validation][push]") {
  check_front(1, false);
  check_front(4, true);
  check_front(8, true);
}
