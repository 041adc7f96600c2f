// Between the state of a replicate and the named arrays of a checkpoint.
#pragma once

#include <memory>
#include <vector>

#include "agents/start/replicate_state.hpp"
#include "core/io/run/checkpoint.hpp"

namespace tilscape {

/// The arrays of a state: planes/…, fields/…, tumour/…, t_cell/…, clones/…, counters/….
std::vector<CheckpointArray> arrays_of(ReplicateState&& state);
/// The same, made of the state when they are written: it must hold until then.
std::vector<CheckpointArray> arrays_of(const std::shared_ptr<ReplicateStateInPlace>& state);

/// The state that a checkpoint holds; its arrays are taken out of it.
/// @throws OutputError when an array is missing or has another type or length than this version writes
/// Test: tests/cli/resume_test.py, tests/fuzz/checkpoint_harnesses.cpp
ReplicateState state_of(Checkpoint& checkpoint);

}  // namespace tilscape
