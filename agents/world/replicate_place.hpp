// Where the agents of one replicate lie among those of its world.
#pragma once

#include <cstdint>

namespace tilscape {

/// One replicate of a world, and the slots that its agents lie in.
struct ReplicatePlace {
  std::uint32_t number = 0;
  std::uint32_t first_tumour = 0, tumour_slots = 0;
  std::uint32_t first_immune_cell = 0, immune_slots = 0;
};

}  // namespace tilscape
