// What `tilscape branch` has to know before it makes a folder.
#pragma once

#include "tools/run/prepare_run.hpp"

namespace tilscape {

/// The tumour of a run (options.branch_of) at a day, and the arm that begins with it. The run is repeated
/// from its last checkpoint before that day, or from its start.
/// @throws InputError, OutputError, DeviceError
PreparedRun prepare_branch(const RunOptions& options);

}  // namespace tilscape
