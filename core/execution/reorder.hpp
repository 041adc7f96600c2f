// Re-sorting a population by site: compacts empty slots away and makes neighbours in space neighbours in
// memory. Invisible in every result, because nothing is keyed by slot.
#pragma once

#include <cstdint>
#include <tuple>
#include <type_traits>
#include <utility>

#include "core/base/types.hpp"
#include "core/execution/memory.hpp"

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

template <class T>
struct CopyBack {
  const T* from;
  T* to;
  TILSCAPE_HD void operator()(std::uint32_t i) const { to[i] = from[i]; }
};

/// What a re-sort works in: nothing is allocated while it runs. The first two have a value per slot.
struct Space {
  Buffer<AgentIndex>& old_slot;
  Buffer<std::uint64_t>& spare;
  Buffer<std::uint32_t>& first_slot;  // [chunks_of(sites)]
};

inline std::size_t chunks_of(std::uint32_t sites) {
  return (std::size_t{sites} + sites_per_chunk - 1) / sites_per_chunk;
}

/// Puts one column in order: the widest by trading places with the spare column, the others through it.
template <class Executor, class T>
void permute(Executor& executor, Buffer<T>& column, std::uint32_t alive, const Space& space) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t));
  auto* const sorted = reinterpret_cast<T*>(space.spare.data());
  executor.for_each(alive, Permute<T>{space.old_slot.data(), column.data(), sorted});
  if constexpr (std::is_same_v<T, std::uint64_t>)
    std::swap(column, space.spare);
  else
    executor.for_each(alive, CopyBack<T>{sorted, column.data()});
}

}  // namespace reorder

/// @return agents alive: the new count; slots 0 … count − 1 are then in site order
template <class Executor, class Holds, class... Column>
std::uint32_t reorder_by_site(Executor& executor, std::uint32_t sites, const Holds& holds,
                              PlaneView<AgentIndex> agent_at, const reorder::Space& space,
                              std::tuple<Column&...> columns) {
  const std::size_t chunks = reorder::chunks_of(sites);
  std::uint32_t* const first_slot = space.first_slot.data();
  executor.for_each(chunks, reorder::CountChunk<Holds>{sites, holds, first_slot});
  const auto alive = static_cast<std::uint32_t>(executor.exclusive_scan(first_slot, chunks));
  executor.for_each(chunks,
                    reorder::NumberChunk<Holds>{sites, holds, first_slot, agent_at, space.old_slot.data()});
  std::apply([&](auto&... column) { (reorder::permute(executor, column, alive, space), ...); }, columns);
  return alive;
}

}  // namespace tilscape
