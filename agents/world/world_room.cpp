// Room for cells, clones and vessels that are to come: the buffers of a world grow.
#include <algorithm>

#include "agents/world/world.hpp"
#include "agents/world/world_buffers.hpp"

namespace tilscape {

std::size_t World::tumour_capacity() const {
  return std::min(capacity_of(tumour_), capacity_of(tumour_scratch_));
}

std::size_t World::immune_capacity() const {
  const std::size_t births = immune_births_.size() * owned_lanes;
  return std::min({capacity_of(immune_cells_), capacity_of(immune_scratch_), births});
}

/// A birth may found two clones: the daughter's and her mother's.
bool World::has_room(std::uint32_t tumour_births, std::uint32_t immune_cells) const {
  return tumour_slots_ + std::size_t{tumour_births} <= tumour_capacity() &&
         immune_slots_ + std::size_t{immune_cells} <= immune_capacity() &&
         clone_count_ + 2 * std::size_t{tumour_births} <= clones_.size();
}

/// What is in use of the scratch columns is live between decide and commit.
void World::reserve_tumour(std::uint32_t more) {
  const std::size_t needed = std::size_t{tumour_slots_} + more;
  if (needed <= tumour_capacity()) return;
  grow_with_room(needed, [this](std::size_t slots) {
    grow_columns(*memory_, tumour_, slots, tumour_slots_);
    grow_columns(*memory_, tumour_scratch_, slots, tumour_slots_);
  });
}

void World::reserve_immune_cells(std::uint32_t more) {
  const std::size_t needed = std::size_t{immune_slots_} + more;
  if (needed <= immune_capacity()) return;
  grow_with_room(needed, [this](std::size_t slots) {
    grow_columns(*memory_, immune_cells_, slots, immune_slots_);
    grow_columns(*memory_, immune_scratch_, slots, immune_slots_);
    const std::uint32_t groups = Births::groups_of(static_cast<std::uint32_t>(slots));
    if (immune_births_.size() < groups) immune_births_.grow(groups, immune_births_.size());
  });
}

void World::reserve_clones(std::uint32_t more) {
  const std::size_t needed = std::size_t{clone_count_} + more;
  if (needed <= clones_.size()) return;
  grow_with_room(needed, [this](std::size_t records) { clones_.grow(records, clone_count_); });
}

bool World::has_room_for_vessels(std::uint32_t more) const {
  return more == 0 || vessel_count_ + std::size_t{more} <= std::min(vessels_.size(), vessel_changes_.size());
}

void World::reserve_vessels(std::uint32_t more) {
  if (has_room_for_vessels(more)) return;
  grow_with_room(std::size_t{vessel_count_} + more, [this](std::size_t sites) {
    vessels_.grow(sites, vessel_count_);
    vessel_changes_.grow(sites, vessel_count_);
  });
}

}  // namespace tilscape
