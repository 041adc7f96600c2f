// Slots for the newborn. The resolve pass counts births per group of lanes, one scan turns the counts into
// first slots, the commit pass takes them one by one: no counter that every thread of a machine adds to.
#pragma once

#include "core/base/types.hpp"
#include "core/execution/atomics.hpp"

namespace tilscape {

struct Births {
  std::uint32_t* of_group =
      nullptr;                   // [groups_of(lanes)]; births before the scan, slots taken so far after it
  std::uint32_t first_slot = 0;  // behind the slots in use

  static constexpr std::uint32_t groups_of(std::uint32_t lanes) {
    return static_cast<std::uint32_t>((std::uint64_t{lanes} + owned_lanes - 1) / owned_lanes);
  }
  /// Resolve: the mother in this lane of the pass gets n daughters.
  TILSCAPE_HD void expect(std::uint32_t lane, int n) const {
    add_in_group(of_group + lane / owned_lanes, static_cast<std::uint32_t>(n));
  }
  /// Commit: the slot of one of them.
  TILSCAPE_HD AgentIndex take_slot(std::uint32_t lane) const {
    return AgentIndex{first_slot + add_in_group(of_group + lane / owned_lanes, 1)};
  }
};

/// Slots that lost their cell, counted per population in as many copies as the executor says.
struct FreedSlots {
  static constexpr std::uint32_t stride = 8;  // a cache line per copy
  std::uint64_t* counts = nullptr;            // [copy][stride]: tumour cells, immune cells
  std::uint32_t copies = 1;

  TILSCAPE_HD void add_tumour() const { add_to_copy(counts, copies, stride, 1); }
  TILSCAPE_HD void add_immune_cell() const { add_to_copy(counts + 1, copies, stride, 1); }
};

}  // namespace tilscape
