// A simulation that starts from another's state goes on with the same bits: digests, cells,
// fields, census and clone log, whatever the number of threads and whoever shares the world.
#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "agents/simulation.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"
#include "tests/determinism/scenarios.hpp"

namespace tilscape {

namespace {

constexpr std::uint32_t census_every = 7, clones_every = 11, digest_every = 4;

/// What a run leaves behind: all that its output is made of.
struct Left {
  std::vector<std::vector<std::uint64_t>> digests;  // now and then
  std::vector<CensusRow> census;                    // of the first replicate
  std::vector<CloneRecord> clones;                  // in the order they were reported
  std::vector<ScenePlain> pictures;                 // of each replicate, at the end
};

/// From where the simulation is to step `last`.
void advance(Simulation& simulation, std::uint32_t last, Left& left) {
  while (simulation.now().value < last) {
    simulation.step();
    const std::uint32_t now = simulation.now().value;
    if (now % digest_every == 0) left.digests.push_back(simulation.digest());
    if (now % census_every == 0) left.census.push_back(simulation.census()[0]);
    if (now % clones_every == 0)
      for (const CloneRecord& record : simulation.new_clones()) left.clones.push_back(record);
  }
}

void finish(Simulation& simulation, Left& left) {
  left.digests.push_back(simulation.digest());
  for (const CloneRecord& record : simulation.new_clones()) left.clones.push_back(record);
  for (std::uint32_t r = 0; r < simulation.lattice().replicates; ++r)
    left.pictures.push_back(simulation.scene_aside(r)().plain());
}

/// The same members from their states.
SimulationStart continued(Simulation& simulation, SimulationStart start) {
  for (std::uint32_t r = 0; r < start.replicates.size(); ++r)
    start.replicates[r].state = std::make_shared<const ReplicateState>(simulation.state(r));
  return start;
}

void require_same(const Left& a, const Left& b) {
  REQUIRE(a.digests == b.digests);
  REQUIRE(a.census.size() == b.census.size());
  for (std::size_t k = 0; k < a.census.size(); ++k) {
    const auto x = columns_of(a.census[k]), y = columns_of(b.census[k]);
    for (std::size_t c = 0; c < x.size(); ++c) {
      CAPTURE(k, x[c].name);
      CHECK(x[c].value == y[c].value);
    }
  }
  REQUIRE(a.clones.size() == b.clones.size());
  for (std::size_t k = 0; k < a.clones.size(); ++k)
    REQUIRE((a.clones[k].id == b.clones[k].id && a.clones[k].replicate == b.clones[k].replicate &&
             a.clones[k].antigens == b.clones[k].antigens && a.clones[k].kinds == b.clones[k].kinds));
  REQUIRE(a.pictures.size() == b.pictures.size());
  for (std::size_t r = 0; r < a.pictures.size(); ++r) {
    CHECK(a.pictures[r].fields == b.pictures[r].fields);
    CHECK(a.pictures[r].cells.site == b.pictures[r].cells.site);
    CHECK(a.pictures[r].cells.cell_id == b.pictures[r].cells.cell_id);
    CHECK(a.pictures[r].cells.hits == b.pictures[r].cells.hits);
    CHECK(a.pictures[r].cells.pd1 == b.pictures[r].cells.pd1);
  }
}

Scenario with_replicates(Scenario scenario, std::uint32_t replicates) {
  scenario.run.replicates = replicates;
  return scenario;
}

}  // namespace

TEST_CASE("a simulation goes on from a state with the same bits, on any threads and in any memory order") {
  for (const Scenario& plain : determinism_scenarios()) {
    const bool is_small = plain.run.model.lattice.size[2] <= 20;
    const Scenario scenario = with_replicates(plain, is_small ? 2 : 1);
    const SimulationStart start = make_start(scenario.run, nullptr);
    Left undisturbed;
    const auto whole = make_host_simulation(start, 2);
    advance(*whole, scenario.steps, undisturbed);
    finish(*whole, undisturbed);
    const std::vector<std::uint32_t> cuts =
        is_small ? std::vector<std::uint32_t>{0, 1, scenario.steps / 2, scenario.steps - 3}
                 : std::vector<std::uint32_t>{scenario.steps / 2};
    for (const std::uint32_t cut : cuts) {
      CAPTURE(scenario.name, cut);
      Left left;
      auto simulation = make_host_simulation(start, 2);
      advance(*simulation, cut, left);
      SimulationStart rest = continued(*simulation, start);
      rest.execution.host_block = 32;
      rest.execution.reorder_every_steps = 5;
      simulation = make_host_simulation(rest, 3);
      CHECK(simulation->broken_invariants().empty());
      advance(*simulation, scenario.steps, left);
      finish(*simulation, left);
      require_same(undisturbed, left);
    }
  }
}

TEST_CASE("taking a state changes nothing, and it is the same on any threads") {
  const Scenario scenario = determinism_scenarios().front();
  const SimulationStart start = make_start(scenario.run, nullptr);
  Left undisturbed, disturbed;
  const auto plain = make_host_simulation(start, 1), watched = make_host_simulation(start, 3);
  for (std::uint32_t step = 1; step <= scenario.steps; ++step) {
    advance(*plain, step, undisturbed);
    advance(*watched, step, disturbed);
    const ReplicateState state = watched->state(0);
    if (step < scenario.steps) continue;
    ReplicateState other = plain->state(0);
    CHECK(state.tumour.id == other.tumour.id);
    CHECK(state.tumour.pdl1 == other.tumour.pdl1);
    CHECK(state.immune_cells.until == other.immune_cells.until);
    CHECK(state.events == other.events);
    CHECK(state.clones.size() == other.clones.size());
    CHECK(state.residuals == other.residuals);
  }
  finish(*plain, undisturbed);
  finish(*watched, disturbed);
  require_same(undisturbed, disturbed);
}

TEST_CASE("replicates that ran together go on alone, and those that ran alone together") {
  const Scenario scenario = with_replicates(determinism_scenarios().front(), 3);
  const std::uint32_t cut = scenario.steps / 2;
  const SimulationStart start = make_start(scenario.run, nullptr);
  const auto together = make_host_simulation(start, 2);
  together->advance(cut);
  SimulationStart rest = start;
  for (std::uint32_t r = 0; r < 3; ++r) {
    const auto alone = make_host_simulation(make_start(scenario.run, nullptr, static_cast<int>(r)), 1);
    alone->advance(cut);
    SimulationStart one{{start.replicates[r]}, start.execution};
    one.replicates[0].state = std::make_shared<const ReplicateState>(together->state(r));
    rest.replicates[r].state = std::make_shared<const ReplicateState>(alone->state(0));
    const auto goes_on = make_host_simulation(one, 2);
    CHECK(goes_on->digest() == alone->digest());
    goes_on->advance(10);
    alone->advance(10);
    CHECK(goes_on->digest() == alone->digest());
  }
  const auto again = make_host_simulation(rest, 2);
  CHECK(again->digest() == together->digest());
  again->advance(10);
  together->advance(10);
  CHECK(again->digest() == together->digest());
}

TEST_CASE("a T cell that is engaged with what lies behind a closed border is refused") {
  RunParameters run = determinism_scenarios().front().run;
  run.model.lattice.boundary = Boundary::closed;
  const SimulationStart start = make_start(run, nullptr);
  const auto simulation = make_host_simulation(start, 1);
  ReplicateState state = simulation->state(0);
  const Lattice& lattice = simulation->lattice();
  state.immune.assign(lattice.sites(), Immune::none);
  state.immune[0] = Immune::cd8_engaged;
  state.immune_cells = {};
  std::apply([](auto&... column) { (column.resize(1), ...); }, state.immune_cells.columns());
  for (std::uint32_t d = 0; d < lattice.neighbour_count; ++d) {
    state.immune_cells.target[0] = static_cast<std::uint8_t>(2 + d);
    const bool is_there = lattice.neighbour(lattice.locate(SiteIndex{0}), d) != no_site;
    CHECK(wrong_with(state, lattice).empty() == is_there);
  }
}

TEST_CASE("a state that is not one of the lattice is refused with the reason") {
  const Scenario scenario = determinism_scenarios().front();
  const SimulationStart start = make_start(scenario.run, nullptr);
  const auto simulation = make_host_simulation(start, 1);
  simulation->advance(20);
  const ReplicateState good = simulation->state(0);
  const Lattice& lattice = simulation->lattice();
  REQUIRE(wrong_with(good, lattice).empty());
  REQUIRE(good.tumour.site.size() > 1);
  REQUIRE(good.immune_cells.site.size() > 1);
  const auto broken = [&](const auto& how) {
    ReplicateState state = good;
    how(state);
    CHECK_FALSE(wrong_with(state, lattice).empty());
    SimulationStart from = start;
    from.replicates[0].state = std::make_shared<const ReplicateState>(state);
    CHECK_THROWS_AS(make_host_simulation(from, 1), OutputError);
  };
  broken([](ReplicateState& s) { s.tissue.pop_back(); });
  broken([](ReplicateState& s) { s.fields[1].push_back(0); });
  broken([](ReplicateState& s) { s.tumour.hits.pop_back(); });
  broken([](ReplicateState& s) { s.tissue[0] = static_cast<Tissue>(200); });
  broken([](ReplicateState& s) { s.immune[s.immune_cells.site[0].value] = Immune::none; });
  broken([](ReplicateState& s) { std::swap(s.tumour.site[0], s.tumour.site[1]); });
  broken([](ReplicateState& s) { s.tumour.site.back().value = 4000000000u; });
  broken([](ReplicateState& s) { s.immune_cells.heading[0] = 26; });
  broken([](ReplicateState& s) { s.immune_cells.target[0] = 40; });
  broken([](ReplicateState& s) { s.immune_cells.receptor[0] = 128; });
  broken([](ReplicateState& s) { s.clones_reported = s.clones.size() + 1; });
  const float no_number = std::numeric_limits<float>::quiet_NaN();
  broken([&](ReplicateState& s) { s.fields[0][3] = no_number; });
  broken([&](ReplicateState& s) { s.fields[1][0] = -1; });  // a table of its law has no place for it
  broken([&](ReplicateState& s) { s.tumour.pdl1[0] = std::numeric_limits<float>::infinity(); });
  broken([&](ReplicateState& s) { s.tumour.mhc1[0] = 1.5f; });
  broken([&](ReplicateState& s) { s.immune_cells.pd1[0] = -0.25f; });
  broken([&](ReplicateState& s) { s.immune_cells.exhaustion[0] = no_number; });
  broken([](ReplicateState& s) { s.step.value = max_steps + 1; });
  broken([](ReplicateState& s) { s.tumour.last_hit[0] = s.step.value + 1; });
  broken([](ReplicateState& s) { s.immune_cells.divided[0] = s.step.value + 1; });
  broken([](ReplicateState& s) { s.tumour.id[0] = std::uint64_t{1} << 63; });
  broken([](ReplicateState& s) { s.events[2] = std::uint64_t{1} << 60; });
}

TEST_CASE("a body that is not this patient's is refused") {
  const auto scenarios = determinism_scenarios();
  const auto treated = std::find_if(scenarios.begin(), scenarios.end(),
                                    [](const Scenario& s) { return s.run.model.compartments.enabled; });
  const SimulationStart start = make_start(treated->run, nullptr);
  const auto simulation = make_host_simulation(start, 1);
  simulation->advance(20);
  const ReplicateState good = simulation->state(0);
  const auto broken = [&](const auto& how) {
    SimulationStart from = start;
    ReplicateState state = good;
    how(state);
    from.replicates[0].state = std::make_shared<const ReplicateState>(state);
    CHECK_THROWS_AS(make_host_simulation(from, 1), OutputError);
  };
  broken([](ReplicateState& s) { s.body = {}; });
  broken([](ReplicateState& s) { s.body.levels.push_back(0); });
  broken([](ReplicateState& s) { s.body.levels[3] = std::numeric_limits<double>::quiet_NaN(); });
  broken([](ReplicateState& s) { s.body.fraction[0] = std::uint64_t{1} << 32; });
  broken([](ReplicateState& s) { s.body.table[1] = 1u << 31; });
  broken([](ReplicateState& s) { s.body.told[body_count::entered(0)] = s.body.table[0] + 1; });
  broken([](ReplicateState& s) { s.body.counts.pop_back(); });
}

}  // namespace tilscape
