// The table of phases: each runs when its period divides the step, in table order, and counts what it
// visited.
#include "core/execution/phase_table.hpp"

#include <string>

#include "core/base/wall_clock.hpp"
#include "tests/catch.hpp"

namespace tilscape {

TEST_CASE("phases run at multiples of their period, in table order") {
  PhaseTable table;
  std::string log;
  const auto phase = [&](const char* name, std::uint32_t period, std::uint64_t visits) {
    table.add(name, period, true, [&log, name, visits](Step) {
      log += name;
      return visits;
    });
  };
  phase("a", 3, 10);
  phase("b", 1, 1);
  phase("c", 2, 100);
  for (std::uint32_t step = 1; step <= 6; ++step) {
    table.run(Step{step}, WallClock{});
    log += '.';
  }
  CHECK(log == "b.bc.ab.bc.b.abc.");
  CHECK(table.phases()[0].executions == 2);
  CHECK(table.phases()[1].executions == 6);
  CHECK(table.phases()[2].executions == 3);
  CHECK(table.phases()[0].visited == 20);
  CHECK(table.phases()[2].visited == 300);
}

TEST_CASE("a phase's time is what its executor's clock says") {
  struct CountingClock {
    using Mark = double;
    double now = 0;
    Mark mark() { return now; }
    void add_since(Mark start, double& seconds) { seconds += now - start; }
  } clock;
  PhaseTable table;
  const auto phase = [&](std::uint32_t period, double takes) {
    table.add("timed", period, true, [&clock, takes](Step) {
      clock.now += takes;
      return std::uint64_t{1};
    });
  };
  phase(1, 0.25);
  phase(2, 8);
  for (std::uint32_t step = 1; step <= 4; ++step) table.run(Step{step}, clock);
  CHECK(table.phases()[0].seconds == 1);
  CHECK(table.phases()[1].seconds == 16);
}

TEST_CASE("a phase is told the step it runs at") {
  PhaseTable table;
  std::uint32_t seen = 0;
  table.add("only", 5, false, [&](Step step) {
    seen = step.value;
    return std::uint64_t{0};
  });
  for (std::uint32_t step = 1; step < 13; ++step) table.run(Step{step}, WallClock{});
  CHECK(seen == 10);
  CHECK_FALSE(table.phases()[0].visits_agents);
}

}  // namespace tilscape
