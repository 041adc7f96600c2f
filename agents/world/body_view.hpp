// What kernels see of the body: who enters in this update, what drugs do, and the counters it listens to.
#pragma once

#include "agents/body/body_state.hpp"
#include "agents/rules/drug_action.hpp"
#include "core/base/host_device.hpp"
#include "core/execution/atomics.hpp"

namespace tilscape {

/// Cells of one replicate that enter in this update, row after row.
struct EntryTable {
  std::uint32_t up_to[entry_row::count];  // cells of this row and those before it
  std::uint32_t first_vessel, vessels;    // of the replicate, in the list of all

  TILSCAPE_HD std::uint32_t cells() const { return up_to[entry_row::count - 1]; }
  /// The row of a cell. @param cell  below cells()
  TILSCAPE_HD std::uint32_t row_of(std::uint32_t cell) const {
    std::uint32_t first = 0, last = entry_row::count - 1;
    while (first < last) {
      const std::uint32_t middle = (first + last) / 2;
      if (cell < up_to[middle])
        last = middle;
      else
        first = middle + 1;
    }
    return first;
  }
};

/// Counters of all replicates, a copy for each thread of the host or so: [copy][stride], in each
/// [replicate][body_count::count]. Their sum counts.
struct BodyCounts {
  std::uint64_t* counts = nullptr;  // null where no body listens
  std::uint32_t copies = 1, stride = 0;

  static constexpr std::uint32_t stride_of(std::uint32_t replicates) {
    constexpr std::uint32_t line = 8;
    return (replicates * body_count::count + line - 1) / line * line;
  }
  TILSCAPE_HD void add(std::uint32_t count, std::uint32_t replicate, std::uint64_t n = 1) const {
    if (counts) add_to_copy(counts + replicate * body_count::count + count, copies, stride, n);
  }
};

/// The sum of the copies; a lane is a counter of one replicate.
struct SumCounts {
  BodyCounts of;
  std::uint64_t* sums;  // [replicate][body_count::count]
  TILSCAPE_HD void operator()(std::uint32_t k) const {
    std::uint64_t sum = 0;
    for (std::uint32_t copy = 0; copy < of.copies; ++copy)
      sum += of.counts[std::size_t{copy} * of.stride + k];
    sums[k] = sum;
  }
};

}  // namespace tilscape
