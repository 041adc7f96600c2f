// The same bits everywhere: however a run is executed, its digests are those of the reference stepper.
#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "core/execution/host_executor.hpp"
#include "tests/catch.hpp"
#include "tests/determinism/comparison.hpp"
#include "tests/determinism/scenarios.hpp"

namespace tilscape {

namespace {

/// One way to execute a run; none of it may be visible in a result.
struct Execution {
  int threads;
  std::uint32_t block, reorder_every;
  bool shuffled_start;

  std::string text() const {
    return std::to_string(threads) + " threads, blocks of " + std::to_string(block) + ", reorder every " +
           std::to_string(reorder_every) + (shuffled_start ? ", shuffled start" : "");
  }
};

std::vector<reference::World> reference_worlds(const Scenario& scenario) {
  std::vector<reference::World> worlds;
  for (const ReplicateStart& start : make_start(scenario.run, nullptr).replicates) worlds.emplace_back(start);
  return worlds;
}

/// Swaps every cell with one that a fixed sequence names.
void shuffle_cells(InitialTissue& cells) {
  std::uint64_t state = 1;
  for (std::size_t k = cells.size(); k > 1; --k) {
    state = mix64(state);
    std::swap(cells[k - 1], cells[state % k]);
  }
}

std::unique_ptr<Simulation> simulation_of(const Scenario& scenario, const Execution& how,
                                          int only_replicate = -1) {
  SimulationStart start = make_start(scenario.run, nullptr, only_replicate);
  start.execution.host_block = how.block;
  start.execution.reorder_every_steps = how.reorder_every;
  if (how.shuffled_start)
    for (ReplicateStart& replicate : start.replicates) shuffle_cells(replicate.tissue);
  return make_host_simulation(start, how.threads);
}

/// Digests of every step, [step − 1][replicate].
using Digests = std::vector<std::vector<std::uint64_t>>;

Digests digests_of(std::vector<reference::World>& worlds, std::uint32_t steps) {
  Digests digests(steps);
  for (auto& row : digests)
    for (reference::World& w : worlds) {
      advance(w);
      row.push_back(digest(w));
    }
  return digests;
}

/// Runs the reference again up to the step where a simulation went astray, and says what differs there.
std::string explain(const Scenario& scenario, Simulation& simulation, std::uint32_t replicate) {
  reference::World w = std::move(reference_worlds(scenario)[replicate]);
  while (w.step < simulation.now().value) advance(w);
  return first_difference(simulation, replicate, w);
}

/// Steps a simulation through all digests. Ends at the first one that differs, with an explanation.
void compare_every_step(const Scenario& scenario, const std::string& how, Simulation& simulation,
                        const Digests& expected) {
  for (const auto& row : expected) {
    simulation.step();
    const std::vector<std::uint64_t> got = simulation.digest();
    for (std::uint32_t r = 0; r < row.size(); ++r)
      if (got[r] != row[r])
        FAIL(scenario.name << ", " << how << ": step " << simulation.now().value << ", replicate " << r
                           << ": " << explain(scenario, simulation, r));
  }
  CAPTURE(scenario.name, how);
  CHECK(simulation.broken_invariants() == "");
}

/// What happened in all scenarios together, as the reference stepper counted it.
struct Happened {
  std::array<std::uint64_t, event_kinds> events{};
  std::uint16_t clone_kinds = 0, genotypes = 0;
  std::uint32_t most_drivers = 0;
  std::array<bool, site_codes> tissue{}, immune{};

  void add(const reference::World& w) {
    for (std::uint32_t e = 0; e < event_kinds; ++e) events[e] += w.events[e];
    for (const CloneRecord& c : w.clones) {
      clone_kinds |= c.kinds;
      genotypes |= c.genotype;
      most_drivers = std::max(most_drivers, genotype::drivers(c.genotype));
    }
    for (std::size_t s = 0; s < w.grid.sites(); ++s) {
      tissue[static_cast<std::size_t>(w.tissue(s))] = true;
      immune[static_cast<std::size_t>(w.immune(s))] = true;
    }
  }
};

/// Events and counts of cells, which no digest holds.
void compare_census(const Scenario& scenario, Simulation& simulation,
                    const std::vector<reference::World>& worlds) {
  const std::vector<CensusRow> census = simulation.census();
  REQUIRE(census.size() == worlds.size());
  for (std::size_t r = 0; r < worlds.size(); ++r) {
    const reference::World& w = worlds[r];
    std::array<std::uint64_t, site_codes> tissue{}, immune{};
    for (std::size_t s = 0; s < w.grid.sites(); ++s) {
      ++tissue[static_cast<std::size_t>(w.tissue(s))];
      ++immune[static_cast<std::size_t>(w.immune(s))];
    }
    CAPTURE(scenario.name, r);
    CHECK(census[r].tissue == tissue);
    CHECK(census[r].immune == immune);
    for (std::uint32_t e = 0; e < event_kinds; ++e) {
      CAPTURE(event_table[e].column);
      CHECK(census[r].events[e] == w.events[e]);
    }
    CHECK(census[r].clones == w.clones.size());
  }
}

const Execution executions[] = {{1, 256, 0, false}, {2, 256, 16, false}, {2, 1, 1, true},
                                {1, 32, 7, true},   {2, 32, 0, true},    {2, 256, 7, false}};

}  // namespace

TEST_CASE("every execution on the host gives the reference stepper's bits at every step") {
  Happened happened;
  for (const Scenario& scenario : determinism_scenarios()) {
    std::vector<reference::World> worlds = reference_worlds(scenario);
    const Digests expected = digests_of(worlds, scenario.steps);
    for (const Execution& how : executions) {
      const auto simulation = simulation_of(scenario, how);
      compare_every_step(scenario, how.text(), *simulation, expected);
      compare_census(scenario, *simulation, worlds);
    }
    for (const reference::World& w : worlds) happened.add(w);
  }
  // The scenarios are worth nothing unless everything that can happen does.
  for (std::uint32_t e = 0; e < event_kinds; ++e) {
    CAPTURE(event_table[e].column);
    CHECK(happened.events[e] > 0);
  }
  CHECK(happened.clone_kinds == 0x1ff);
  CHECK((happened.genotypes & 0x3ff) == 0x3ff);  // every HLA allele, B2M and JAK lost, PD-L1, resistance
  CHECK(happened.most_drivers >= 2);
  for (int code = 0; code <= static_cast<int>(Tissue::vessel); ++code) {
    CAPTURE(code);
    CHECK(happened.tissue[code]);
  }
  for (int code = 0; code <= static_cast<int>(Immune::cd8_activated); ++code) {
    CAPTURE(code);
    CHECK(happened.immune[code]);
  }
}

TEST_CASE("the large scenario is large enough for parallel loops over both populations") {
  const Scenario scenario = determinism_scenarios().back();
  const auto simulation = simulation_of(scenario, {2, 256, 16, false});
  simulation->advance(scenario.steps);
  const CensusRow row = simulation->census()[0];
  CHECK(row.tumour_cells() > 10000);
  CHECK(row.cd8_cells() > 10000);
}

TEST_CASE("a replicate alone gives the bits that it gives among others") {
  for (Scenario scenario : determinism_scenarios()) {
    if (scenario.run.model.lattice.size[2] > 20) continue;
    scenario.run.replicates = 3;
    const auto together = simulation_of(scenario, {2, 32, 16, false});
    together->advance(scenario.steps);
    const std::vector<std::uint64_t> digests = together->digest();
    REQUIRE(digests.size() == 3);
    CHECK(digests[0] != digests[1]);
    CHECK(digests[1] != digests[2]);
    for (int r = 0; r < 3; ++r) {
      const auto alone = simulation_of(scenario, {1, 256, 0, false}, r);
      alone->advance(scenario.steps);
      CAPTURE(scenario.name, r);
      CHECK(alone->digest() == std::vector<std::uint64_t>{digests[r]});
    }
  }
}

TEST_CASE("a team that changes its size between passes gives the bits of one thread") {
  for (const Scenario& scenario : determinism_scenarios()) {
    const SimulationStart start = make_start(scenario.run, nullptr);
    const auto team = std::make_shared<HostTeam>(
        4, [](std::uint64_t pass) { return 1 + static_cast<int>(mix64(pass) % 4); });
    const auto varied = make_host_simulation(start, HostExecutor(team, 32));
    const auto alone = make_host_simulation(start, 1);
    CAPTURE(scenario.name);
    for (std::uint32_t step = 1; step <= scenario.steps; ++step) {
      varied->step(), alone->step();
      CAPTURE(step);
      REQUIRE(varied->digest() == alone->digest());
    }
    CHECK(varied->broken_invariants() == "");
  }
}

TEST_CASE("another seed gives another digest") {
  Scenario scenario = determinism_scenarios().front();
  scenario.steps = 10;
  const auto first = simulation_of(scenario, {1, 256, 0, false});
  scenario.run.seed += 1;
  const auto second = simulation_of(scenario, {1, 256, 0, false});
  first->advance(scenario.steps);
  second->advance(scenario.steps);
  CHECK(first->digest() != second->digest());
}

}  // namespace tilscape
