// A run that is finished already is no error: a batch job may ask once too often.
#include "tools/commands/resume_command.hpp"

#include <CLI/CLI.hpp>

#include "core/io/run/run_folder.hpp"
#include "tools/commands/common_options.hpp"
#include "tools/run/advance.hpp"
#include "tools/run/members_table.hpp"
#include "tools/run/prepare_resume.hpp"
#include "tools/terminal/option_checks.hpp"
#include "tools/terminal/say.hpp"

namespace tilscape {

int resume(const RunOptions& options) {
  PreparedRun run = prepare_resume(options);
  if (run.batches.empty()) {
    if (run.has_folder_per_member && !std::filesystem::exists(options.out / run_files::members))
      write_members_table(run, options.out);
    say(stdout, "{}: is finished; --until-day makes it longer\n", options.out.string());
    return 0;
  }
  return advance(std::move(run), options);
}

void add_resume_command(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command =
      app.add_subcommand("resume", "Go on with a run that was stopped, from its last checkpoint");
  command->add_option("run", options->out, "Run folder, or the folder of several runs")
      ->required()
      ->check(wrong_with_name);
  command->add_option("--until-day", options->until_day, "Simulate until this day instead of duration_days")
      ->type_name("DAY")
      ->check(wrong_with_day);
  add_accept_other_model(*command, options);
  add_common_options(*command, options);
  command->callback([options, &exit_code] { exit_code = resume(*options); });
}

}  // namespace tilscape
