// Batch after batch, each in a world of its own.
#include "tools/run_command.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <filesystem>
#include <limits>

#include "core/io/durable_file.hpp"
#include "tools/batch_run.hpp"
#include "tools/prepare_run.hpp"
#include "tools/run_summary.hpp"

namespace tilscape {

namespace {

namespace fs = std::filesystem;

double member_days(const PreparedRun& run) {
  double days = 0;
  for (const Batch& batch : run.batches)
    for (const Member& member : batch) days += run.configuration.parameters(member.set).duration_days;
  return days;
}

/// "batch 2/5, 20 members"; nothing in front of a run of one member.
std::string label_of(const PreparedRun& run, std::size_t batch) {
  if (!run.has_folder_per_member) return {};
  return fmt::format("batch {}/{}, {} {}", batch + 1, run.batches.size(), run.batches[batch].size(),
                     run.batches[batch].size() == 1 ? "member" : "members");
}

/// The folder that holds the members' folders.
void make_group(const PreparedRun& run, const RunOptions& options) {
  RunFolder::create_group(options.out, options.force);
  const std::string members = text_of_members(run.configuration) + ", " + text_of_batches(run.batches);
  append_text(options.out / run_files::log, members + "\n", false);
  fmt::print("{}\n", members);
  std::fflush(stdout);
  if (const std::string table = run.sweep_table(); !table.empty())
    write_durably(options.out / run_files::sweep, table);
}

void say_what_was_not_run(const PreparedRun& run, std::size_t first_batch) {
  std::size_t members = 0;
  for (std::size_t b = first_batch; b < run.batches.size(); ++b) members += run.batches[b].size();
  if (members == 0) return;
  fmt::print("stopped: {} of {} members were not run, the first of them {}\n", members, run.member_count(),
             run.folder_name(run.batches[first_batch].front()));
}

}  // namespace

int run(const RunOptions& options) {
  const PreparedRun run = prepare_run(options);
  if (options.dry_run) {
    const std::size_t set = run.batches.front().front().set;
    fmt::print("{}{}backend   {}\nnothing was run\n",
               start_text(run.needs[set], run.configuration.parameters(set)),
               needs_text(run.configuration, run.batches, run.needs, run.room), run.backend_text);
    return 0;
  }
  fmt::print("running on {}\n", run.backend_text);
  std::fflush(stdout);
  const StopRequest stop(options.max_wall_time_s);
  const auto start = std::chrono::steady_clock::now();
  Progress progress(member_days(run));
  RunSummary summary;
  int code = 0;
  std::size_t done = 0;
  for (; done < run.batches.size() && code == 0; ++done) {
    const Batch& batch = run.batches[done];
    // The world first: what cannot start leaves no folder behind.
    auto simulation = make_simulation(run.start_of(batch), run.backend, options.threads);
    if (done == 0 && run.has_folder_per_member) make_group(run, options);
    progress.begin(label_of(run, done), batch.size(),
                   run.configuration.parameters(batch.front().set).duration_days);
    BatchRun one(run, options, batch, std::move(simulation));
    code = one(stop, progress);
    summary.add(one);
  }
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  fmt::print("{}", summary.text(run, options.out.string(), elapsed.count()));
  say_what_was_not_run(run, done);
  return code;
}

void add_run_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Simulate what a configuration describes");
  command->add_option("config", options->config, "YAML file")->required();
  command->add_option("--out", options->out, "Run folder to make")->capture_default_str();
  command
      ->add_option_function<std::string>(
          "--backend", [options](const std::string& name) { options->backend = backend_named(name); },
          "auto (a GPU where there is one), cuda or cpu")
      ->default_str("auto");
  command->add_option("--threads", options->threads, "Host threads; default: every usable core")
      ->check(CLI::Range(1, 4096));
  command->add_option("--seed", options->seed, "Same as --set seed=N");
  command
      ->add_option("--replicate", options->replicate,
                   "Run this replicate, or this member of a sweep, alone; it has the same bits")
      ->check(CLI::Range(0, std::numeric_limits<int>::max()).description(""));
  command->add_option("--set", options->overrides, "key=value, over the file's; may be repeated")
      ->allow_extra_args(false);
  command->add_flag("--force", options->force, "Replace an earlier run in the folder");
  command->add_flag("--dry-run", options->dry_run, "Say memory, disk and time; run nothing");
  command
      ->add_option("--max-wall-time", options->max_wall_time_s,
                   "Stop after this long (90, 10min, 2h) with all output written; exit code 75")
      ->transform(CLI::AsNumberWithUnit(
          std::map<std::string, double>{{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}}))
      ->check([](const std::string& seconds) {
        return std::stod(seconds) > 0 ? std::string() : "expected more than 0";
      });
  command->add_option("--verify-every", options->verify_every, "Check the world's invariants every N steps");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace tilscape
