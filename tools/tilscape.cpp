// The program: one subcommand each from the files beside it, one place where errors become exit codes.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <exception>
#include <new>

#include "core/errors.hpp"
#include "tilscape_version.hpp"
#include "tools/import_command.hpp"
#include "tools/inspect_commands.hpp"
#include "tools/run_command.hpp"

namespace {

constexpr int usage_error = 2, memory_error = 4, internal_error = 70;

int fail(int code, const char* what) {
  fmt::print(stderr, "{}\n", what);
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Tilscape: how T cells find, kill and are escaped by tumour cells, cell by cell", "tilscape");
  app.set_version_flag("--version", fmt::format("tilscape {} ({})", tilscape::version, tilscape::commit));
  app.require_subcommand(1);
  app.failure_message(CLI::FailureMessage::help);
  int exit_code = 0;
  tilscape::add_run_command(app, exit_code);
  tilscape::add_inspect_commands(app);
  tilscape::add_import_command(app);
  try {
    app.parse(argc, argv);
    return exit_code;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) return app.exit(error);
    return fail(usage_error, fmt::format("tilscape: {}; see tilscape --help", error.what()).c_str());
  } catch (const tilscape::Error& error) {
    return fail(error.exit_code(), error.what());
  } catch (const std::bad_alloc&) {
    return fail(memory_error, "tilscape: out of memory");
  } catch (const std::exception& error) {
    return fail(internal_error, fmt::format("tilscape: internal error: {}", error.what()).c_str());
  }
}
