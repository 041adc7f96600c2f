// Sites of a copy become local, clones lose the order in which threads logged them.
#include "agents/observe/state_of.hpp"

#include <algorithm>

namespace tilscape {

namespace {

/// @param get  (buffer, first, count): the values as the state keeps them
template <template <class> class Store, class Get>
ReplicateStateIn<Store> state_with(const World& world, const ReplicatePlace& place, const CloneLog& clones,
                                   const Get& get) {
  const std::uint32_t sites = world.lattice().sites();
  ReplicateStateIn<Store> state;
  state.first_site = place.number * sites;
  state.tissue = get(world.tissue(), state.first_site, sites);
  state.immune = get(world.immune(), state.first_site, sites);
  for (int f = 0; f < field_count; ++f)
    if (world.field(f).size()) state.fields[f] = get(world.field(f), state.first_site, sites);
  for_each_pair(state.tumour, world.tumour(), [&](auto& values, const auto& column) {
    values = get(column, place.first_tumour, place.tumour_slots);
  });
  for_each_pair(state.immune_cells, world.immune_cells(), [&](auto& values, const auto& column) {
    values = get(column, place.first_immune_cell, place.immune_slots);
  });
  state.clones = clones.clones_of(place.number);
  state.clones_reported = clones.reported_of(place.number);
  state.clones_folded = world.folded_clones()[place.number];
  const std::vector<std::uint64_t> events = world.events();
  std::copy_n(events.begin() + std::size_t{place.number} * event_kinds, event_kinds, state.events.begin());
  return state;
}

}  // namespace

CloneLog::CloneLog(const World& world, std::uint32_t reported)
    : records_(world.clones().to_host(0, world.clone_count())), reported_(reported) {
  const auto in_order = [](const CloneRecord& a, const CloneRecord& b) {
    return std::pair(a.replicate, a.id) < std::pair(b.replicate, b.id);
  };
  std::sort(records_.begin(), records_.begin() + reported, in_order);
  std::sort(records_.begin() + reported, records_.end(), in_order);
}

std::pair<CloneLog::Records, CloneLog::Records> CloneLog::part_of(Records first, Records last,
                                                                  std::uint32_t replicate) {
  const auto begin =
      std::partition_point(first, last, [&](const CloneRecord& c) { return c.replicate < replicate; });
  const auto end =
      std::partition_point(begin, last, [&](const CloneRecord& c) { return c.replicate == replicate; });
  return {begin, end};
}

std::vector<CloneRecord> CloneLog::clones_of(std::uint32_t replicate) const {
  const auto old = part_of(records_.begin(), records_.begin() + reported_, replicate);
  const auto fresh = part_of(records_.begin() + reported_, records_.end(), replicate);
  std::vector<CloneRecord> clones(old.first, old.second);
  clones.insert(clones.end(), fresh.first, fresh.second);
  for (CloneRecord& record : clones) record.replicate = 0;
  return clones;
}

std::uint64_t CloneLog::reported_of(std::uint32_t replicate) const {
  const auto [first, last] = part_of(records_.begin(), records_.begin() + reported_, replicate);
  return static_cast<std::uint64_t>(last - first);
}

ReplicateState state_of(const World& world, const ReplicatePlace& place, const CloneLog& clones) {
  auto state = state_with<HostColumn>(
      world, place, clones,
      [](const auto& buffer, std::size_t first, std::size_t count) { return buffer.to_host(first, count); });
  for (SiteIndex& site : state.tumour.site) site.value -= state.first_site;
  for (SiteIndex& site : state.immune_cells.site) site.value -= state.first_site;
  state.first_site = 0;
  return state;
}

ReplicateStateInPlace state_in_place_of(const World& world, const ReplicatePlace& place,
                                        const CloneLog& clones) {
  return state_with<HostValues>(
      world, place, clones,
      [](const auto& buffer, std::size_t first, std::size_t count) { return buffer.read(first, count); });
}

}  // namespace tilscape
