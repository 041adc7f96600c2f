// The same tumour under other parameters: the state of a replicate as the beginning of another arm.
#pragma once

#include "agents/start/replicate_state.hpp"
#include "agents/start/world_start.hpp"

namespace tilscape {

/// What is on the lattice stays, bit by bit. A field that is switched on begins at its initial level, a
/// compartment at its baseline, a treatment undosed; one that the arm shares with the run goes on. The clone
/// log and the counts of a census begin anew.
/// @param before  what the state is of   @param after  its model, seed and number are the arm's
/// Test: tests/determinism/branch_test.cpp (an arm is the run that had its schedule from the start)
ReplicateState branch_of(const ReplicateState& state, const ReplicateStart& before,
                         const ReplicateStart& after);

}  // namespace tilscape
