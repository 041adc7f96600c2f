// Sites become local, clones lose the order in which threads logged them.
#include "agents/state_of.hpp"

#include <algorithm>

namespace tilscape {

namespace {

template <class Columns, class State>
void copy_columns(const Columns& from, State& to, std::uint32_t first, std::uint32_t slots,
                  std::uint32_t first_site) {
  std::apply(
      [&](auto&... values) {
        std::apply([&](const auto&... column) { ((values = column.to_host(first, slots)), ...); },
                   const_cast<Columns&>(from).columns());
      },
      to.columns());
  for (SiteIndex& site : to.site) site.value -= first_site;
}

/// Those of one replicate among records [first, last), by id.
std::vector<CloneRecord> clones_of(const World& world, std::uint32_t replicate, std::uint32_t first,
                                   std::uint32_t last) {
  std::vector<CloneRecord> records = world.clones().to_host(first, last - first);
  std::erase_if(records, [replicate](const CloneRecord& record) { return record.replicate != replicate; });
  for (CloneRecord& record : records) record.replicate = 0;
  std::sort(records.begin(), records.end(),
            [](const CloneRecord& a, const CloneRecord& b) { return a.id < b.id; });
  return records;
}

}  // namespace

ReplicateState state_of(const World& world, const ReplicatePlace& place, std::uint32_t clones_reported) {
  const std::uint32_t sites = world.lattice().sites(), first_site = place.number * sites;
  ReplicateState state;
  state.tissue = world.tissue().to_host(first_site, sites);
  state.immune = world.immune().to_host(first_site, sites);
  for (int f = 0; f < field_count; ++f) state.fields[f] = world.field(f).to_host(first_site, sites);
  copy_columns(world.tumour(), state.tumour, place.first_tumour, place.tumour_slots, first_site);
  copy_columns(world.t_cells(), state.t_cells, place.first_t_cell, place.t_cell_slots, first_site);
  state.clones = clones_of(world, place.number, 0, clones_reported);
  state.clones_reported = state.clones.size();
  const auto rest = clones_of(world, place.number, clones_reported, world.clone_count());
  state.clones.insert(state.clones.end(), rest.begin(), rest.end());
  const std::vector<std::uint64_t> events = world.events();
  std::copy_n(events.begin() + std::size_t{place.number} * event_kinds, event_kinds, state.events.begin());
  return state;
}

}  // namespace tilscape
