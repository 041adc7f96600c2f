// What is no error, but cannot mean what its author thinks: a run that cannot live, or numbers that nothing
// will ever read. Only what is certain before the run.
#pragma once

#include <vector>

#include "config/schema/check.hpp"

namespace tilscape {

/// @param start  of what the run begins with; null where only its run will tell, as of a branch: then nothing
/// is said of cells
/// @returns keys and words of each warning, as of a conflict
/// Test: tests/config/warnings_test.cpp, and tests/examples that none of them deserves one
std::vector<Conflict> find_warnings(const RunParameters& run, const Presence* start);

/// Those of the schedule, and of what only a schedule uses.
std::vector<Conflict> therapy_warnings(const RunParameters& run, const Presence* start);

}  // namespace tilscape
