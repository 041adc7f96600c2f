// An arm is a run like any other from its first snapshot on.
#include "tools/commands/branch_command.hpp"

#include <CLI/CLI.hpp>

#include "tools/commands/common_options.hpp"
#include "tools/run/advance.hpp"
#include "tools/run/prepare_branch.hpp"
#include "tools/terminal/option_checks.hpp"

namespace tilscape {

void add_branch_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RunOptions>();
  options->out = "branch";
  CLI::App* command = app.add_subcommand("branch", "Start another arm from the tumour of a run at a day");
  command->add_option("run", options->branch_of, "Folder of one run, which is not changed")
      ->required()
      ->check(wrong_with_name);
  command->add_option("--day", options->branch_day, "The arm begins with the tumour of this day")
      ->type_name("DAY")
      ->required()
      ->check(wrong_with_day);
  command->add_option("--out", options->out, "Run folder to make")
      ->type_name("DIR")
      ->check(wrong_with_name)
      ->capture_default_str();
  command->add_option("--seed", options->seed, "Another seed from that day on")
      ->type_name("N")
      ->check(wrong_with_whole_number);
  command
      ->add_option("--set", options->overrides,
                   "Over the run's; may be repeated; therapy=[...]: from that day on")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  command->add_flag("--force", options->force, "Replace an earlier run in the folder");
  add_accept_other_model(*command, options);
  add_common_options(*command, options);
  command->callback([options, &exit_code] { exit_code = advance(prepare_branch(*options), *options); });
}

}  // namespace tilscape
