// A targeted inhibitor takes its share of the divisions, but none from cells that mutated to resistance.
// Cells far apart divide once, both daughters draw the mutation, and then the drug is there for one update.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr std::uint32_t side = 320, gap = 4, founders = (side / gap) * (side / gap);
constexpr double chance = 0.3, inhibition = 0.6, minute = 1.0 / 1440;

ModelParameters treated_model() {
  ModelParameters m = quiet_model({side, side, 1});
  m.time.entry_min = 1;
  m.treatment.targeted_inhibition = inhibition;
  TherapyItem drug;
  drug.drug = Drug::targeted_inhibitor, drug.dose = 1e12, drug.start_day = 1.5 * minute;
  m.therapy = {drug};
  return m;
}

std::unique_ptr<Simulation> one_step(ModelParameters m, double division_chance,
                                     const ReplicateState* before) {
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

/// Share of the cells that divide under the drug, of a population in which so many daughters are resistant.
double share_dividing(const ModelParameters& m) {
  const ReplicateState state = one_step(m, 1 - 1e-12, nullptr)->state(0);
  const auto cells = static_cast<double>(state.tumour.site.size());
  REQUIRE(cells == 2 * founders);
  return static_cast<double>(one_step(m, chance, &state)->census()[0].tumour_cells()) / cells - 1;
}

}  // namespace

TEST_CASE("Resistant cells divide under the inhibitor as if it were not there", "[validation][inhibitor]") {
  // Binomial over 12,800 cells: 4 standard deviations of a share p are 4 sqrt((1 - p) / (12800 p)), 5.4 % at
  // p = 0.3, 9.6 % at 0.12. The two of a pair sometimes want the same of their many free neighbours: up
  // to 1.3 %.
  for (const double resistant : {0.0, 0.5, 1.0}) {
    ModelParameters m = treated_model();
    m.mutation.resistance_per_daughter = resistant;
    const double expected = chance * (1 - inhibition * (1 - resistant));
    const double deviations = 4 * std::sqrt((1 - expected) / (2 * founders * expected));
    INFO("resistant " << resistant);
    CHECK(share_dividing(m) == Approx(expected).epsilon(deviations + 0.013));
  }
  ModelParameters untreated = treated_model();
  untreated.therapy[0].start_day = 1;  // later than this test ends
  CHECK(share_dividing(untreated) == Approx(chance).epsilon(0.07));
}
