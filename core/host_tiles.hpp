// Runs tiles on the threads of the host, each with scratch memory of its own.
#pragma once

#include <omp.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/instruction_set.hpp"
#include "core/memory.hpp"

namespace tilscape {

class HostTiles {
 public:
  HostTiles(Memory& memory, int threads) : memory_(&memory), scratch_(threads) {}
  int threads() const { return static_cast<int>(scratch_.size()); }

  /// Makes room for kernels that need so many floats of scratch.
  void reserve(std::size_t floats) {
    for (Buffer<float>& mine : scratch_)
      if (mine.size() < floats) mine = Buffer<float>(*memory_, floats);
  }
  std::size_t bytes() const { return scratch_.size() * scratch_[0].bytes(); }

  /// kernel(i, scratch) for every i in [0, count), neighbouring tiles on the same thread. Scratch is as long
  /// as was reserved, and holds what an earlier tile left: finite numbers or none at all, but no meaning.
  template <class Kernel>
  void run(std::uint32_t count, bool in_parallel, const Kernel& kernel) const {
    if (!in_parallel) return run_part(kernel, count, 0, 1);
#pragma omp parallel num_threads(threads())
    run_part(kernel, count, omp_get_thread_num(), omp_get_num_threads());
  }

 private:
  template <class Kernel>
  void run_part(const Kernel& kernel, std::uint64_t count, std::uint64_t part, std::uint64_t parts) const {
    float* scratch = scratch_[part].data();
    run_wide(
        [&kernel, scratch](std::uint64_t first, std::uint64_t last) {
          for (std::uint64_t i = first; i < last; ++i) kernel(static_cast<std::uint32_t>(i), scratch);
        },
        count * part / parts, count * (part + 1) / parts);
  }

  Memory* memory_;
  std::vector<Buffer<float>> scratch_;  // per thread
};

}  // namespace tilscape
