// The clone log in order, to look clones up in.
#pragma once

#include <cstdint>

#include "agents/world/world_view.hpp"

namespace tilscape {

/// Records in ascending order of (replicate, id).
struct SortedClones {
  const CloneRecord* sorted = nullptr;
  std::uint32_t count = 0;

  TILSCAPE_HD static bool before(const CloneRecord& a, std::uint32_t replicate, std::uint64_t id) {
    return a.replicate != replicate ? a.replicate < replicate : a.id < id;
  }
  static bool in_order(const CloneRecord& a, const CloneRecord& b) { return before(a, b.replicate, b.id); }
  /// The record of a clone; null when there is none.
  TILSCAPE_HD const CloneRecord* find(std::uint32_t replicate, std::uint64_t id) const {
    std::uint32_t first = 0, last = count;
    while (first < last) {
      const std::uint32_t middle = first + (last - first) / 2;
      if (before(sorted[middle], replicate, id))
        first = middle + 1;
      else
        last = middle;
    }
    const bool found = first < count && sorted[first].replicate == replicate && sorted[first].id == id;
    return found ? sorted + first : nullptr;
  }
};

}  // namespace tilscape
