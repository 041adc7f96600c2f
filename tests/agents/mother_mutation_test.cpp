// A mother that fills several sites in one update has divided as often: she mutates once for each daughter.
#include "tests/agents/clusters.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("Every division of an update mutates both daughters", "[agents][mutation]") {
  ModelParameters m = clusters::quiet_model();
  m.tumour.placement = Placement::per_bond;
  m.tumour.division_per_day = std::log(2.0) / m.time.tumour_turnover_min * 1440;  // half of the bonds fire
  m.mutation = {};
  m.mutation.passengers_per_daughter = 0.5;
  const auto simulation = simulation_of(m, clusters::tissue_of([](LocalSite s, InitialTissue& cells) {
                                          cells.push_back({s, CellType::tumour});
                                        }));
  simulation->advance(steps_of(m.time.tumour_turnover_min, m.time.base_step_min));
  const double births = static_cast<double>(events(simulation->census()[0], Event::tumour_birth));
  REQUIRE(births > 3.9 * clusters::count);
  double passengers = 0;
  for (const CloneRecord& clone : simulation->new_clones()) passengers += clone.passengers;
  const double expected = 2 * 0.5 * births;
  CHECK(passengers == Approx(expected).margin(4 * std::sqrt(expected)));
}
