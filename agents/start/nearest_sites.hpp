// The sites of a lattice that are nearest to its middle, without a list of them: a site is one of them when
// its distance is below a threshold, or just at it and its index small enough.
#pragma once

#include <cstdint>

#include "core/lattice/lattice.hpp"

namespace tilscape {

/// Sites of a lattice of one replicate at this squared distance from the middle or nearer; of the doubled
/// coordinates, so that it is a whole number.
std::uint64_t sites_within(const Lattice& lattice, std::uint64_t distance2);

/// The n sites nearest to the middle; of equally near ones those with the smaller index. Test:
/// tests/agents/nearest_sites_test.cpp
class NearestSites {
 public:
  /// @param n  1 to lattice.sites(); the lattice has one replicate
  NearestSites(const Lattice& lattice, std::uint32_t n);
  bool contains(LocalSite site) const;

 private:
  std::uint32_t last_of_equals(std::uint64_t n) const;

  Lattice lattice_;
  std::uint64_t farthest_ = 0;  // squared distance of the farthest one
  std::uint32_t last_ = 0;      // of those at this distance, the one with the greatest index
};

}  // namespace tilscape
