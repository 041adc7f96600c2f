// What is left to do of a run that ended before its time.
#pragma once

#include "tools/run/prepare_run.hpp"

namespace tilscape {

/// The members of the run in options.out that are not finished, each from its newest whole checkpoint, or
/// from the start if it has none. Holds the folder's lock from now on.
/// @param options  of `tilscape resume`: config, overrides, seed and replicate are not used
/// @throws InputError, OutputError, DeviceError
PreparedRun prepare_resume(const RunOptions& options);

}  // namespace tilscape
