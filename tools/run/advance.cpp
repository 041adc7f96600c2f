// Batch after batch, each in a world of its own.
#include "tools/run/advance.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <new>
#include <system_error>

#include "core/base/errors.hpp"
#include "core/io/files/disk_problem.hpp"
#include "core/io/files/durable_file.hpp"
#include "tools/run/batch_run.hpp"
#include "tools/run/early_end.hpp"
#include "tools/run/members_table.hpp"
#include "tools/run/prepare_run.hpp"
#include "tools/run/run_clock.hpp"
#include "tools/run/run_options.hpp"
#include "tools/run/run_summary.hpp"
#include "tools/terminal/say.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

double member_days(const PreparedRun& run) {
  double days = 0;
  for (const Batch& batch : run.batches)
    for (const Member& member : batch) days += run.configuration.parameters(member.set).duration_days;
  return days;
}

/// Where the members of a batch begin.
double day_of(const PreparedRun& run, const Batch& batch) {
  const Member& first = batch.front();
  const double step_min = run.configuration.parameters(first.set).model.time.base_step_min;
  return hours_of(first.start_step.value_or(0), step_min) / 24;
}

/// Behind the backend: from which day, or how many members; nothing for a run that begins.
std::string where_it_goes_on(const PreparedRun& run) {
  if (!run.branched.empty()) return fmt::format(", from {}", run.branched);
  if (!run.goes_on) return {};
  if (run.has_folder_per_member)
    return fmt::format(", the {} members that are not finished", run.member_count());
  return fmt::format(", from day {:g}", day_of(run, run.batches.front()));
}

/// "batch 2/5, 20 members"; nothing in front of a run of one member.
std::string label_of(const PreparedRun& run, std::size_t batch) {
  if (!run.has_folder_per_member) return {};
  return fmt::format("batch {}/{}, {} {}", batch + 1, run.batches.size(), run.batches[batch].size(),
                     run.batches[batch].size() == 1 ? "member" : "members");
}

/// The folder that holds the members' folders. One that goes on is there, but may be to end later.
void make_group(PreparedRun& run, const RunOptions& options) {
  if (!run.goes_on) run.locks.push_back(RunFolder::create_group(options.out, options.force));
  const std::string members = text_of_members(run.configuration) + ", " + text_of_batches(run.batches);
  say(stdout, "{}\n", members);
  try {
    append_text(options.out / run_files::log,
                members + "\n" + run.tissue_tables.origins() + warning_text(run.configuration, run.warnings),
                false);
    FileGroup files;
    run.tissue_tables.write(options.out, files);
    if (const std::string table = run.sweep_table(); !table.empty())
      files.write(options.out / run_files::sweep, table);
    files.commit();
    write_durably(options.out / run_files::config, run.group_yaml());
  } catch (const OutputError&) {
    if (!run.goes_on) RunFolder::remove(options.out);
    throw;
  }
}

void say_what_was_not_run(const PreparedRun& run, std::size_t first_batch) {
  std::size_t members = 0;
  for (std::size_t b = first_batch; b < run.batches.size(); ++b) members += run.batches[b].size();
  if (members == 0) return;
  say(stdout, "stopped: {} of {} members were not run, the first of them {}\n", members, run.member_count(),
      run.folder_name(run.batches[first_batch].front()));
}

/// The folder of the first member of a batch.
fs::path folder_of(const PreparedRun& run, const RunOptions& options, const Batch& batch) {
  const std::string name = run.folder_name(batch.front());
  return name.empty() ? options.out : options.out / name;
}

/// A batch in its world, from its folders to their last lines.
/// @param folder  becomes ours when the batch has its folders
int simulate(PreparedRun& run, const RunOptions& options, const Batch& batch,
             std::unique_ptr<Simulation> simulation, const StopRequest& stop, Progress& progress,
             RunSummary& summary, FolderIs& folder) {
  BatchRun one(run, options, batch, std::move(simulation));
  folder = FolderIs::ours;
  run.tissue_tables.forget_texts();  // they are in the folder by now
  const int code = one(stop, progress);
  summary.add(one);
  return code;
}

}  // namespace

int advance(PreparedRun run, const RunOptions& options) {
  say(stderr, "{}", warning_text(run.configuration, run.warnings));
  say(stdout, "running on {}{}\n", run.backend_text, where_it_goes_on(run));
  const StopRequest stop(options.max_wall_time_s);
  const auto start = std::chrono::steady_clock::now();
  Progress progress(member_days(run));
  RunSummary summary;
  int code = 0;
  std::size_t done = 0;
  FolderIs folder = run.goes_on ? FolderIs::ours : FolderIs::not_ours_yet;
  for (; done < run.batches.size() && code == 0; ++done) {
    const Batch& batch = run.batches[done];
    // The world first: what cannot start leaves no folder behind.
    auto simulation = make_simulation(run.start_of(batch), run.backend, options.threads);
    const auto ending = [&](const std::string& why) {
      progress.clear();
      return with_way_on(why, options.out, folder_of(run, options, batch), folder);
    };
    try {
      if (done == 0 && run.has_folder_per_member) {
        make_group(run, options);
        folder = FolderIs::ours;
      }
      progress.begin(label_of(run, done), batch.size(), day_of(run, batch),
                     run.configuration.parameters(batch.front().set).duration_days);
      code = simulate(run, options, batch, std::move(simulation), stop, progress, summary, folder);
    } catch (const FolderLost& error) {
      folder = FolderIs::lost;
      throw OutputError(ending(error.what()));
    } catch (const OutputError& error) {
      throw OutputError(ending(error.what()));
    } catch (const fs::filesystem_error& error) {
      throw OutputError(ending(
          fmt::format("{}: {}", error.path1().string(), disk_problem(error.path1(), error.code().value()))));
    } catch (const std::system_error& error) {
      if (error.code() != std::errc::resource_unavailable_try_again) throw;
      throw OutOfMemory(
          ending("host memory: there is not enough for output, which no thread can be started for"));
    } catch (const OutOfMemory& error) {
      throw OutOfMemory(ending(error.what()));
    } catch (const std::bad_alloc&) {
      throw OutOfMemory(ending("host memory: there is not enough for output"));
    }
  }
  if (run.has_folder_per_member) write_members_table(run, options.out);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  say(stdout, "{}", summary.text(run, options.out.string(), elapsed.count()));
  say_what_was_not_run(run, done);
  if (code != 0) say(stdout, "stopped on request; to go on: tilscape resume {}\n", options.out.string());
  return code;
}

}  // namespace tilscape
