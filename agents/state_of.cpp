// Sites become local, clones lose the order in which threads logged them.
#include "agents/state_of.hpp"

#include <algorithm>

namespace tilscape {

namespace {

template <class Columns, class State>
void copy_columns(const Columns& from, State& to, std::uint32_t first, std::uint32_t slots,
                  std::uint32_t first_site) {
  for_each_pair(to, from, [&](auto& values, const auto& column) { values = column.to_host(first, slots); });
  for (SiteIndex& site : to.site) site.value -= first_site;
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

void CloneLog::copy_to(ReplicateState& state, std::uint32_t replicate) const {
  using Records = std::vector<CloneRecord>::const_iterator;
  const auto append = [&](Records first, Records last) {
    const auto begin =
        std::partition_point(first, last, [&](const CloneRecord& c) { return c.replicate < replicate; });
    const auto end =
        std::partition_point(begin, last, [&](const CloneRecord& c) { return c.replicate == replicate; });
    state.clones.insert(state.clones.end(), begin, end);
  };
  append(records_.begin(), records_.begin() + reported_);
  state.clones_reported = state.clones.size();
  append(records_.begin() + reported_, records_.end());
  for (CloneRecord& record : state.clones) record.replicate = 0;
}

ReplicateState state_of(const World& world, const ReplicatePlace& place, const CloneLog& clones) {
  const std::uint32_t sites = world.lattice().sites(), first_site = place.number * sites;
  ReplicateState state;
  state.tissue = world.tissue().to_host(first_site, sites);
  state.immune = world.immune().to_host(first_site, sites);
  for (int f = 0; f < field_count; ++f)
    if (world.field(f).size()) state.fields[f] = world.field(f).to_host(first_site, sites);
  copy_columns(world.tumour(), state.tumour, place.first_tumour, place.tumour_slots, first_site);
  copy_columns(world.t_cells(), state.t_cells, place.first_t_cell, place.t_cell_slots, first_site);
  clones.copy_to(state, place.number);
  const std::vector<std::uint64_t> events = world.events();
  std::copy_n(events.begin() + std::size_t{place.number} * event_kinds, event_kinds, state.events.begin());
  return state;
}

}  // namespace tilscape
