// `tilscape branch`: another arm from the tumour of a run.
#pragma once

namespace CLI {
class App;
}

namespace tilscape {

/// Adds `branch`; parsing it runs. `exit_code` as of `run`.
void add_branch_command(CLI::App& app, int& exit_code);

}  // namespace tilscape
