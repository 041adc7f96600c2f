// Both populations sorted by site, now and then: neighbours in space become neighbours in memory, and slots
// that deaths have emptied are used again. Changes no result. Sorted, each replicate's agents also stand
// together.
#pragma once

#include <cstdint>
#include <vector>

#include "agents/world/populations.hpp"
#include "agents/world/replicate_place.hpp"
#include "agents/world/world.hpp"
#include "core/execution/reorder.hpp"

namespace tilscape {

template <class Executor>
class ReorderPhase {
 public:
  ReorderPhase(Executor& executor, World& world) : executor_(executor), world_(world) {}

  /// @returns how many agents were sorted
  std::uint64_t run() {
    const std::uint32_t immune_cells = sort_immune_cells();
    return tumour_out_of_order() ? immune_cells + sort_tumour() : immune_cells;
  }

  /// Afterwards no slot is empty.
  void sort_all() {
    sort_immune_cells();
    sort_tumour();
  }

  /// Where a replicate's agents lie. Of several, both populations are sorted first, so that each replicate's
  /// stand together and none is copied for the others'.
  ReplicatePlace place_of(std::uint32_t replicate, Step now) {
    if (world_.lattice().replicates == 1) return {0, 0, world_.tumour_slots(), 0, world_.immune_slots()};
    return sorted_place_of(replicate, now);
  }

  /// The same, in site order and without empty slots.
  ReplicatePlace sorted_place_of(std::uint32_t replicate, Step now) {
    if (places_.empty() || placed_at_ != now) find_places(now);
    return places_.at(replicate);
  }

 private:
  std::uint32_t sort_immune_cells() {
    const std::uint32_t immune_cells = sorted(HoldsImmune{world_.immune().data()}, world_.immune_at(),
                                              world_.immune_reorder_space(), world_.immune_cells());
    world_.set_counts(world_.tumour_slots(), immune_cells);
    return immune_cells;
  }

  std::uint32_t sort_tumour() {
    tumour_sorted_ = sorted(HoldsTumour{world_.tissue().data()}, world_.tumour_at(),
                            world_.tumour_reorder_space(), world_.tumour());
    world_.set_counts(tumour_sorted_, world_.immune_slots());
    return tumour_sorted_;
  }

  template <class Holds, class Columns>
  std::uint32_t sorted(const Holds& holds, const Buffer<AgentIndex>& agent_at, const reorder::Space& space,
                       Columns& columns) {
    return reorder_by_site(executor_, world_.lattice().world_sites(), holds, {agent_at.data()}, space,
                           columns.columns());
  }

  void find_places(Step now) {
    const Lattice& lattice = world_.lattice();
    const auto count = [&](std::uint32_t agents, const auto& site) {
      return executor_.tally(agents, lattice.replicates, CountByReplicate{lattice, site.data()});
    };
    const auto immune_cells = count(sort_immune_cells(), world_.immune_cells().site);
    const auto tumour = count(sort_tumour(), world_.tumour().site);
    places_.clear();
    std::uint32_t first_tumour = 0, first_immune_cell = 0;
    for (std::uint32_t r = 0; r < lattice.replicates; ++r) {
      places_.push_back({r, first_tumour, static_cast<std::uint32_t>(tumour[r]), first_immune_cell,
                         static_cast<std::uint32_t>(immune_cells[r])});
      first_tumour += places_.back().tumour_slots;
      first_immune_cell += places_.back().immune_slots;
    }
    placed_at_ = now;
  }

  /// Tumour cells stay where they are. Re-sorting them is worth it once births have appended a sixteenth of
  /// them, and now and then for the slots that deaths have emptied.
  bool tumour_out_of_order() {
    constexpr std::uint32_t least_share = 16, now_and_then = 16;
    const std::uint32_t slots = world_.tumour_slots();
    return slots - tumour_sorted_ > slots / least_share || ++reorders_ % now_and_then == 0;
  }

  Executor& executor_;
  World& world_;
  std::uint32_t tumour_sorted_ = 0;  // the first so many slots are in site order
  std::uint64_t reorders_ = 0;
  std::vector<ReplicatePlace> places_;  // of the replicates, as they were last asked for
  Step placed_at_{0};
};

}  // namespace tilscape
