// Runs tiles on the threads of the host, each with scratch memory of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/instruction_set.hpp"
#include "core/execution/host_team.hpp"
#include "core/execution/memory.hpp"

namespace tilscape {

class HostTiles {
 public:
  HostTiles(Memory& memory, HostTeam& team)
      : memory_(&memory), team_(&team), scratch_(static_cast<std::size_t>(team.threads())) {}
  /// That share the tiles of the next pass.
  int members() const { return team_->members(); }
  int threads() const { return team_->threads(); }

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
    if (!in_parallel) return run_part(kernel, 0, count, 0);
    team_->run(count, [&](std::uint32_t i, int member) { run_part(kernel, i, i + 1, member); });
  }

 private:
  template <class Kernel>
  void run_part(const Kernel& kernel, std::uint32_t first_tile, std::uint32_t last_tile, int member) const {
    float* scratch = scratch_[static_cast<std::size_t>(member)].data();
    run_wide(
        [&kernel, scratch](std::uint64_t first, std::uint64_t last) {
          for (std::uint64_t i = first; i < last; ++i) kernel(static_cast<std::uint32_t>(i), scratch);
        },
        first_tile, last_tile);
  }

  Memory* memory_;
  HostTeam* team_;
  std::vector<Buffer<float>> scratch_;  // per thread
};

}  // namespace tilscape
