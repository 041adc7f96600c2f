// Which members of a run advance together in one world, and what all of them need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/read/sweep.hpp"
#include "tools/run/estimate.hpp"

namespace tilscape {

/// A parameter set with the random numbers of one replicate. Members are numbered set by set.
struct Member {
  std::size_t number = 0;
  std::size_t set = 0;
  std::uint32_t replicate = 0;
  std::optional<std::uint64_t> start_step = {};  // that it goes on from; none: it begins
};
using Batch = std::vector<Member>;

/// What a world has to fit in, and what it is worth filling.
struct Room {
  double world_bytes = 0;  // of the memory that worlds live in
  double host_bytes = 0;   // of the host, where they start from; may be the same
  bool is_host = true;     // is it the same?
  int threads = 1;         // of the host
  /// The simulation waits while a snapshot or checkpoint is compressed: worth_taking_turns(), and it has
  /// every core of the host.
  bool takes_turns = false;
  double kept_bytes = 0;  // tissue tables, on the host until they are copied into the run folder
};

/// Every member of a run, or one of them.
std::vector<Member> members_of(const SweptRun& run);

/// Members that can share a world (agents/common_parameters.hpp) and write output at the same times, in
/// batches of like size; in the order of their first members.
/// On the host a batch is large enough to keep all threads busy, and no larger; on a GPU as large as fits.
/// `execution.batch` replaces that.
/// @param needs  of one member of each set; of sets without a member: anything
/// @throws DeviceError when execution.batch asks for more than fits
/// Test: tests/tools/run_plan_test.cpp
std::vector<Batch> plan_batches(const SweptRun& run, const std::vector<Member>& members,
                                const std::vector<Estimate>& needs, const Room& room);

/// Is any set's world so large that a copy of it, to be compressed beside the simulation, costs more than to
/// wait? @param needs  of one member of each set
bool worth_taking_turns(const std::vector<Estimate>& needs);

/// "12 members (4 parameter sets x 3 replicates)", "50 replicates".
std::string text_of_members(const SweptRun& run);
/// "all at once", "at most 16 at once", "one after the other".
std::string text_of_batches(const std::vector<Batch>& batches);

/// The memory that a run will need, for people: that of the largest batch.
std::string needs_text(const SweptRun& run, const std::vector<Batch>& batches,
                       const std::vector<Estimate>& needs, const Room& room);

}  // namespace tilscape
