// Index types that cannot be swapped by accident, and the view that only accepts the right one.
// A site is a place on the lattice, an agent a slot in a population; both are 32-bit.
#pragma once

#include <compare>
#include <cstdint>

#include "core/base/host_device.hpp"

namespace tilscape {

/// An integer that does not convert to another kind of integer. `value` is the plain number.
template <class Tag, class Integer>
struct StrongIndex {
  Integer value;

  StrongIndex() = default;
  TILSCAPE_HD constexpr explicit StrongIndex(Integer v) : value(v) {}
  TILSCAPE_HD friend constexpr bool operator==(StrongIndex a, StrongIndex b) { return a.value == b.value; }
  TILSCAPE_HD friend constexpr bool operator!=(StrongIndex a, StrongIndex b) { return a.value != b.value; }
  TILSCAPE_HD friend constexpr bool operator<(StrongIndex a, StrongIndex b) { return a.value < b.value; }
};

/// World site: replicate × sites per replicate + local site; local site = x + nx·(y + ny·z).
using SiteIndex = StrongIndex<struct SiteTag, std::uint32_t>;
/// Site inside one replicate: what randomness and ids are keyed by.
using LocalSite = StrongIndex<struct LocalSiteTag, std::uint32_t>;
/// Slot of an agent in its population's columns. Slots carry no meaning: results never depend on them.
using AgentIndex = StrongIndex<struct AgentTag, std::uint32_t>;
/// Number of base steps since the start; initial cells are born at step 0, stepping starts at step 1.
using Step = StrongIndex<struct StepTag, std::uint32_t>;

inline constexpr SiteIndex no_site{0xffffffffu};
inline constexpr AgentIndex no_agent{0xffffffffu};
/// Steps must fit the 27 bits that an id has for them.
inline constexpr std::uint32_t max_steps = (1u << 27) - 1;

/// Non-owning array that is indexed by one kind of index only. Trivially copyable: kernels take it by value.
template <class Index, class T>
struct IndexedView {
  T* data = nullptr;
  TILSCAPE_HD T& operator[](Index i) const { return data[i.value]; }
};

/// One value per site of the world (`[replicate][z][y][x]`, x fastest).
template <class T>
using PlaneView = IndexedView<SiteIndex, T>;
/// One value per agent slot of a population.
template <class T>
using ColumnView = IndexedView<AgentIndex, T>;

}  // namespace tilscape
