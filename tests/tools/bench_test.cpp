// The bench's arithmetic on samples made up by hand, and that its cases are what their names say. Nothing
// here depends on how fast anything is.
#include <fstream>
#include <sstream>

#include "core/base/errors.hpp"
#include "tests/catch.hpp"
#include "tools/bench/digests.hpp"
#include "tools/bench/figures.hpp"
#include "tools/bench/size_check.hpp"

using namespace tilscape;

namespace {

/// Two repeats of an hour each: fields over 100 sites, a walk of 60 × 1000 T cells, a turnover.
Measurement made_up() {
  Measurement m;
  m.bench_case = find_bench_case("attack");
  m.run.model.time.base_step_min = 1;
  m.phases = {{"fields", false}, {"migration", true}, {"tumour_turnover", true}, {"census", false}};
  m.samples = {{4.0, {{2.0, 6, 600}, {1.0, 60, 60000}, {0.5, 2, 30000}, {0, 0, 0}}, 8'000'000'000, 0},
               {2.0, {{1.0, 6, 600}, {0.5, 60, 60000}, {0.25, 2, 30000}, {0, 0, 0}}, 8'000'000'000, 0}};
  m.cells = {15000, 1000, 400};
  m.sites = 100'000;
  m.world_bytes = 5'000'000;
  m.agent_bytes = 1'640'000;
  return m;
}

std::string refusal(const char* name, std::uint64_t cells, const BenchMemory& memory) {
  try {
    check_that_it_fits(find_bench_case(name), cells, memory);
  } catch (const DeviceError& error) {
    return error.what();
  }
  return {};
}

/// A case's cells before its first step.
CensusRow start_of(const BenchCase& c, std::uint64_t cells, Simulation& simulation) {
  CensusRow sum;
  const auto rows = simulation.census();
  CHECK(rows.size() == c.parameters(cells).replicates);
  for (const CensusRow& row : rows)
    for (int k = 0; k < site_codes; ++k) {
      sum.tissue[k] += row.tissue[k];
      sum.immune[k] += row.immune[k];
    }
  return sum;
}

}  // namespace

TEST_CASE("a spread is the median, with the mean of the middle two where their number is even") {
  const Spread odd = spread_of({3, 1, 7}), even = spread_of({8, 1, 2, 4});
  CHECK(odd.median == 3);
  CHECK(odd.least == 1);
  CHECK(odd.most == 7);
  CHECK(even.median == 3);
  CHECK(spread_of({5}).median == 5);
}

TEST_CASE("rates are what the samples say, by hand") {
  const Figures f = figures_of(made_up());
  REQUIRE(f.phases.size() == 3);  // the one that never ran is not among them
  CHECK(f.phases[1].executions == 60);
  CHECK(f.phases[1].ns_per_visit.most == Approx(1e9 / 60000));
  CHECK(f.agent_updates.median == 90000);
  CHECK(f.agent_seconds.least == 0.75);
  CHECK(f.agent_updates_per_s.least == Approx(90000 / 1.5));
  CHECK(f.agent_updates_per_s.most == Approx(90000 / 0.75));
  CHECK(f.cell_hours_per_s.median == Approx(0.5 * (16000 / 4.0 + 16000 / 2.0)));  // corpses live no hours
  CHECK(f.seconds_per_simulated_day.most == 96);
  REQUIRE(f.field_gb_per_s);
  CHECK(f.field_gb_per_s->median == Approx(0.5 * (4 + 8)));
  CHECK(f.bytes_per_agent == Approx(100));
  CHECK(f.bytes_per_site == Approx(33.6));
  CHECK_FALSE(f.live_agents_per_s);
  CHECK_FALSE(f.batch_gain);
}

TEST_CASE("live agents and replicates one by one are figures of the cases that ask for them") {
  Measurement m = made_up();
  m.bench_case = find_bench_case("peer-lattice");
  for (Sample& sample : m.samples) sample.live_agents = 1'800'000;  // 20 steps, 90 % of 100,000 sites
  m.one_by_one_s = {6, 6};
  const Figures f = figures_of(m);
  REQUIRE(f.live_agents_per_s);
  CHECK(f.live_agents_per_s->most == Approx(900'000));
  CHECK(*f.occupancy == Approx(0.9));
  REQUIRE(f.batch_gain);
  CHECK(f.batch_gain->least == Approx(1.5));
  CHECK(f.batch_gain->most == Approx(3));
}

TEST_CASE("one replicate's digest is its own, several are combined in their order") {
  CHECK(combined_digest({7}) == 7);
  CHECK(combined_digest({7, 8}) != combined_digest({8, 7}));
  CHECK(combined_digest({0, 0}) != combined_digest({0, 0, 0}));
}

TEST_CASE("the record in the tree is what the program writes, and is found by case and size") {
  std::ifstream file(std::string(TILSCAPE_SOURCE_DIR) + "/tools/bench/recorded_digests.inc");
  std::ostringstream text;
  text << file.rdbuf();
  CHECK(text.str() == render_digests(recorded_digests()));
  for (const BenchCase& c : bench_cases()) {
    INFO(c.name);
    CHECK(recorded_digest(c.name, 10'000).has_value());
    CHECK(recorded_digest(c.name, c.default_cells).has_value());
    CHECK_FALSE(recorded_digest(c.name, 12'345).has_value());
  }
}

TEST_CASE("a digest is 16 hexadecimal digits") {
  CHECK(parse_digest("00000000000000ff") == 255);
  for (const char* text : {"", "ff", "00000000000000fg", "-0000000000000ff", "00000000000000ff0"})
    CHECK_THROWS_AS(parse_digest(text), InputError);
}

TEST_CASE("cases are named once and a mistyped one is refused with the name that was meant") {
  for (const BenchCase& c : bench_cases()) CHECK(find_bench_case(c.name).what == c.what);
  CHECK_THROWS_WITH(find_bench_case("atack"), contains("did you mean 'attack'"));
}

TEST_CASE("what does not fit is refused with the figures") {
  const BenchMemory small{1e9, 0}, large{1e15, 0}, gpu{1e15, 1e9};
  CHECK(refusal("attack", 1'000'000, small).empty());
  CHECK_THAT(refusal("attack", 100'000'000, small), contains("expected at most 1.00 GB"));
  CHECK_THAT(refusal("attack", 100'000'000, gpu), contains("GPU"));
  CHECK_THAT(refusal("infiltrate", 1'000'000'000, large),
             contains("bytes"));  // 3.2e10 sites
  CHECK_FALSE(refusal("attack", 1'000'000'000'000, large).empty());
  CHECK_THROWS_AS(check_that_it_fits(find_bench_case("attack"), 9'999, large), InputError);
}

TEST_CASE("each case starts with the cells that it names, in the memory that was foretold") {
  constexpr std::uint64_t cells = 100'000;
  for (const BenchCase& c : bench_cases()) {
    INFO(c.name);
    const auto simulation = make_host_simulation(make_start(c.parameters(cells), nullptr), 1);
    const CensusRow start = start_of(c, cells, *simulation);
    const double named = c.counts == "T cells" ? static_cast<double>(start.cd8_cells())
                         : c.counts == "sites" ? simulation->lattice().world_sites()
                         : c.counts == "cells" ? static_cast<double>(start.cd8_cells() + start.tumour_cells())
                                               : static_cast<double>(start.tumour_cells());
    // Sites are a whole cube, at most 3 % more; cells are drawn, or counted in a ball: 5 σ are below 2 %.
    CHECK(named == Approx(cells).epsilon(0.04));
    CHECK(needs_of(c.parameters(cells)).world == Approx(simulation->bytes()).epsilon(0.2));
  }
}

TEST_CASE("everything that can happen to tumour cells and CD8 T cells happens in the case of that name") {
  const BenchCase& c = find_bench_case("everything");
  const auto simulation = make_host_simulation(make_start(c.parameters(10'000), nullptr), 1);
  simulation->advance(c.settle_steps + c.steps);
  const CensusRow row = simulation->census()[0];
  // Behind these come what treatments do, and what other immune cells do.
  constexpr auto first_of_others = static_cast<std::uint32_t>(Event::treatment_death);
  for (std::uint32_t e = 0; e < first_of_others; ++e) {
    INFO(event_table[e].column);
    CHECK(row.events[e] > 0);
  }
  CHECK(row.clones > 0);
  CHECK(row.hla_lost > 0);
  CHECK(row.b2m_lost > 0);
  CHECK(row.pdl1_high > 0);
}
