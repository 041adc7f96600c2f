// Which columns, planes and fields of a world a scene shows, each as the part that belongs to one replicate.
// Included by the sources of Scene only.
#pragma once

#include <array>
#include <tuple>

#include "agents/world/replicate_place.hpp"
#include "agents/world/world.hpp"
#include "core/execution/memory.hpp"

namespace tilscape {

/// Values [first, first + count) of a buffer.
template <class T>
struct Part {
  const Buffer<T>* buffer;
  std::size_t first, count;
  HostValues<T> read() const { return buffer->read(first, count); }
  HostValues<T> copy() const { return HostValues<T>(buffer->to_host(first, count)); }
};

template <class T>
Part<T> part(const Buffer<T>& buffer, std::size_t first, std::size_t count) {
  return {&buffer, first, count};
}

/// Everything that a scene shows, one part per column. `Store` is Part, Buffer for a copy in another memory,
/// or HostValues.
template <template <class> class Store>
struct Rows {
  Store<Tissue> tissue;
  Store<Immune> immune;
  Store<AgentIndex> tumour_at, immune_at;
  std::array<Store<float>, field_count> fields;
  Store<std::uint64_t> id, clone, antigens;
  Store<std::uint8_t> hits;
  Store<std::uint32_t> last_hit;
  Store<float> mhc1, pdl1;
  Store<std::uint64_t> t_id;
  Store<std::uint8_t> receptor;
  Store<float> pd1, exhaustion;

  auto all() {
    return std::tuple_cat(
        std::tie(tissue, immune, tumour_at, immune_at),
        std::apply([](auto&... field) { return std::tie(field...); }, fields),
        std::tie(id, clone, antigens, hits, last_hit, mhc1, pdl1, t_id, receptor, pd1, exhaustion));
  }
};

/// Of one replicate.
inline Rows<Part> rows_of(const World& world, const ReplicatePlace& r) {
  const std::size_t sites = world.lattice().sites(), first = r.number * sites;
  const auto plane = [&](const auto& buffer) { return part(buffer, first, sites); };
  const auto field = [&](std::size_t f) {
    return part(world.field(static_cast<int>(f)), first, world.field(static_cast<int>(f)).size() ? sites : 0);
  };
  const auto fields = [&]<std::size_t... f>(std::index_sequence<f...>) {
    return std::array<Part<float>, field_count>{field(f)...};
  };
  const auto tumour = [&](const auto& column) { return part(column, r.first_tumour, r.tumour_slots); };
  const auto immune_cell = [&](const auto& column) {
    return part(column, r.first_immune_cell, r.immune_slots);
  };
  const auto& c = world.tumour();
  const auto& t = world.immune_cells();
  return {plane(world.tissue()),
          plane(world.immune()),
          plane(world.tumour_at()),
          plane(world.immune_at()),
          fields(std::make_index_sequence<field_count>()),
          tumour(c.id),
          tumour(c.clone),
          tumour(c.antigens),
          tumour(c.hits),
          tumour(c.last_hit),
          tumour(c.mhc1),
          tumour(c.pdl1),
          immune_cell(t.id),
          immune_cell(t.receptor),
          immune_cell(t.pd1),
          immune_cell(t.exhaustion)};
}

/// All columns for the host, each as `get` gives it.
template <template <class> class Store, class Get>
Rows<HostValues> on_host(Rows<Store>& from, const Get& get) {
  Rows<HostValues> to;
  std::apply([&](auto&... x) { std::apply([&](auto&... y) { ((x = get(y)), ...); }, from.all()); }, to.all());
  return to;
}

}  // namespace tilscape
