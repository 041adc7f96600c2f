// Many copies of a small arrangement of cells, too far apart to see each other: shares over them are chances.
#pragma once

#include <cmath>

#include "tests/agents/world_fixture.hpp"

namespace tilscape::clusters {

constexpr std::uint32_t apart = 4, per_side = 100, side = apart * per_side, count = per_side * per_side;

/// Nothing happens by itself: cells neither move, divide, die nor change, and fields are off.
inline ModelParameters quiet_model() {
  ModelParameters m = model_without_fields({side, side, 1});
  m.blood.cd8_cells = {};
  m.tumour.division_per_day = m.tumour.death_per_day = m.tumour.hypoxic_death_per_day = 0;
  m.t_cell.speed_um_per_min = m.t_cell.death_per_day = 0;
  for (WalkerParameters& cell : m.walkers) cell = {0, 0, 0, 0};
  return m;
}

/// Middle of cluster k.
constexpr LocalSite site_of(std::uint32_t k) {
  return LocalSite{(k / per_side * apart + 1) * side + k % per_side * apart + 1};
}

/// The site beside it in direction d, of 8.
constexpr LocalSite beside(LocalSite middle, std::uint32_t d) {
  constexpr int dx[] = {-1, 0, 1, -1, 1, -1, 0, 1}, dy[] = {-1, -1, -1, 0, 0, 1, 1, 1};
  return LocalSite{middle.value + static_cast<std::uint32_t>(dy[d] * static_cast<int>(side) + dx[d])};
}

/// add(middle, cells) for each cluster.
template <class Add>
InitialTissue tissue_of(const Add& add) {
  InitialTissue cells;
  for (std::uint32_t k = 0; k < count; ++k) add(site_of(k), cells);
  return cells;
}

inline double share(std::uint64_t clusters) {
  return static_cast<double>(clusters) / count;
}

/// Four standard errors of a share of all clusters.
inline double margin(double p) {
  return 4 * std::sqrt(p * (1 - p) / count);
}

}  // namespace tilscape::clusters
