// Well-mixed monogamous killing (row 12, Gadhamsetty et al. 2014): E T cells and T targets of which C pairs
// are conjugates have (E − C)(T − C) = h·C in balance, and targets die at the rate k·C.
//
// T cells are shuffled over N sites each step and reach R = 5 of them; targets stand so far apart that no
// site has two in reach. A T cell that does not hold one meets a free one with the chance R(T − C)/N, engages
// it with the chance a, and holds it for D steps, or τ = (1 − (1 − k)^D)/k on average if it kills it with the
// chance k in each. So C = τ·a·R/N·(E − C)(T − C), h = N/(R·a·τ). Left out, and below 0.5 %: sites that
// conjugates hold are closed to the others, and two T cells may meet one target in one step.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr double reach = 5, engages = 0.1;
constexpr std::uint32_t dwell = 200, gap = 7;

struct Killing {
  std::uint32_t side;
  std::uint32_t t_cells, targets;
  double kill_chance = 0;  // of a conjugate, per step
  bool monogamous = true;

  double h() const {
    const double held =
        kill_chance > 0 ? (1 - std::pow(1 - kill_chance, dwell)) / kill_chance : static_cast<double>(dwell);
    return static_cast<double>(side) * side / (reach * engages * held);
  }
  /// The smaller root of (E − C)(T − C) = hC.
  double conjugates(double live_targets) const {
    const double sum = t_cells + live_targets + h();
    return (sum - std::sqrt(sum * sum - 4.0 * t_cells * live_targets)) / 2;
  }
};

ModelParameters model_of(const Killing& k) {
  ModelParameters m = quiet_model({k.side, k.side, 1});
  m.lattice.neighbourhood = Neighbourhood::von_neumann;
  m.time.surveillance_min = 1;
  m.time.escape_min = m.time.tumour_turnover_min = m.time.immune_turnover_min = 10000;
  m.tumour.apoptotic_clearance_h = 1e6;
  m.escape.mhc1_basal = 1;
  m.immune.mixing = Mixing::shuffle;
  m.immune.shares_target = !k.monogamous;
  TCellParameters& t = m.t_cell;
  t.recognition_per_min = -std::log1p(-engages);
  t.engagement_min = dwell;
  t.refractory_min = 0;
  t.lethal_hits = 1;
  t.hits_per_h = -60 * std::log1p(-k.kill_chance);
  t.max_kills = 0;
  t.pd1_complexes_per_um2 = 0;  // no brake
  t.exhaustion_per_day = 0;
  return m;
}

InitialTissue tissue_of(const Killing& k) {
  InitialTissue tissue;
  const std::uint32_t per_row = k.side / gap;
  REQUIRE(k.targets <= per_row * per_row);
  for (std::uint32_t n = 0; n < k.targets; ++n)
    tissue.push_back({LocalSite{n % per_row * gap + n / per_row * gap * k.side}, CellType::tumour});
  for (std::uint32_t n = 0; n < k.t_cells; ++n) tissue.push_back({LocalSite{n}, CellType::cd8_t_cell});
  return tissue;
}

struct Course {
  double conjugates = 0, targets = 0;  // means
  double kills = 0, conjugate_steps = 0;
};

/// @param every  steps between looks
Course follow(const Killing& k, std::uint32_t burn_in, std::uint32_t steps, std::uint32_t every) {
  const auto simulation = make_host_simulation(start_of(model_of(k), tissue_of(k), 81), 1);
  simulation->advance(burn_in);
  simulation->census();  // events count from here
  Course course;
  const double looks = steps / every;
  for (std::uint32_t n = 0; n < steps; n += every) {
    const CensusRow row = simulation->census()[0];
    const auto engaged = static_cast<double>(row.immune[static_cast<std::size_t>(Immune::cd8_engaged)]);
    course.kills += static_cast<double>(row.events[static_cast<std::size_t>(Event::kill)]);
    course.conjugates += engaged / looks;
    course.targets += static_cast<double>(row.tumour_cells()) / looks;
    course.conjugate_steps += engaged * every;
    simulation->advance(every);
  }
  course.kills += static_cast<double>(simulation->census()[0].events[static_cast<std::size_t>(Event::kill)]);
  return course;
}

}  // namespace

TEST_CASE("Conjugates of well-mixed monogamous T cells obey (E - C)(T - C) = hC",
          "[validation][monogamous]") {
  struct Cells {
    std::uint32_t t_cells, targets;
  };
  for (const auto& [t_cells, targets] : {Cells{2000, 2000}, Cells{4000, 1000}, Cells{1000, 4000}}) {
    const Killing k{450, t_cells, targets};
    const double found = follow(k, 600, 4000, 40).conjugates, expected = k.conjugates(targets);
    INFO("E " << t_cells << ", T " << targets << ": C " << found << ", expected " << expected);
    CHECK(found == Approx(expected).epsilon(0.03));
  }
}

TEST_CASE("T cells that share targets make more conjugates than the monogamous law allows",
          "[validation][monogamous]") {
  Killing k{450, 2000, 2000};
  k.monogamous = false;
  const double found = follow(k, 600, 2000, 40).conjugates;
  // (E − C)(T − C/R) = hC: each conjugate closes one of the R sites from which its target can be met.
  CHECK((2000 - found) * (2000 - found / reach) == Approx(k.h() * found).epsilon(0.03));
  CHECK(found > 1.2 * k.conjugates(2000));
}

TEST_CASE("Monogamous T cells kill at the rate kC", "[validation][monogamous]") {
  Killing k{900, 4000, 16000};
  k.kill_chance = 0.02;
  const Course course = follow(k, 100, 1200, 1);  // every step: C when it begins decides
  INFO(course.kills << " kills, kC " << k.kill_chance * course.conjugate_steps);
  CHECK(course.kills > 10000);
  CHECK(course.kills == Approx(k.kill_chance * course.conjugate_steps).epsilon(0.03));
}

TEST_CASE("The law holds while targets are killed slowly", "[validation][monogamous]") {
  Killing k{450, 2000, 4000};
  k.kill_chance = 0.0005;
  const Course course = follow(k, 400, 1600, 20);
  INFO("C " << course.conjugates << ", expected " << k.conjugates(course.targets));
  CHECK(course.targets < 3600);
  CHECK(course.conjugates == Approx(k.conjugates(course.targets)).epsilon(0.03));
}
