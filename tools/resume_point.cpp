// Checkpoints are tried from the newest to the oldest.
#include "tools/resume_point.hpp"

#include <fmt/core.h>

#include <cmath>

#include "core/errors.hpp"
#include "core/io/read_run.hpp"
#include "core/io/run_folder.hpp"
#include "tools/checkpoint_of.hpp"
#include "tools/say.hpp"

namespace tilscape {

namespace fs = std::filesystem;

namespace {

/// Time of the last row of the census; −1: it has none.
double last_census_h(const fs::path& run_folder) {
  const fs::path csv = run_folder / run_files::census;
  if (!fs::exists(csv)) return -1;
  const NumberColumns census = read_csv(csv);
  const auto times = census.find("time_h");
  return times == census.end() || times->second.empty() ? -1 : times->second.back();
}

}  // namespace

std::shared_ptr<const ReplicateState> ResumePoint::state() const {
  Checkpoint checkpoint = read_checkpoint(file);
  try {
    return std::make_shared<const ReplicateState>(state_of(checkpoint));
  } catch (const OutputError& error) {
    throw OutputError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

std::optional<ResumePoint> find_resume_point(const fs::path& run_folder) {
  const auto files = checkpoints_of(run_folder);
  for (const fs::path& file : files) try {
      return ResumePoint{file, read_checkpoint_header(file)};
    } catch (const OutputError& error) {
      say(stderr, "{}\n", error.what());
    }
  if (files.empty()) return {};
  throw OutputError(run_folder.string() +
                    ": none of its checkpoints can be used; `tilscape run --force` starts it anew");
}

bool is_finished(const fs::path& run_folder, double duration_h) {
  constexpr double rounding = 1e-9;
  if (!fs::exists(run_folder / run_files::summary)) return false;
  const double end_h =
      has_snapshots(run_folder) ? last_snapshot(run_folder).time_h : last_census_h(run_folder);
  return std::abs(end_h - duration_h) <= rounding * duration_h;
}

}  // namespace tilscape
