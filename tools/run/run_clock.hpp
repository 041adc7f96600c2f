// Steps, days and hours of a run. What is compared are steps: in floating point the hours of a step and those
// of the day that it ends are not always the same number.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "agents/parameters/parameters.hpp"
#include "core/io/run/read_run.hpp"

namespace tilscape {

/// The step that a run ends with: the one nearest to duration_days.
std::uint32_t last_step(const RunParameters& run);

/// Simulated hours at a step, as snapshots, checkpoints and census state them.
double hours_of(std::uint64_t step, double base_step_min);

/// How far a day that somebody typed may be from the step that is meant.
inline constexpr double typed_day_rounding = 1e-6;

/// The step that somebody means by a day, 0 to 100,000: the nearest one; none if that is further away than
/// typed_day_rounding. Test: tests/tools/run_clock_test.cpp
std::optional<std::uint64_t> step_of_day(double day, double base_step_min);

/// The snapshot of a day that somebody typed, if the run has one.
/// @throws InputError, OutputError when the run cannot be read
std::optional<SnapshotInfo> snapshot_of_day(const std::filesystem::path& run_folder, double day);

}  // namespace tilscape
