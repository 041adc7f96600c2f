// Clones on their way out of a world: each is reported once, and the extinct ones leave memory behind it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "agents/observe/clone_pruning.hpp"
#include "agents/observe/state_of.hpp"
#include "agents/readouts/take_readouts.hpp"

namespace tilscape {

template <class Executor>
class CloneReports {
 public:
  /// @param readouts  told when clones leave memory
  CloneReports(Executor& executor, World& world, const std::vector<ReplicateStart>& replicates,
               ReadoutTaker<Executor>& readouts)
      : executor_(executor), world_(world), readouts_(readouts) {
    for (const ReplicateStart& replicate : replicates)
      if (replicate.state) reported_ += static_cast<std::uint32_t>(replicate.state->clones_reported);
  }

  /// Those since the call before, ascending in (replicate, id).
  std::vector<CloneRecord> take(Step now) {
    auto records = world_.clones().to_host(reported_, world_.clone_count() - reported_);
    reported_ = world_.clone_count();
    forget_log();
    if (reported_ >= prune_at_) prune(now);
    std::sort(records.begin(), records.end(), SortedClones::in_order);
    return records;
  }

  /// The log of this moment, until the next step: sorted once for all replicates. Without extinct clones, so
  /// that a state does not show when they were forgotten.
  const CloneLog& log(Step now) {
    if (log_) return *log_;
    prune(now);
    return log_.emplace(world_, reported_);
  }
  void forget_log() { log_.reset(); }

 private:
  /// Memory holds at most twice the clones that lived when it was last done, and those not reported yet.
  void prune(Step now) {
    reported_ = prune_clones(executor_, world_, now, reported_);
    prune_at_ = std::max(1024u, 2 * reported_);
    readouts_.forget_clones();
  }

  Executor& executor_;
  World& world_;
  ReadoutTaker<Executor>& readouts_;
  std::uint32_t reported_ = 0, prune_at_ = 0;
  std::optional<CloneLog> log_;
};

}  // namespace tilscape
