// The body's side of a world's memory: written before each update, its counters summed after it.
#pragma once

#include <vector>

#include "agents/world/body_view.hpp"
#include "core/execution/memory.hpp"

namespace tilscape {

class BodyBuffers {
 public:
  BodyBuffers() = default;
  /// @param diffuse  does any drug?   @param copies  of the counters, as the executor says
  BodyBuffers(Memory& memory, std::uint32_t replicates, bool listens, bool diffuse, std::uint32_t copies)
      : replicates_(replicates), copies_(copies), entry_(memory, replicates), levels_(memory, replicates) {
    if (listens) {
      counts_ = Buffer<std::uint64_t>(memory, std::size_t{copies} * BodyCounts::stride_of(replicates));
      sums_ = Buffer<std::uint64_t>(memory, std::size_t{replicates} * body_count::count);
    }
    if (diffuse) drugs_ = Buffer<DrugAction>(memory, replicates);
    write(std::vector<EntryTable>(replicates), std::vector<BodyLevels>(replicates),
          std::vector<DrugAction>(drugs_.size()));
  }

  /// @param tables, levels  of each replicate   @param drugs  likewise, where any diffuse
  void write(const std::vector<EntryTable>& tables, const std::vector<BodyLevels>& levels,
             const std::vector<DrugAction>& drugs) {
    entry_.from_host(tables.data(), tables.size());
    levels_.from_host(levels.data(), levels.size());
    if (drugs_.size()) drugs_.from_host(drugs.data(), drugs.size());
  }

  /// What was counted on a replicate since the last take_counts(), [body_count::count]; nothing where nobody
  /// listens.
  template <class Executor>
  std::vector<std::uint64_t> counts(Executor& executor, std::uint32_t replicate) {
    if (!counts_.size()) return {};
    executor.for_each(sums_.size(), SumCounts{view(), sums_.data()});
    return sums_.to_host(replicate * std::size_t{body_count::count}, body_count::count);
  }
  /// The same of all replicates, [replicate][body_count::count], where the executor keeps it until the next
  /// of these calls; what is counted from now on is counted anew.
  template <class Executor>
  const Buffer<std::uint64_t>& take_counts(Executor& executor) {
    executor.for_each(sums_.size(), SumCounts{view(), sums_.data()});
    counts_.clear_values();
    return sums_;
  }
  /// Values that take_counts() hands out.
  std::size_t taken_size() const { return sums_.size(); }
  /// Counters as they were; into any of the copies: only their sum counts.
  void restore_counts(const std::vector<std::uint64_t>& counts, std::uint32_t replicate) {
    if (counts_.size()) counts_.from_host(counts.data(), counts.size(), replicate * body_count::count);
  }

  const EntryTable* entry() const { return entry_.data(); }
  const BodyLevels* levels() const { return levels_.data(); }
  const DrugAction* drugs() const { return drugs_.data(); }
  BodyCounts view() const { return {counts_.data(), copies_, BodyCounts::stride_of(replicates_)}; }
  std::size_t bytes() const {
    return entry_.bytes() + levels_.bytes() + drugs_.bytes() + counts_.bytes() + sums_.bytes();
  }

  /// Bytes of each buffer before anything is allocated.
  static std::vector<std::size_t> buffer_bytes(std::uint32_t replicates, bool listens, bool diffuse,
                                               std::uint32_t copies) {
    return {replicates * sizeof(EntryTable), replicates * sizeof(BodyLevels),
            diffuse ? replicates * sizeof(DrugAction) : 0,
            listens ? std::size_t{copies} * BodyCounts::stride_of(replicates) * sizeof(std::uint64_t) : 0,
            listens ? std::size_t{replicates} * body_count::count * sizeof(std::uint64_t) : 0};
  }

 private:
  std::uint32_t replicates_ = 0, copies_ = 1;
  Buffer<EntryTable> entry_;
  Buffer<BodyLevels> levels_;
  Buffer<DrugAction> drugs_;
  Buffer<std::uint64_t> counts_, sums_;
};

}  // namespace tilscape
