// Checkpoints are tried from the newest to the oldest.
#include "tools/run/resume_point.hpp"

#include <fmt/core.h>

#include "agents/parameters/model_version.hpp"
#include "core/base/errors.hpp"
#include "core/io/run/read_run.hpp"
#include "core/io/run/run_folder.hpp"
#include "tools/run/checkpoint_of.hpp"
#include "tools/terminal/say.hpp"

namespace tilscape {

namespace fs = std::filesystem;

namespace {

/// Step of the last row of the census; −1: it has none.
double last_census_step(const fs::path& run_folder) {
  const fs::path csv = run_folder / run_files::census;
  if (!fs::exists(csv)) return -1;
  const NumberColumns census = read_csv(csv);
  const auto steps = census.find("step");
  return steps == census.end() || steps->second.empty() ? -1 : steps->second.back();
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
      ResumePoint point{file, read_checkpoint_header(file)};
      const std::string problem = RunFolder::missing_for(run_folder, point.header);
      if (problem.empty()) return point;
      say(stderr, "{}\n", problem);
    } catch (const OutputError& error) {
      say(stderr, "{}\n", error.what());
    }
  if (files.empty()) return {};
  throw OutputError(run_folder.string() +
                    ": none of its checkpoints can be used; put back what is named above, or start it anew "
                    "in another folder");
}

void require_this_model(const ResumePoint& point) {
  const std::string& named = point.header.model;
  const std::string_view model = named.empty() ? first_model_version : std::string_view(named);
  if (model == model_version) return;
  throw OutputError(fmt::format(
      "{}: was written by model {}, and this program computes by model {}, so that what follows would not be "
      "what that run would have become; expected a program of model {} (it was commit {}), or "
      "--accept-other-model",
      point.file.string(), model, model_version, model, point.header.commit));
}

bool is_finished(const fs::path& run_folder, std::uint32_t last_step) {
  if (!fs::exists(run_folder / run_files::summary)) return false;
  return has_snapshots(run_folder) ? last_snapshot(run_folder).step == last_step
                                   : last_census_step(run_folder) == last_step;
}

}  // namespace tilscape
