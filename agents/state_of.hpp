// The state of one replicate of a world, copied out of a backend's memory.
#pragma once

#include "agents/cell_table.hpp"
#include "agents/replicate_state.hpp"
#include "agents/world.hpp"

namespace tilscape {

/// Planes, cells, fields, events and clones; what a simulation keeps besides its world is left empty.
/// @param place            its agents stand there in site order, without empty slots
/// @param clones_reported  of the world's clone log, the first so many
ReplicateState state_of(const World& world, const ReplicatePlace& place, std::uint32_t clones_reported);

}  // namespace tilscape
