// Draws for a block of lanes at once: nothing about one lane's words depends on another lane.
#pragma once

#include <cstdint>

#include "core/base/instruction_set.hpp"
#include "core/random/random.hpp"

namespace tilscape {

struct DrawBlock {
  static constexpr std::uint32_t max_lanes = 256;
  alignas(64) std::uint32_t local_site[max_lanes + 1];  // appending without a branch writes one too many
  alignas(64) std::uint64_t key[max_lanes];             // of the lane's replicate
  alignas(64) std::uint32_t word[4][max_lanes];
  std::uint32_t lane[max_lanes + 1];

  /// Fills word[…][k] with draws.at(local_site[k], the replicate of key[k], 0) for k in [0, count).
  /// Test: tests/core/executor_test.cpp
  void draw(std::uint32_t count, const Draws& draws, InstructionSet set = instruction_set());
  /// The same for the local sites first, first + 1, … of the replicate with this key; reads and writes the
  /// words alone. Test: tests/core/executor_test.cpp
  void draw_run(LocalSite first, std::uint32_t count, std::uint64_t replicate_key, const Draws& draws,
                InstructionSet set = instruction_set());
  RandomWords words(std::uint32_t k) const { return {{word[0][k], word[1][k], word[2][k], word[3][k]}}; }
};

}  // namespace tilscape
