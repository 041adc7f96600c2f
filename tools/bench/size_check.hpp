// Does a case of this size fit? Said before anything is allocated.
#pragma once

#include "tools/bench/cases.hpp"

namespace tilscape {

/// What a case needs at its start, in bytes, within a fifth.
struct BenchNeeds {
  double world = 0;  // in the memory of the backend
  double start = 0;  // on the host, while the world is being made
};
BenchNeeds needs_of(const RunParameters& run);

/// What there is, in bytes.
struct BenchMemory {
  double host = 0;
  double gpu = 0;  // 0: the host runs the case
};

/// @throws InputError below 10,000 cells; DeviceError with the figures when the case does not fit
void check_that_it_fits(const BenchCase& bench_case, std::uint64_t cells, const BenchMemory& memory);

}  // namespace tilscape
