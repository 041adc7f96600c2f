// The program: one subcommand each from the files beside it, one place where errors become exit codes.
#include <fmt/format.h>
#include <malloc.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <new>
#include <string>
#include <system_error>

#include "core/base/errors.hpp"
#include "core/base/instruction_set.hpp"
#include "core/io/files/disk_problem.hpp"
#include "tilscape_version.hpp"
#include "tools/bench/command.hpp"
#include "tools/commands/branch_command.hpp"
#include "tools/commands/command_help.hpp"
#include "tools/commands/import_command.hpp"
#include "tools/commands/inspect_commands.hpp"
#include "tools/commands/resume_command.hpp"
#include "tools/commands/run_command.hpp"
#include "tools/evolution/evolution_commands.hpp"
#include "tools/terminal/say.hpp"

namespace {

constexpr int usage_error = 2, output_error = 3, memory_error = 4, internal_error = 70;

/// Large arrays of snapshots go back to the system when they are freed, whatever their size and order:
/// without this, glibc keeps those below 32 MB, and a run may hold twice what it uses. And all threads share
/// one arena for the small ones: each would reserve 64 MB of addresses, which `ulimit -v` counts.
void return_large_arrays() {
#ifdef __GLIBC__
  constexpr int from_bytes = 256 << 10;
  mallopt(M_MMAP_THRESHOLD, from_bytes);
  mallopt(M_ARENA_MAX, 1);
#endif
}

/// Slower, but right: tools/decisions/instruction-sets.md.
void tell_of_refused_instruction_sets() {
  if (const std::string& refused = tilscape::refused_instruction_sets(); !refused.empty())
    tilscape::say(stderr, "tilscape: warning: wrong loops, by this build's compiler, for {}; running in {}\n",
                  refused, tilscape::name_of(tilscape::instruction_set()));
}

int fail(int code, const std::string& what) {
  tilscape::say(stderr, "{}\n", what);
  return code;
}

/// What could not be printed. Whoever closed a pipe, as `head` does, has read enough: that is no error.
int fail_to_print(const std::system_error& error) {
  if (error.code().value() == EPIPE) return 0;
  return fail(output_error, fmt::format("standard output: {}", error.code().message()));
}

}  // namespace

int main(int argc, char** argv) {
  tilscape::keep_standard_streams();
  return_large_arrays();
  tell_of_refused_instruction_sets();
  CLI::App app("Tilscape: how T cells find, kill and are escaped by tumour cells, cell by cell", "tilscape");
  tilscape::use_own_help(app);
  app.set_version_flag("--version", fmt::format("tilscape {} ({})", tilscape::version, tilscape::commit),
                       "Say version and commit and exit");
  app.require_subcommand(1);
  int exit_code = 0;
  tilscape::add_run_command(app, exit_code);
  tilscape::add_resume_command(app, exit_code);
  tilscape::add_branch_command(app, exit_code);
  tilscape::add_inspect_commands(app);
  tilscape::add_import_command(app);
  tilscape::add_evolution_commands(app);
  tilscape::add_bench_command(app);
  tilscape::add_help_command(app);
  try {
    if (argc == 1) {  // not what was meant, in a script at least; but the list helps
      fmt::print("{}", app.help());
      return usage_error;
    }
    if (argv[1][0] != '-')
      if (const std::string problem = tilscape::unknown_command(app, argv[1]); !problem.empty())
        return fail(usage_error, "tilscape: " + problem);
    app.parse(argc, argv);
    return exit_code;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(error);
    return fail(usage_error, tilscape::usage_problem(app, error));
  } catch (const tilscape::Error& error) {
    return fail(error.exit_code(), error.what());
  } catch (const std::filesystem::filesystem_error& error) {
    const std::string name = error.path1().empty() ? "the current folder" : error.path1().string();
    return fail(output_error,
                fmt::format("{}: {}", name, tilscape::disk_problem(error.path1(), error.code().value())));
  } catch (const std::system_error& error) {
    if (std::ferror(stdout)) return fail_to_print(error);
    return fail(internal_error, fmt::format("tilscape: internal error: {}", error.what()));
  } catch (const std::bad_alloc&) {
    return fail(memory_error, "tilscape: out of memory");
  } catch (const std::exception& error) {
    return fail(internal_error, fmt::format("tilscape: internal error: {}", error.what()));
  }
}
