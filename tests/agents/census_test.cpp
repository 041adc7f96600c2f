// Means of the census: sums that would overflow in one word, and values that are none.
#include "agents/readouts/census.hpp"

#include <cmath>
#include <limits>

#include "agents/common_parameters.hpp"
#include "core/execution/host_executor.hpp"
#include "tests/agents/world_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// Two tumour cells on a lattice whose oxygen and chemokine can be written to.
struct Fixture {
  Fixture() {
    ModelParameters m = model_without_fields({12, 10, 1});
    m.fields[oxygen_field].enabled = m.fields[chemokine_field].enabled = true;
    m.fields[oxygen_field].initial = 38, m.fields[chemokine_field].initial = 2;
    SimulationStart start;
    start.replicates.push_back(
        {m, 1, 0, {{LocalSite{3}, CellType::tumour, 1.5f}, {LocalSite{4}, CellType::tumour, 2.5f}}});
    world = std::make_unique<World>(executor.memory(), lattice_of(start), start.replicates, 1);
    w = world->view(Step{5});
    reference.fill(1);
  }
  CensusRow row() { return take_census(executor, *world, Step{5}, 1, reference).at(0); }

  HostExecutor executor{1};
  std::unique_ptr<World> world;
  WorldView w;
  std::array<double, field_count> reference{};
};

}  // namespace

TEST_CASE("a mean of numbers far above their reference does not overflow", "[agents][census]") {
  Fixture f;
  CHECK(f.row().field_mean[oxygen_field] == 38);
  CHECK(f.row().field_mean[chemokine_field] == 2);
  CHECK(f.row().pdl1_mean == 2);
  f.reference[oxygen_field] = 1e-3;
  for (std::uint32_t s = 0; s < 120; ++s) f.w.field[oxygen_field][SiteIndex{s}] = 1e9f;
  CHECK(f.row().field_mean[oxygen_field] == Approx(1e9));  // 1e12 × 2^20 × 120 sites is more than 2^64
  f.w.field[oxygen_field][SiteIndex{7}] = 0.5f;
  CHECK(f.row().field_mean[oxygen_field] == Approx(119e9 / 120));
}

TEST_CASE("a mean of what is no number is no number", "[agents][census]") {
  const float broken = GENERATE(std::nanf(""), -1.0f, std::numeric_limits<float>::infinity());
  Fixture f;
  f.w.field[oxygen_field][SiteIndex{10}] = broken;
  f.w.field[oxygen_field][SiteIndex{11}] = broken;  // two of them used to cancel
  CHECK(std::isnan(f.row().field_mean[oxygen_field]));
  CHECK(f.row().field_mean[chemokine_field] == 2);
  CHECK(f.row().pdl1_mean == 2);
  f.w.tumour.pdl1[AgentIndex{1}] = broken;
  CHECK(std::isnan(f.row().pdl1_mean));
}
