// The growth of a cluster by other means: first-passage percolation. Each bond takes an exponential time to
// be crossed, and a site is occupied at the least sum of crossing times from the first one (Dijkstra). Shares
// nothing with the phases but the integer mixer that names a bond's time.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <queue>
#include <vector>

#include "core/random/philox.hpp"

namespace tilscape {

/// Radius of a ball (3-D) or disc (2-D) of n sites.
inline double effective_radius(int dimensions, double n) {
  constexpr double pi = 3.14159265358979;
  return dimensions == 2 ? std::sqrt(n / pi) : std::cbrt(3 * n / (4 * pi));
}

/// Crossing times have mean 1. With a step they are rounded up to whole steps: what a bond takes that is
/// tried once per step with the chance 1 − e^(−step), from the step after its first site was occupied.
struct FirstPassage {
  int dimensions;
  std::uint32_t side;  // of the lattice; the cluster starts in the middle and must not reach the border
  std::uint64_t seed;

  double crossing_time(std::uint32_t site, int direction, double step) const {
    const std::uint64_t bits =
        mix64(mix64(seed) + site * std::uint64_t{6} + static_cast<unsigned>(direction));
    const double exponential = -std::log((static_cast<double>(bits >> 11) + 0.5) / 9007199254740992.0);
    return step > 0 ? std::ceil(exponential / step) * step : exponential;
  }

  /// Sites occupied at `end`.
  double sites_at(double end, double step) const {
    const std::int64_t row = side, layer = dimensions == 3 ? row * side : 0;
    const std::array<std::int64_t, 6> offset{-row, -1, 1, row, -layer, layer};
    const std::uint32_t sites = side * side * (dimensions == 3 ? side : 1);
    std::vector<float> occupied(sites, 1e30f);
    using Front = std::pair<float, std::uint32_t>;  // when, and where to
    std::priority_queue<Front, std::vector<Front>, std::greater<>> next;
    const std::uint32_t start = side / 2 * (1 + side) + (dimensions == 3 ? side / 2 * side * side : 0);
    occupied[start] = 0;
    next.push({0.0f, start});
    double count = 0;
    const double last = end + step / 2;  // sums of whole steps meet `end` up to rounding
    while (!next.empty() && next.top().first <= last) {
      const auto [time, site] = next.top();
      next.pop();
      if (time > occupied[site]) continue;
      ++count;
      for (int d = 0; d < 2 * dimensions; ++d) {
        const auto to = static_cast<std::uint32_t>(site + offset[static_cast<std::size_t>(d)]);
        const auto arrival = static_cast<float>(time + crossing_time(site, d, step));
        if (arrival >= occupied[to]) continue;
        occupied[to] = arrival;
        next.push({arrival, to});
      }
    }
    return count;
  }

  double radius_at(double end, double step) const {
    return effective_radius(dimensions, sites_at(end, step));
  }
};

}  // namespace tilscape
