// The pilot is the run itself, shorter and of fewer members, so that it stays right when files change.
#include "tools/run/disk_plan.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <filesystem>
#include <map>
#include <optional>

#include "core/base/errors.hpp"
#include "tools/machine/machine.hpp"
#include "tools/run/batch_run.hpp"
#include "tools/run/run_options.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_in_trial = 256;
constexpr double longest_trial_s = 1.5, longest_with_disk_s = 4;

/// How often something happens that is due at every multiple of `every_h`, without the start.
double times_due(const RunParameters& run, double every_h) {
  constexpr double rounding = 1e-9;
  return every_h > 0 ? std::floor(run.duration_days * 24 / every_h * (1 + rounding)) : 0;
}

double checkpoints_of(const RunParameters& run) {
  return run.output.checkpoint_every_h > 0 ? 2 + times_due(run, run.output.checkpoint_every_h) : 0;
}

/// A folder of its own that goes when this goes.
class ScratchFolder {
 public:
  /// Beside what the run is to make, on its disk; where nothing may be written there, it has no path.
  explicit ScratchFolder(const fs::path& out) {
    std::string name =
        (fs::absolute(out).lexically_normal().parent_path() / ".tilscape_pilot_XXXXXX").string();
    if (::mkdtemp(name.data())) path_ = name;
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// Of one member, and what each batch takes besides.
struct Pilot {
  double files = 0, bytes = 0, seconds = 0, batch_seconds = 0;
};

/// What some members left and took that advanced together, from their folders to their last lines.
struct Trial {
  double members = 0, files = 0, bytes = 0, seconds = 0;
  double computing_seconds =
      0;  // of all threads; the rest is mostly the disk's, which a batch waits for together

  /// With four times as many members, if the disk then takes no longer.
  double next_seconds() const { return seconds + 3 * computing_seconds; }
};

/// Of this process until now.
double processor_seconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// @returns nothing when they took too long
std::optional<Trial> tried(PreparedRun run, RunOptions options, const Batch& batch, const fs::path& folder) {
  run.batches = {batch};
  options.out = folder;
  const auto start = std::chrono::steady_clock::now();
  const double computed_before = processor_seconds();
  int stopped = 0;
  {
    BatchRun one(run, options, run.batches.front(),
                 make_simulation(run.start_of(batch), run.backend, options.threads));
    Progress progress(1);
    stopped = one(StopRequest(longest_with_disk_s), progress);
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  Trial trial{static_cast<double>(batch.size()), 0, 0, elapsed.count(),
              processor_seconds() - computed_before};
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) ++trial.files, trial.bytes += static_cast<double>(entry.file_size());
  for (const auto& member : fs::directory_iterator(folder)) fs::remove_all(member.path());
  return stopped == 0 ? std::optional(trial) : std::nullopt;
}

/// So many members, from all over a batch.
Batch some_of(const Batch& batch, std::size_t count) {
  Batch some;
  for (std::size_t k = 0; k < count; ++k) some.push_back(batch[k * batch.size() / count]);
  return some;
}

/// Four times as many members each time, until that takes long. A batch waits for the disk a few times,
/// however many members it has: the last two trials tell that from what each member takes.
std::optional<Pilot> pilot_of(const PreparedRun& run, const RunOptions& options, const Batch& batch,
                              const fs::path& folder) {
  constexpr double most_sites = 1 << 20;  // more would take memory
  const std::size_t most =
      std::min({batch.size(), most_in_trial,
                static_cast<std::size_t>(most_sites / run.needs[batch.front().set].sites)});
  std::optional<Trial> before, last;
  for (std::size_t members = 1; members <= most; members = std::min(4 * members, most)) {
    const std::optional<Trial> trial = tried(run, options, some_of(batch, members), folder);
    if (!trial) break;
    before = last, last = trial;
    if (members == most || trial->next_seconds() > longest_trial_s) break;
  }
  if (!last) return {};
  const double n = last->members, mean = last->seconds / n;
  constexpr double many = 16;
  const double each =
      before && n >= many
          ? std::clamp((last->seconds - before->seconds) / (n - before->members), 0.1 * mean, mean)
          : mean;
  return Pilot{last->files / n, last->bytes / n, each, n * (mean - each)};
}

/// Of the first batch, one in the middle and the last; fewer where there are fewer. By the number of the
/// batch; none where any of them would take long, or cannot be written.
std::map<std::size_t, Pilot> pilots_of(const PreparedRun& run, const RunOptions& options) {
  std::map<std::size_t, Pilot> pilots;
  if (!run.has_folder_per_member || run.room.threads > usable_cores()) return {};
  const ScratchFolder scratch(options.out);
  if (scratch.path().empty()) return {};
  try {
    for (const std::size_t b : {std::size_t{0}, run.batches.size() / 2, run.batches.size() - 1}) {
      if (pilots.count(b)) continue;
      const std::optional<Pilot> pilot = pilot_of(run, options, run.batches[b], scratch.path());
      if (!pilot) return {};
      pilots[b] = *pilot;
    }
  } catch (const Error&) {
    return {};  // the run will say itself what is in its way
  } catch (const fs::filesystem_error&) {
    return {};
  }
  return pilots;
}

const Pilot& nearest(const std::map<std::size_t, Pilot>& pilots, std::size_t batch) {
  const auto distance = [batch](const auto& pilot) {
    return pilot.first > batch ? pilot.first - batch : batch - pilot.first;
  };
  return std::min_element(pilots.begin(), pilots.end(),
                          [&](const auto& a, const auto& b) { return distance(a) < distance(b); })
      ->second;
}

}  // namespace

double snapshots_of(const RunParameters& run, KeptSnapshots kept) {
  if (kept == KeptSnapshots::none) return 0;
  if (kept == KeptSnapshots::last) return 1;
  const double every_h = run.output.snapshot_every_h, due = times_due(run, every_h);
  constexpr double rounding = 1e-9;
  const bool ends_between = run.duration_days * 24 > due * every_h * (1 + rounding);
  return 1 + due + (ends_between ? 1 : 0);
}

double files_of(const RunParameters& run, KeptSnapshots kept, FolderForm form) {
  const double snapshots = snapshots_of(run, kept), checkpoints = checkpoints_of(run);
  constexpr double texts = 4, clones = 1;  // configuration, log, census, summary
  if (form == FolderForm::tables) return texts + std::min(checkpoints, 1.0);
  if (form == FolderForm::brief) return texts + clones + 1 + snapshots + std::min(checkpoints, 1.0);
  return texts + clones + 3 + 4 * snapshots + std::min(checkpoints, 2.0);  // two views and clones with each
}

namespace {

Pilot expected(const PreparedRun& run, const Member& member) {
  const Estimate& e = run.needs[member.set];
  const RunParameters parameters = run.configuration.parameters(member.set);
  const KeptSnapshots kept = run.kept_snapshots(member);
  const FolderForm form = run.folder_form(member);
  const bool is_whole = form == FolderForm::whole;
  // Of a run with few clones: configuration, summary, merged clones; a segment of clones, views and their
  // lists.
  constexpr double text_bytes = 22e3, census_row_bytes = 300, bytes_beside_snapshot = 8.6e3;
  const double snapshots = snapshots_of(parameters, kept),
               checkpoints = std::min(checkpoints_of(parameters), is_whole ? 2.0 : 1.0),
               rows = 1 + times_due(parameters, parameters.output.census_every_h);
  return {files_of(parameters, kept, form),
          text_bytes + rows * census_row_bytes + checkpoints * e.checkpoint_file_bytes +
              snapshots * (e.snapshot_file_bytes + (is_whole ? bytes_beside_snapshot : 0)),
          e.seconds, 0};
}

}  // namespace

DiskPlan plan_disk(const PreparedRun& run, const RunOptions& options) {
  const Member& first = run.batches.front().front();
  DiskPlan all;
  all.snapshots = snapshots_of(run.configuration.parameters(first.set), run.kept_snapshots(first));
  const std::map<std::size_t, Pilot> pilots = pilots_of(run, options);
  all.is_measured = !pilots.empty();
  for (std::size_t b = 0; b < run.batches.size(); ++b) {
    if (all.is_measured) all.seconds += nearest(pilots, b).batch_seconds;
    for (const Member& member : run.batches[b]) {
      const Pilot one = pilots.empty() ? expected(run, member) : nearest(pilots, b);
      all.files += one.files, all.bytes += one.bytes, all.seconds += one.seconds;
    }
  }
  all.files += static_cast<double>(run.tissue_tables.count());
  all.bytes += run.room.kept_bytes;
  if (run.has_folder_per_member) {
    const bool is_sweep = !run.configuration.rows().empty();
    all.files += is_sweep ? 4 : 3;
    all.bytes += static_cast<double>(run.group_yaml().size() + run.sweep_table().size());
  }
  return all;
}

std::string disk_text(const DiskPlan& plan, bool has_several_members) {
  return fmt::format("disk      about {} in {} files, {:.0f} {}{}\n", human_bytes(plan.bytes),
                     grouped(static_cast<std::uint64_t>(plan.files + 0.5)), plan.snapshots,
                     plan.snapshots == 1 ? "snapshot" : "snapshots", has_several_members ? " each" : "") +
         fmt::format("time      {}{} on this machine's processor, {}\n", plan.seconds < 1 ? "" : "about ",
                     human_time(plan.seconds),
                     plan.is_measured ? "as a few of the members took" : "within a factor of two");
}

}  // namespace tilscape
