// How the cost of an agent-update depends on the number of cells and of threads.
#pragma once

#include <vector>

#include "tools/bench/session.hpp"

namespace tilscape {

/// Runs a case with 1e4, 1e5, 1e6 and 1e7 cells, each with one thread and with the session's, and prints a
/// row for each. A size that does not fit is said and passed over.
/// @throws Defect when the number of threads can be seen in a digest
std::vector<BenchResult> print_scaling(BenchSession& session, const BenchCase& bench_case);

}  // namespace tilscape
