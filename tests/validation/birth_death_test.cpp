// Growth without crowding is a birth–death process (row 4 of the validation table): the mean grows as
// e^((b−d)t), and a family of one founder dies out with the chance d/b. 2,000 families, each in a replicate
// of its own, with daughters placed `anywhere`.
//
// Chances: a mean within 3 standard errors, P(miss) = 0.3 % for one seed; the seed is fixed, so a test either
// passes or does not. Biases, with δ = b·step = 1/400 and t = 8/b:
//   a newborn cannot divide in the update of its birth: E[N] is low by b²·step·t = 2 %;
//   a daughter finds no site when her mother's site is in a cycle of the keyed permutation without a free
//   one, about 1/sites of the divisions (E[N] low by t·b/sites = 0.6 %), or when another mother stands
//   before the free site, about δ·N/sites of them (less still).
// The standard error of E[N] is 3.7 %, so that the biases are below one standard error.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr double birth = 1, death = 0.5;  // per unit of time
constexpr double steps_per_unit = 400;
constexpr std::uint32_t families = 2000;

ModelParameters family_model(double death_per_unit) {
  ModelParameters m = quiet_model({36, 36, 1});
  m.tumour.placement = Placement::anywhere;
  m.tumour.division_per_day = per_day(birth, steps_per_unit);
  m.tumour.death_per_day = per_day(death_per_unit, steps_per_unit);
  m.tumour.apoptotic_clearance_h = 0;
  return m;
}

/// Live cells of each family at a time.
std::vector<double> family_sizes(const ModelParameters& m, double time, std::uint64_t seed) {
  const auto simulation =
      make_host_simulation(start_of(m, {{centre_of(m), CellType::tumour}}, seed, families), 1);
  simulation->advance(static_cast<std::uint32_t>(time * steps_per_unit + 0.5));
  std::vector<double> sizes;
  for (const CensusRow& row : simulation->census()) sizes.push_back(static_cast<double>(row.tumour_cells()));
  return sizes;
}

}  // namespace

TEST_CASE("Families of dividing and dying cells grow as e^((b-d)t)", "[validation][birth_death]") {
  const double t = 8;
  const auto sizes = family_sizes(family_model(death), t, 2024);
  const Estimate size = estimate(sizes);
  INFO("mean " << size.mean << " +- " << size.standard_error << ", expected "
               << std::exp((birth - death) * t));
  CHECK(std::abs(size.mean - std::exp((birth - death) * t)) < 3 * size.standard_error);

  // Extinct at time t: q(1 − e)/(1 − q·e) with q = d/b and e = e^(−(b−d)t); at t = 8 it is 0.495, which
  // differs from q = 1/2 by less than half a standard error of 0.011.
  double extinct = 0;
  for (double n : sizes) extinct += n == 0 ? 1.0 / families : 0;
  const double q = death / birth, standard_error = std::sqrt(q * (1 - q) / families);
  INFO("extinct " << extinct << ", expected " << q << " +- " << standard_error);
  CHECK(std::abs(extinct - q) < 3 * standard_error);
}

TEST_CASE("Families that never die double at the division rate", "[validation][birth_death]") {
  // Sizes follow a geometric law with mean e^t: the standard error is 2.2 % of the mean. At t = 4 the biases
  // above sum to 1.2 %.
  const double t = 4;
  const Estimate size = estimate(family_sizes(family_model(0), t, 7));
  INFO("mean " << size.mean << " +- " << size.standard_error << ", expected " << std::exp(t));
  CHECK(std::abs(size.mean - std::exp(birth * t)) < 3 * size.standard_error);
}
