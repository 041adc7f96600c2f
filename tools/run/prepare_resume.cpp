// A folder of one run says what it is in its checkpoint, a folder of several in its run.yaml.
#include "tools/run/prepare_resume.hpp"

#include <fmt/format.h>

#include <utility>

#include "config/read/read_config.hpp"
#include "core/base/errors.hpp"
#include "core/io/run/read_run.hpp"
#include "core/io/run/run_folder.hpp"
#include "tools/run/run_clock.hpp"
#include "tools/run/run_options.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

/// A lock of the folder, and of the group that it is a member of.
std::vector<std::shared_ptr<const FolderLock>> lock_run(const fs::path& folder) try {
  std::vector<std::shared_ptr<const FolderLock>> locks{std::make_shared<const FolderLock>(folder)};
  const fs::path absolute = fs::absolute(folder).lexically_normal();
  const fs::path normal = absolute.has_filename() ? absolute : absolute.parent_path();
  if (run_files::is_one_of_several(normal.filename().string()))
    locks.push_back(std::make_shared<const FolderLock>(normal.parent_path()));
  return locks;
} catch (const OutputError& error) {
  throw OutputError(fmt::format("{}\n`resume` did not start and has changed nothing.", error.what()));
}

std::vector<std::string> overrides_of(const RunOptions& options) {
  if (!options.until_day) return {};
  return {fmt::format("duration_days={}", *options.until_day)};
}

/// @throws InputError when the run is to end before that
/// @throws OutputError when the checkpoint is of another clock, or of a model that the options do not accept
void go_on_from(ResumePoint point, const RunOptions& options, PreparedRun& run, Member& member) {
  if (!options.accepts_other_model) require_this_model(point);
  const RunParameters parameters = run.configuration.parameters(member.set);
  const double time_h = hours_of(point.header.step, parameters.model.time.base_step_min);
  if (point.header.time_h != time_h)
    throw OutputError(fmt::format("{}: step {} is at {} h, but the checkpoint says {} h", point.file.string(),
                                  point.header.step, time_h, point.header.time_h));
  if (last_step(parameters) < point.header.step)
    throw InputError(fmt::format("--until-day {:g}: the run is at day {:g} already; expected a later day",
                                 parameters.duration_days, time_h / 24));
  member.start_step = point.header.step;
  run.points.emplace(member.number, std::move(point));
}

/// Of one run, or of a member of several by itself.
std::vector<Member> unfinished_single(PreparedRun& run, const RunOptions& options) {
  std::optional<ResumePoint> point = find_resume_point(options.out);
  const std::string text = point ? point->header.config : read_run_config(options.out);
  const std::string name = (options.out / run_files::config).string();
  run.configuration = read_swept_config_text(text, name, overrides_of(options));
  if (is_finished(options.out, last_step(run.configuration.base))) return {};
  if (!point && is_branch(text))
    throw OutputError(name +
                      ": the run began as a branch and has no checkpoint yet; `tilscape branch --force` "
                      "starts it anew");
  const std::uint32_t replicate = point ? point->header.replicate : replicate_in(text);
  Member member{replicate, 0, replicate};
  if (point) go_on_from(*std::move(point), options, run, member);
  return {member};
}

/// Of several.
std::vector<Member> unfinished_members(PreparedRun& run, const RunOptions& options) {
  const fs::path config = options.out / run_files::config;
  run.configuration = read_swept_config(config.string(), overrides_of(options));
  run.has_folder_per_member = true;
  std::vector<Member> unfinished;
  for (Member member : members_of(run.configuration)) {
    const fs::path folder = options.out / run.folder_name(member);
    if (fs::is_symlink(folder))
      throw OutputError(folder.string() + ": is a symbolic link; expected the folder of a member of the run");
    const RunParameters parameters = run.configuration.parameters(member.set);
    if (is_finished(folder, last_step(parameters))) continue;
    if (std::optional<ResumePoint> point = find_resume_point(folder))
      go_on_from(*std::move(point), options, run, member);
    unfinished.push_back(member);
  }
  return unfinished;
}

}  // namespace

PreparedRun prepare_resume(const RunOptions& options) {
  if (!fs::is_directory(options.out))
    throw InputError(options.out.string() + ": there is no such run folder");
  if (!fs::exists(options.out / run_files::config))
    throw InputError(fmt::format("{}: holds no {}: no Tilscape run, or one that was ended before it began",
                                 options.out.string(), run_files::config));
  PreparedRun run;
  run.goes_on = true;
  run.locks = lock_run(options.out);
  run.is_one_of_several = run.locks.size() > 1;
  const std::string text = read_run_config(options.out);
  const bool has_members = text.starts_with("# members: ");
  const std::vector<Member> members =
      has_members ? unfinished_members(run, options) : unfinished_single(run, options);
  if (members.empty()) return run;
  const auto tables = plan(run, members, options);
  run.tissue_tables.take_up(tables, options.out, text, run.configuration);
  return run;
}

}  // namespace tilscape
