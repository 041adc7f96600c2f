// Reading and checking come first: a run that cannot be leaves no folder.
#include "tools/commands/run_command.hpp"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <limits>

#include "tools/commands/common_options.hpp"
#include "tools/machine/machine.hpp"
#include "tools/run/advance.hpp"
#include "tools/run/disk_plan.hpp"
#include "tools/terminal/option_checks.hpp"
#include "tools/terminal/say.hpp"

namespace tilscape {

int run(const RunOptions& options) {
  PreparedRun run = prepare_run(options);
  if (options.dry_run) {
    say(stderr, "{}", warning_text(run.configuration, run.warnings));
    const std::size_t set = run.batches.front().front().set;
    if (options.memory_bytes > 0)
      fmt::print("planned   for a machine with {} of memory\n", human_bytes(options.memory_bytes));
    fmt::print("{}{}{}backend   {}\nnothing was run\n",
               start_text(run.needs[set], run.configuration.parameters(set)),
               needs_text(run.configuration, run.batches, run.needs, run.room),
               disk_text(plan_disk(run, options), run.has_folder_per_member), run.backend_text);
    return 0;
  }
  return advance(std::move(run), options);
}

void add_run_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Simulate what a configuration describes");
  command->add_option("config", options->config, "YAML file")->required()->check(wrong_with_name);
  command->add_option("--out", options->out, "Run folder to make")
      ->type_name("DIR")
      ->check(wrong_with_name)
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Same as --set seed=N")
      ->type_name("N")
      ->check(wrong_with_whole_number);
  command
      ->add_option("--replicate", options->replicate,
                   "Run this replicate, or this member of a sweep, alone; it has the same bits")
      ->type_name("N")
      ->check(CLI::Range(0, std::numeric_limits<int>::max()).description(""));
  command->add_option("--set", options->overrides, "Over the file's; may be repeated")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command->add_flag("--force", options->force, "Replace an earlier run in the folder");
  auto* dry_run = command->add_flag("--dry-run", options->dry_run, "Say memory, disk and time; run nothing");
  command
      ->add_option_function<std::string>(
          "--memory", [options](const std::string& text) { options->memory_bytes = memory_bytes_of(text); },
          "With --dry-run: plan for a machine with this much (512GB, 2TB, 64GiB)")
      ->type_name("SIZE")
      ->needs(dry_run);
  add_common_options(*command, options);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace tilscape
