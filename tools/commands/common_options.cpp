// Their texts are written once.
#include "tools/commands/common_options.hpp"

#include <CLI/CLI.hpp>

#include "tools/terminal/option_checks.hpp"

namespace tilscape {

void add_common_options(CLI::App& command, const std::shared_ptr<RunOptions>& options) {
  command
      .add_option_function<std::string>(
          "--backend", [options](const std::string& name) { options->backend = backend_named(name); },
          "auto (a GPU where there is one), cuda or cpu")
      ->type_name("NAME")
      ->default_str("auto");
  command
      .add_option("--threads", options->threads,
                  "Host threads, 1 to 4096; default: every usable core, fewer for small worlds")
      ->type_name("N")
      ->check(CLI::Range(1, 4096));
  command
      .add_option("--max-wall-time", options->max_wall_time_s,
                  "Stop after this long (90, 10min, 2h) with all output written; exit code 75")
      ->type_name("TIME")
      ->transform(CLI::AsNumberWithUnit(
          std::map<std::string, double>{{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86400}}))
      ->check(wrong_with_seconds);
  command.add_option("--verify-every", options->verify_every, "Check the world's invariants every N steps")
      ->type_name("N");
}

void add_accept_other_model(CLI::App& command, const std::shared_ptr<RunOptions>& options) {
  command.add_flag(
      "--accept-other-model", options->accepts_other_model,
      "Go on from a checkpoint of another version of the model, with other results from there on");
}

}  // namespace tilscape
