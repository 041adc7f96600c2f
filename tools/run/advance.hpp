// What `tilscape run` and `tilscape resume` have in common once it is known what is to be done.
#pragma once

#include "tools/run/prepare_run.hpp"

namespace tilscape {

/// Simulates every batch of a run and says on stdout what came of it.
/// @returns the exit code: 0, or 75 / 128 + n when it was stopped on request
/// @throws InputError, OutputError, DeviceError, Defect
int advance(PreparedRun run, const RunOptions& options);

}  // namespace tilscape
