// `tilscape resume`: from a run folder to the same folder, further on.
#pragma once

namespace CLI {
class App;
}

namespace tilscape {

struct RunOptions;

/// Adds `resume`; parsing it runs. `exit_code` becomes 75 or 128 + n when the run was stopped on request.
void add_resume_command(CLI::App& app, int& exit_code);

/// @returns the exit code: 0, or 75 / 128 + n when it was stopped
/// @throws InputError, OutputError, DeviceError, Defect
int resume(const RunOptions& options);

}  // namespace tilscape
