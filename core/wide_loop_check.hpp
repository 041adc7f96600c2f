// Did the compiler of this build get the loops for a wide instruction set right? A few of each kind, small
// enough to be run at every start; tests/wide holds all of them.
#pragma once

#include "core/instruction_set.hpp"

namespace tilscape {

/// The kind of the first loop whose results in this set, which the machine has, are not the baseline's; null
/// if there is none. Takes microseconds. Test: tests/core/instruction_set_test.cpp
const char* first_wrong_loop(InstructionSet set);

}  // namespace tilscape
