// What daughters inherit changes how often they divide: each driver multiplies the rate by 1 + a, and
// resistance to a targeted inhibitor keeps all of it. Cells far apart divide once, both daughters draw the
// mutation, and then one update follows.
//
// Births in it are binomial: 4 standard deviations of a share p of n cells are 4 √((1 − p)/(n p)). The two of
// a pair sometimes want the same of their many free neighbours, about one in 80 at p = 0.3.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 320, gap = 4, founders = (side / gap) * (side / gap);
constexpr double chance = 0.3, inhibition = 0.6, advantage = 0.4, minute = 1.0 / 1440;

/// Cells of a grid, or of a state, after a step in which each divides with a chance, drivers and drugs aside.
std::unique_ptr<Simulation> one_step(ModelParameters m, double division_chance,
                                     const ReplicateState* before = nullptr) {
  m.tumour.division_per_day = per_day(-std::log1p(-division_chance), 1);
  InitialTissue cells;
  for (std::uint32_t y = 0; y < side; y += gap)
    for (std::uint32_t x = 0; x < side; x += gap)
      cells.push_back({LocalSite{x + side * y}, CellType::tumour});
  SimulationStart start = start_of(m, cells, 52);
  if (before) start.replicates[0].state = std::make_shared<const ReplicateState>(*before);
  auto simulation = make_host_simulation(start, 1);
  simulation->advance(1);
  return simulation;
}

/// Share of the daughters that divide in the second step.
double share_dividing(const ModelParameters& m) {
  const ReplicateState state = one_step(m, 1 - 1e-12)->state(0);
  const auto cells = static_cast<double>(state.tumour.site.size());
  REQUIRE(cells == 2 * founders);
  return static_cast<double>(one_step(m, chance, &state)->census()[0].tumour_cells()) / cells - 1;
}

void check_share(double found, double expected) {
  const double deviations = 4 * std::sqrt((1 - expected) / (2 * founders * expected));
  CHECK(found == Approx(expected).epsilon(deviations + 0.02));
}

/// A full effect of the inhibitor from the second step on.
ModelParameters treated_model() {
  ModelParameters m = quiet_model({side, side, 1});
  m.time.entry_min = 1;
  m.treatment.targeted_inhibition = inhibition;
  TherapyItem drug;
  drug.drug = Drug::targeted_inhibitor, drug.dose = 1e12, drug.start_day = 1.5 * minute;
  m.therapy = {drug};
  return m;
}

}  // namespace

TEST_CASE("Resistant cells divide under the inhibitor as if it were not there", "[validation][growth]") {
  for (const double resistant : {0.0, 0.5, 1.0}) {
    INFO("resistant " << resistant);
    ModelParameters m = treated_model();
    m.mutation.resistance_per_daughter = resistant;
    check_share(share_dividing(m), chance * (1 - inhibition * (1 - resistant)));
  }
  ModelParameters untreated = treated_model();
  untreated.therapy[0].start_day = 1;  // later than this test ends
  check_share(share_dividing(untreated), chance);
}

TEST_CASE("A driver multiplies the division rate by its advantage", "[validation][growth]") {
  const double with_driver = 1 - std::pow(1 - chance, 1 + advantage);
  for (const double drivers : {0.0, 0.5, 1.0}) {
    INFO("drivers " << drivers);
    ModelParameters m = quiet_model({side, side, 1});
    m.mutation.driver_per_daughter = drivers;
    m.mutation.driver_advantage = advantage;
    check_share(share_dividing(m), drivers * with_driver + (1 - drivers) * chance);
  }
}
