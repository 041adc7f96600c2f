// Days of a run as steps, where floating point would have them a little more or less.
#include "tools/run/run_clock.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "tests/catch.hpp"

using namespace tilscape;

namespace {

RunParameters run_of(double days, double base_step_min) {
  RunParameters run;
  run.duration_days = days;
  run.model.time.base_step_min = base_step_min;
  return run;
}

}  // namespace

TEST_CASE("Every tenth of a day is the step it should be, as a duration and as a typed day", "[run_clock]") {
  int differing_hours = 0;
  for (const auto& [base_step_min, per_tenth] : {std::pair{1.0, 144u}, {0.5, 288u}, {0.1, 1440u}, {6.0, 24u}})
    for (unsigned tenths = 1; tenths <= 999; ++tenths) {
      const double days = std::strtod(fmt::format("{}.{}", tenths / 10, tenths % 10).c_str(), nullptr);
      CAPTURE(days, base_step_min);
      const std::uint32_t step = last_step(run_of(days, base_step_min));
      REQUIRE(step == tenths * per_tenth);
      REQUIRE(step_of_day(days, base_step_min) == step);
      differing_hours += hours_of(step, base_step_min) / 24 != days;
    }
  REQUIRE(differing_hours > 400);  // what a comparison of days would trip over
}

TEST_CASE("A day that is no whole number of steps ends with the nearest", "[run_clock]") {
  REQUIRE(last_step(run_of(0.1234567, 1)) == 178);
  REQUIRE(last_step(run_of(0.0001, 1)) == 0);
  REQUIRE_FALSE(step_of_day(0.1234567, 1));
  REQUIRE(step_of_day(0.3333333, 1) == 480);
  REQUIRE_FALSE(step_of_day(0.33333, 1));
  // Steps shorter than what a typed day may be off: the nearest, not any of them.
  for (const std::uint64_t step : {1, 2, 3, 1439, 1440})
    REQUIRE(step_of_day(static_cast<double>(step) * 0.001 / 1440, 0.001) == step);
  REQUIRE(step_of_day(100000, 0.001) == 144000000000u);
  REQUIRE_FALSE(step_of_day(std::numeric_limits<double>::quiet_NaN(), 1));
}
