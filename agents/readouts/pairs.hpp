// How CD8 T cells stand to live tumour cells: distance to the nearest, and how many pairs there are at each
// distance against what independent places would give. Pairs are counted where the cells lie, as integers.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "agents/parameters/readout_parameters.hpp"
#include "agents/readouts/readouts.hpp"
#include "agents/world/world_view.hpp"
#include "core/execution/tally.hpp"

namespace tilscape {

/// A site seen from another.
struct PairOffset {
  std::int16_t dx, dy, dz;
  std::uint16_t distance2;  // spacings²
};

/// The sites nearer than `reach` spacings to a site, itself among them, ascending in distance. On a periodic
/// axis none is there twice.
struct PairReach {
  std::uint32_t reach = 0;
  std::vector<PairOffset> offsets;
  /// Of the tally, per replicate: pairs of each shell, sites looked at in each shell, CD8 T cells by the
  /// squared distance of the nearest tumour cell, and those without one.
  std::uint32_t slots() const { return 2 * reach + reach * reach + 1; }
};
PairReach pair_reach(const Lattice& lattice, double radius_um);

namespace pairs {

/// floor(√n) of a shell's squared distances: below most_pair_reach².
TILSCAPE_HD inline std::uint32_t shell_of(std::uint32_t distance2, std::uint32_t at_least) {
  std::uint32_t k = at_least;
  while ((k + 1) * (k + 1) <= distance2) ++k;
  return k;
}

/// A lane is an immune cell's slot.
struct Count {
  WorldView w;
  const PairOffset* offsets;
  std::uint32_t offset_count, reach;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const SiteIndex s = w.immune_cells.site[AgentIndex{i}];
    if (s == no_site || !is_cd8(w.immune[s])) return;
    const Position p = w.lattice.locate(s);
    const std::uint32_t slots = 2 * reach + reach * reach + 1, base = p.replicate * slots;
    std::uint32_t shell = 0, found = 0, seen = 0, nearest2 = reach * reach;
    for (std::uint32_t k = 0; k < offset_count; ++k) {
      const PairOffset o = offsets[k];
      if (const std::uint32_t next = shell_of(o.distance2, shell); next != shell) {
        add(sums, base, shell, found, seen);
        shell = next, found = seen = 0;
      }
      const SiteIndex other = site_at(p, o);
      if (other == no_site) continue;
      ++seen;
      if (!is_live_tumour(w.tissue[other])) continue;
      ++found;
      if (nearest2 == reach * reach) nearest2 = o.distance2;
    }
    add(sums, base, shell, found, seen);
    sums.add(base + 2 * reach + nearest2);
  }

 private:
  TILSCAPE_HD void add(const Tally& sums, std::uint32_t base, std::uint32_t shell, std::uint32_t found,
                       std::uint32_t seen) const {
    if (found) sums.add(base + shell, found);
    if (seen) sums.add(base + reach + shell, seen);
  }
  /// Behind a closed border there is nothing.
  TILSCAPE_HD SiteIndex site_at(const Position& p, const PairOffset& o) const {
    const Lattice& l = w.lattice;
    const bool wraps = l.boundary == Boundary::periodic;
    const std::int64_t x = along(p.x, o.dx, l.nx, wraps), y = along(p.y, o.dy, l.ny, wraps),
                       z = along(p.z, o.dz, l.nz, wraps);
    if (x < 0 || y < 0 || z < 0) return no_site;
    return SiteIndex{p.replicate * l.sites() +
                     static_cast<std::uint32_t>(x + l.nx * (y + static_cast<std::int64_t>(l.ny) * z))};
  }
  /// −1: outside.
  TILSCAPE_HD static std::int64_t along(std::uint32_t from, std::int16_t step, std::uint32_t n, bool wraps) {
    const std::int64_t to = std::int64_t{from} + step;
    if (to >= 0 && to < n) return to;
    if (!wraps) return -1;
    return to < 0 ? to + n : to - n;
  }
};

/// A lane is a site: live tumour cells of each replicate.
struct LiveTumour {
  WorldView w;
  TILSCAPE_HD void operator()(std::uint32_t i, const Tally& sums) const {
    const SiteIndex s{i};
    if (is_live_tumour(w.tissue[s])) sums.add(w.lattice.replicate_of(s));
  }
};

}  // namespace pairs

/// Pair correlation of a shell: pairs over what tumour cells spread evenly over the lattice would give,
/// counting only sites that exist, so that a border needs no other correction; 1: independent. Cross-K
/// likewise of everything within the radius: K itself is this × 4/3·π·r³, in 2-D π·r². The median distance is
/// NaN where half of the CD8 T cells have no tumour cell within the radius.
/// Source: Ripley 1976; Illian 2008, Statistical Analysis and Modelling of Spatial Point Patterns (both from
/// memory). Test: tests/readouts/pairs_test.cpp
/// @param counts  the tally of one replicate   @param tumour_share  live tumour cells per site of the lattice
SpatialReadout spatial_readout(std::span<const std::uint64_t> counts, const PairReach& reach,
                               double spacing_um, double tumour_share);

}  // namespace tilscape
