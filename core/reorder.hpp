// Re-sorting a population by site: compacts empty slots away and makes neighbours in space neighbours in
// memory. Invisible in every result, because nothing is keyed by slot.
#pragma once

#include <cstdint>
#include <tuple>

#include "core/memory.hpp"
#include "core/types.hpp"

namespace tilscape {

namespace reorder {

constexpr std::uint32_t sites_per_chunk = 64;

/// Number of agents in each chunk of sites. `holds(site)` says whether a site holds an agent of this
/// population.
template <class Holds>
struct CountChunk {
  std::uint32_t sites;
  Holds holds;
  std::uint32_t* counts;
  TILSCAPE_HD void operator()(std::uint32_t chunk) const {
    std::uint32_t n = 0;
    const std::uint64_t first = std::uint64_t{chunk} * sites_per_chunk;
    for (std::uint64_t s = first; s < first + sites_per_chunk && s < sites; ++s)
      n += holds(SiteIndex{static_cast<std::uint32_t>(s)});
    counts[chunk] = n;
  }
};

/// Numbers the agents of each chunk from the chunk's first slot on, and notes which old slot each one comes
/// from.
template <class Holds>
struct NumberChunk {
  std::uint32_t sites;
  Holds holds;
  const std::uint32_t* first_slot;
  PlaneView<AgentIndex> agent_at;
  AgentIndex* old_slot;
  TILSCAPE_HD void operator()(std::uint32_t chunk) const {
    std::uint32_t slot = first_slot[chunk];
    const std::uint64_t first = std::uint64_t{chunk} * sites_per_chunk;
    for (std::uint64_t i = first; i < first + sites_per_chunk && i < sites; ++i) {
      const SiteIndex s{static_cast<std::uint32_t>(i)};
      if (!holds(s)) continue;
      old_slot[slot] = agent_at[s];
      agent_at[s] = AgentIndex{slot++};
    }
  }
};

template <class T>
struct Permute {
  const AgentIndex* old_slot;
  const T* from;
  T* to;
  TILSCAPE_HD void operator()(std::uint32_t i) const { to[i] = from[old_slot[i].value]; }
};

}  // namespace reorder

/// @param count  slots in use, empty ones among them
/// @return       agents alive: the new count; slots 0 … count − 1 are then in site order
template <class Executor, class Holds, class... Column>
std::uint32_t reorder_by_site(Executor& executor, std::uint32_t sites, const Holds& holds,
                              PlaneView<AgentIndex> agent_at, std::uint32_t count,
                              std::tuple<Column&...> columns) {
  const auto chunks = static_cast<std::uint32_t>((std::uint64_t{sites} + reorder::sites_per_chunk - 1) /
                                                 reorder::sites_per_chunk);
  Buffer<std::uint32_t> first_slot(executor.memory(), chunks);
  Buffer<AgentIndex> old_slot(executor.memory(), count);
  executor.for_each(chunks, reorder::CountChunk<Holds>{sites, holds, first_slot.data()});
  const auto alive = static_cast<std::uint32_t>(executor.exclusive_scan(first_slot.data(), chunks));
  executor.for_each(chunks,
                    reorder::NumberChunk<Holds>{sites, holds, first_slot.data(), agent_at, old_slot.data()});
  const auto permute = [&](auto& column) {
    using T = typename std::remove_reference_t<decltype(column)>::value_type;
    Buffer<T> sorted(executor.memory(), column.size());
    executor.for_each(alive, reorder::Permute<T>{old_slot.data(), column.data(), sorted.data()});
    column = std::move(sorted);
  };
  std::apply([&](auto&... column) { (permute(column), ...); }, columns);
  executor.wait();
  return alive;
}

}  // namespace tilscape
