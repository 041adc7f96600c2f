// The state of one replicate of a world, copied out of a backend's memory or read there.
#pragma once

#include <utility>

#include "agents/observe/scene.hpp"
#include "agents/start/replicate_state.hpp"
#include "agents/world/world.hpp"

namespace tilscape {

/// The clone log of a world in host memory, by replicate: sorted once for all of them.
class CloneLog {
 public:
  /// @param reported  of the records, the first so many
  CloneLog(const World& world, std::uint32_t reported);
  /// Of one replicate, those that were reported before the rest, each part ascending in id.
  std::vector<CloneRecord> clones_of(std::uint32_t replicate) const;
  /// How many of them were reported.
  std::uint64_t reported_of(std::uint32_t replicate) const;

 private:
  using Records = std::vector<CloneRecord>::const_iterator;
  static std::pair<Records, Records> part_of(Records first, Records last, std::uint32_t replicate);

  std::vector<CloneRecord> records_;
  std::ptrdiff_t reported_;
};

/// Planes, cells, fields, events and clones; what a simulation keeps besides its world is left empty.
/// @param place  its agents stand there in site order, without empty slots
ReplicateState state_of(const World& world, const ReplicatePlace& place, const CloneLog& clones);
/// The same, read where it lies as far as the host can.
ReplicateStateInPlace state_in_place_of(const World& world, const ReplicatePlace& place,
                                        const CloneLog& clones);

}  // namespace tilscape
