// `tilscape run`: from a configuration to a run folder.
#pragma once

#include "tools/run/run_options.hpp"

namespace CLI {
class App;
}

namespace tilscape {

/// Adds `run`; parsing it runs. `exit_code` becomes 75 or 128 + n when the run was stopped on request.
void add_run_command(CLI::App& app, int& exit_code);

/// @returns the exit code: 0, or 75 / 128 + n when it was stopped
/// @throws InputError, OutputError, DeviceError
int run(const RunOptions& options);

}  // namespace tilscape
