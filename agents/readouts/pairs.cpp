#include "agents/readouts/pairs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tilscape {

namespace {

/// How far an axis of n sites lets one look without seeing a site twice.
std::int32_t reach_along(std::uint32_t n, const Lattice& lattice, std::uint32_t reach) {
  const std::uint32_t most = lattice.boundary == Boundary::periodic ? (n - 1) / 2 : n - 1;
  return static_cast<std::int32_t>(std::min(most, reach));
}

double ratio(double found, double expected) {
  return expected > 0 ? found / expected : not_measured;
}

/// Distance of the cell in the middle, in spacings; NaN when it has no tumour cell within reach.
double median_distance(std::span<const std::uint64_t> by_distance2) {
  const std::uint64_t cells = std::accumulate(by_distance2.begin(), by_distance2.end(), std::uint64_t{0});
  std::uint64_t so_far = 0;
  for (std::size_t d2 = 0; d2 + 1 < by_distance2.size(); ++d2) {
    so_far += by_distance2[d2];
    if (so_far > 0 && 2 * so_far >= cells) return std::sqrt(static_cast<double>(d2));
  }
  return not_measured;
}

}  // namespace

PairReach pair_reach(const Lattice& lattice, double radius_um) {
  const double spacings = std::round(radius_um / static_cast<double>(lattice.spacing_um));
  PairReach r;
  r.reach = static_cast<std::uint32_t>(std::clamp(spacings, 1.0, static_cast<double>(most_pair_reach)));
  const std::int32_t rx = reach_along(lattice.nx, lattice, r.reach),
                     ry = reach_along(lattice.ny, lattice, r.reach),
                     rz = reach_along(lattice.nz, lattice, r.reach);
  for (std::int32_t dz = -rz; dz <= rz; ++dz)
    for (std::int32_t dy = -ry; dy <= ry; ++dy)
      for (std::int32_t dx = -rx; dx <= rx; ++dx) {
        const auto distance2 = static_cast<std::uint32_t>(dx * dx + dy * dy + dz * dz);
        if (distance2 >= r.reach * r.reach) continue;
        r.offsets.push_back({static_cast<std::int16_t>(dx), static_cast<std::int16_t>(dy),
                             static_cast<std::int16_t>(dz), static_cast<std::uint16_t>(distance2)});
      }
  std::stable_sort(r.offsets.begin(), r.offsets.end(),
                   [](const PairOffset& a, const PairOffset& b) { return a.distance2 < b.distance2; });
  return r;
}

SpatialReadout spatial_readout(std::span<const std::uint64_t> counts, const PairReach& reach,
                               double spacing_um, double tumour_share) {
  SpatialReadout r;
  double found_in_all = 0, expected_in_all = 0;
  for (std::uint32_t shell = 0; shell < reach.reach; ++shell) {
    const auto found = static_cast<double>(counts[shell]);
    const double expected = static_cast<double>(counts[reach.reach + shell]) * tumour_share;
    r.pair_correlation.push_back(ratio(found, expected));
    found_in_all += found;
    expected_in_all += expected;
  }
  r.cross_k_ratio = ratio(found_in_all, expected_in_all);
  const auto by_distance2 = counts.subspan(2 * reach.reach);
  r.median_nearest_um = median_distance(by_distance2) * spacing_um;
  const auto cells =
      static_cast<double>(std::accumulate(by_distance2.begin(), by_distance2.end(), std::uint64_t{0}));
  if (cells > 0) r.near_fraction = 1 - static_cast<double>(by_distance2.back()) / cells;
  return r;
}

}  // namespace tilscape
