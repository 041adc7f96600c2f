// Options that every command has that simulates.
#pragma once

#include <memory>

#include "tools/run/run_options.hpp"

namespace CLI {
class App;
}

namespace tilscape {

/// --backend, --threads, --max-wall-time, --verify-every.
void add_common_options(CLI::App& command, const std::shared_ptr<RunOptions>& options);

/// --accept-other-model, of commands that go on from a checkpoint.
void add_accept_other_model(CLI::App& command, const std::shared_ptr<RunOptions>& options);

}  // namespace tilscape
