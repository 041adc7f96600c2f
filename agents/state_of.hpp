// The state of one replicate of a world, copied out of a backend's memory.
#pragma once

#include "agents/replicate_state.hpp"
#include "agents/scene.hpp"
#include "agents/world.hpp"

namespace tilscape {

/// The clone log of a world in host memory, by replicate: sorted once for all of them.
class CloneLog {
 public:
  /// @param reported  of the records, the first so many
  CloneLog(const World& world, std::uint32_t reported);
  /// The clones of one replicate: those that were reported before the rest, each part ascending in id.
  void copy_to(ReplicateState& state, std::uint32_t replicate) const;

 private:
  std::vector<CloneRecord> records_;
  std::ptrdiff_t reported_;
};

/// Planes, cells, fields, events and clones; what a simulation keeps besides its world is left empty.
/// @param place  its agents stand there in site order, without empty slots
ReplicateState state_of(const World& world, const ReplicatePlace& place, const CloneLog& clones);

}  // namespace tilscape
