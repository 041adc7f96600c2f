// Options that every command has that simulates.
#pragma once

#include <memory>

#include "tools/run_command.hpp"

namespace tilscape {

/// --backend, --threads, --max-wall-time, --verify-every.
void add_common_options(CLI::App& command, const std::shared_ptr<RunOptions>& options);

}  // namespace tilscape
