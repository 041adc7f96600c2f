// The pilot is the run itself, shorter and of fewer members, so that it stays right when files change.
#include "tools/disk_plan.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>

#include "core/errors.hpp"
#include "tools/batch_run.hpp"
#include "tools/machine.hpp"
#include "tools/run_command.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_in_pilot = 128, few_in_pilot = 32;
constexpr double longest_pilot_s = 1.5;

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

/// Members that advance together, from their folders to their last lines.
Pilot measured(PreparedRun run, RunOptions options, const Batch& batch, const fs::path& folder) {
  run.batches = {batch};
  options.out = folder;
  const auto start = std::chrono::steady_clock::now();
  {
    BatchRun one(run, options, run.batches.front(),
                 make_simulation(run.start_of(batch), run.backend, options.threads));
    Progress progress(1);
    one(StopRequest(0), progress);
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  Pilot all;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) ++all.files, all.bytes += static_cast<double>(entry.file_size());
  for (const auto& member : fs::directory_iterator(folder)) fs::remove_all(member.path());
  const auto members = static_cast<double>(batch.size());
  return {all.files / members, all.bytes / members, elapsed.count() / members};
}

/// As many of a batch as take about a second and little memory, from all over it; none of one that takes
/// more.
Batch some_of(const Batch& batch, const Estimate& each) {
  constexpr double output_s = 0.01;  // of a small member, roughly
  constexpr double most_sites = 1 << 20;
  const double fit = std::min(longest_pilot_s / (each.seconds + output_s), most_sites / each.sites);
  const std::size_t count = std::min({batch.size(), most_in_pilot, static_cast<std::size_t>(fit)});
  Batch some;
  for (std::size_t k = 0; k < count; ++k) some.push_back(batch[k * batch.size() / count]);
  return some;
}

/// A batch waits for the disk a few times, however many members it has: two pilots tell that from what each
/// takes.
Pilot pilot_of(const PreparedRun& run, const RunOptions& options, const Batch& some, const fs::path& folder) {
  Pilot all = measured(run, options, some, folder);
  if (some.size() < 2 * few_in_pilot) return all;
  const Pilot few = measured(run, options, {some.begin(), some.begin() + few_in_pilot}, folder);
  const double n = static_cast<double>(some.size()), k = few_in_pilot;
  const double each =
      std::clamp((n * all.seconds - k * few.seconds) / (n - k), 0.1 * all.seconds, all.seconds);
  return {all.files, all.bytes, each, n * (all.seconds - each)};
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
      const Batch some = some_of(run.batches[b], run.needs[run.batches[b].front().set]);
      if (some.empty()) return {};
      if (pilots.empty()) measured(run, options, {some.front()}, scratch.path());  // finds nothing in caches
      pilots[b] = pilot_of(run, options, some, scratch.path());
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
  return {files_of(parameters, kept, run.folder_form(member)),
          snapshots_of(parameters, kept) * e.snapshot_file_bytes +
              std::min(checkpoints_of(parameters), 2.0) * e.checkpoint_file_bytes,
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
