// The configurations on which two backends must agree to the last bit: every rule that takes another path on
// another lattice, placement or mixing has its own. Shared by tests/gpu and tools/gpu-check.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "agents/parameters/parameters.hpp"

namespace tilscape {

struct DigestCase {
  std::string name;
  RunParameters run;
  std::uint32_t steps = 0;
  std::uint32_t digest_every = 1;  // steps
};

/// Small ones, a few seconds on a host core in all. The first one is the smallest in which every phase of
/// tumour cells and CD8 T cells acts; each kind of event happens in one of them at least.
/// Test: tests/determinism/gpu_cases_test.cpp
std::vector<DigestCase> small_cases();

/// More than a million cells in 3-D.
DigestCase large_case();

}  // namespace tilscape
