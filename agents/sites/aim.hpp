// Whom an attacking immune cell looks at, and who stands beside it, from one pass of surveillance to the
// next: the spare word of its scratch.
#pragma once

#include "agents/world/world_view.hpp"

namespace tilscape {

/// Test: tests/agents/packed_words_test.cpp
struct Aim {
  SiteIndex site{0};       // of the target; the cell's own where it has none
  Target target = nobody;  // as the cell sees it
  std::uint8_t tregs = 0;  // beside an engaged CD8 T cell
  std::uint8_t m2 = 0;     // macrophages, likewise
  std::uint8_t hits = 0;   // that it lands on the target in this update

  TILSCAPE_HD constexpr std::uint64_t packed() const {
    return std::uint64_t{hits} << 56 | std::uint64_t{m2} << 48 | std::uint64_t{tregs} << 40 |
           std::uint64_t{target} << 32 | site.value;
  }
  TILSCAPE_HD static constexpr Aim unpacked(std::uint64_t word) {
    return {SiteIndex{static_cast<std::uint32_t>(word)}, static_cast<Target>(word >> 32),
            static_cast<std::uint8_t>(word >> 40), static_cast<std::uint8_t>(word >> 48),
            static_cast<std::uint8_t>(word >> 56)};
  }
};

TILSCAPE_HD inline Aim aim_of(const WorldView& w, AgentIndex a) {
  return Aim::unpacked(w.immune_scratch.spare[a]);
}
TILSCAPE_HD inline void set_aim(const WorldView& w, AgentIndex a, const Aim& aim) {
  w.immune_scratch.spare[a] = aim.packed();
}

}  // namespace tilscape
