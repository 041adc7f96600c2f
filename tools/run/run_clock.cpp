// The step of a run is a number of its configuration.
#include "tools/run/run_clock.hpp"

#include <cmath>

#include "agents/parameters/derive.hpp"
#include "config/read/read_config.hpp"
#include "core/io/run/run_folder.hpp"

namespace tilscape {

namespace {

constexpr double minutes_per_day = 1440;

}  // namespace

std::uint32_t last_step(const RunParameters& run) {
  return steps_of(run.duration_days * minutes_per_day, run.model.time.base_step_min);
}

double hours_of(std::uint64_t step, double base_step_min) {
  return static_cast<double>(step) * base_step_min / 60;
}

std::optional<std::uint64_t> step_of_day(double day, double base_step_min) {
  const double step_days = base_step_min / minutes_per_day, nearest = std::round(day / step_days);
  if (!(std::abs(day - nearest * step_days) <= typed_day_rounding)) return {};
  return static_cast<std::uint64_t>(nearest);
}

std::optional<SnapshotInfo> snapshot_of_day(const std::filesystem::path& run_folder, double day) {
  const std::string name = (run_folder / run_files::config).string();
  const double base_step_min = read_config(name).model.time.base_step_min;
  const auto step = step_of_day(day, base_step_min);
  return step ? find_snapshot(run_folder, hours_of(*step, base_step_min)) : std::nullopt;
}

}  // namespace tilscape
