// Fluctuation test of Luria and Delbrück (row 8): how many of N cells carry a neutral mutation, when each of
// the two daughters of a division mutates with the chance μd. Per division that is μ = 1 − (1 − μd)², and N
// cells have seen N − 1 divisions, so p0 = (1 − μ)^(N−1) exactly. The whole law is that of Lea and Coulson
// (1949), with m = μN, in the limit of many cells and few mutations.
//
// Loss of B2M is the marker, with nobody to see it. Each family stops at its own N ≥ 300, and m follows its
// N. Departures of the law at finite N and step, all below the tolerance of the Kolmogorov–Smirnov test,
// 0.044: clones of one mutant are more frequent by the chance of a division per update, 1 % of
// m·e^(−m)/2 < 0.002; 1/N corrections are of order m/N = 0.004.
#include <algorithm>

#include "tests/catch.hpp"
#include "tests/validation/families.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t family_cells = 300, families = 2000;
constexpr double daughter_chance = 0.002;
constexpr double division_chance = 1 - (1 - daughter_chance) * (1 - daughter_chance);

/// P(at most n mutants) for n = 0 … size − 1, by the recursion of Ma, Sandri and Sarkar (1992):
/// p0 = e^(−m), pn = (m/n) Σ_{i<n} p_i / (n − i + 1).
std::vector<double> lea_coulson(double m, std::size_t size) {
  std::vector<double> p(size), at_most(size);
  p[0] = at_most[0] = std::exp(-m);
  for (std::size_t n = 1; n < size; ++n) {
    for (std::size_t i = 0; i < n; ++i) p[n] += p[i] / static_cast<double>(n - i + 1);
    p[n] *= m / static_cast<double>(n);
    at_most[n] = at_most[n - 1] + p[n];
  }
  return at_most;
}

}  // namespace

TEST_CASE("The Lea-Coulson recursion gives the values worked out by hand", "[validation][luria_delbruck]") {
  // m = 1: p0 = 1/e, p1 = p0/2, p2 = (p0/3 + p1/2)/2 = 7/24 p0.
  const auto at_most = lea_coulson(1, 3);
  CHECK(at_most[0] == Approx(std::exp(-1.0)));
  CHECK(at_most[1] == Approx(1.5 * std::exp(-1.0)));
  CHECK(at_most[2] == Approx((1.5 + 7.0 / 24) * std::exp(-1.0)));
}

TEST_CASE("Mutants per family follow Luria and Delbrueck", "[validation][luria_delbruck]") {
  ModelParameters m = family_model(family_cells, 0);
  m.mutation.b2m_loss_per_daughter = daughter_chance;
  constexpr std::size_t most = family_cells;
  std::vector<double> observed(most, 0), expected(most, 0);
  double without = 0, expected_without = 0, variance = 0;
  for (std::uint32_t r = 0; r < families; ++r) {
    const Family family = grow_family(m, family_cells, 11, r);
    const auto cells = static_cast<double>(family.census.tumour_cells());
    const double none = std::pow(1 - division_chance, cells - 1);
    without += family.census.b2m_lost == 0;
    expected_without += none;
    variance += none * (1 - none);
    const auto law = lea_coulson(division_chance * cells, most);
    for (std::size_t n = 0; n < most; ++n) {
      observed[n] += family.census.b2m_lost <= n ? 1.0 / families : 0;
      expected[n] += law[n] / families;
    }
  }
  INFO("families without mutants " << without << ", expected " << expected_without);
  CHECK(std::abs(without - expected_without) < 3 * std::sqrt(variance));

  double distance = 0;
  for (std::size_t n = 0; n < most; ++n) distance = std::max(distance, std::abs(observed[n] - expected[n]));
  // 0.1 % point of the Kolmogorov law, conservative for a discrete one: √(ln(2/0.001)/2)/√families.
  const double limit = std::sqrt(std::log(2 / 0.001) / 2 / families);
  INFO("Kolmogorov-Smirnov distance " << distance << ", at most " << limit);
  CHECK(distance < limit);
}
