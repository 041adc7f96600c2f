// What figures were measured on and with: machine, build, and how fast the memory is.
#pragma once

#include <string>

#include "tools/machine/backend.hpp"

namespace tilscape {

struct BuildInfo {
  std::string version, commit, compiler, flags;
};
BuildInfo build_info();

struct MachineInfo {
  std::string processor;
  int threads = 0;  // used
  int cores = 0;    // usable by this process
  std::uint64_t memory_bytes = 0;
  std::string huge_pages;  // "madvise", "always", "never", or "unknown": transparent ones
  std::string gpu;         // empty: none was used
};
MachineInfo machine_info(BackendChoice resolved, int threads);

/// Bytes read and written per second by a[i] = b[i] + 3 c[i] over three arrays of 128 MB, in GB/s: best of
/// ten. On a GPU by a copy of 1 GiB: median of twenty.
double triad_gb_per_s(BackendChoice resolved, int threads);

}  // namespace tilscape
