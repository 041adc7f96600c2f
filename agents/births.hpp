// Slots for the newborn. The resolve pass counts births per block of lanes, one scan turns the counts into
// first slots, the commit pass takes them one by one: no counter that every thread of a machine adds to.
#pragma once

#include "core/atomics.hpp"
#include "core/types.hpp"

namespace tilscape {

struct Births {
  static constexpr std::uint32_t lanes_per_block = 4096;
  std::uint32_t* of_block = nullptr;  // [blocks_of(slots)]; births before the scan, births so far after it
  std::uint32_t first_slot = 0;       // behind the slots in use

  TILSCAPE_HD static constexpr std::uint32_t blocks_of(std::uint32_t slots) {
    return static_cast<std::uint32_t>((std::uint64_t{slots} + lanes_per_block - 1) / lanes_per_block);
  }
  /// Resolve: the parent in slot `parent` gets n daughters.
  TILSCAPE_HD void expect(AgentIndex parent, std::uint32_t n) const {
    atomic_add(of_block + parent.value / lanes_per_block, n);
  }
  /// Commit: the slot of one of them.
  TILSCAPE_HD AgentIndex take_slot(AgentIndex parent) const {
    return AgentIndex{first_slot + atomic_add(of_block + parent.value / lanes_per_block, 1u)};
  }
};

}  // namespace tilscape
