#include "agents/readouts/tiles.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tilscape {

namespace {

/// What some tiles hold together.
struct TileSum {
  std::uint64_t sites = 0, cd8 = 0;
  void add(const TileCounts& tile) {
    sites += tile.sites;
    cd8 += tile.cd8;
  }
  double mm2(double spacing_mm) const { return static_cast<double>(sites) * spacing_mm * spacing_mm; }
  double per_mm2(double spacing_mm) const {
    return sites == 0 ? not_measured : static_cast<double>(cd8) / mm2(spacing_mm);
  }
};

/// The neighbouring coordinate along an axis of n tiles; n where there is none.
std::uint32_t beside(std::uint32_t i, int step, std::uint32_t n, bool wraps) {
  const std::int64_t k = std::int64_t{i} + step;
  if (k >= 0 && k < n) return static_cast<std::uint32_t>(k);
  if (!wraps) return n;
  return k < 0 ? n - 1 : 0;
}

/// Has a tile one of the other kind among the 8 or 26 around it?
bool is_at_border(const std::vector<bool>& is_tumour, const TileGrid& t, std::uint32_t tile, bool wraps) {
  const std::uint32_t x = tile % t.nx, y = tile / t.nx % t.ny, z = tile / (t.nx * t.ny);
  for (int dz = -1; dz <= 1; ++dz)
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const std::uint32_t i = beside(x, dx, t.nx, wraps), j = beside(y, dy, t.ny, wraps),
                            k = beside(z, dz, t.nz, wraps);
        if (i == t.nx || j == t.ny || k == t.nz) continue;
        if (is_tumour[i + t.nx * (j + t.ny * k)] != is_tumour[tile]) return true;
      }
  return false;
}

Infiltration phenotype_of(double core, double margin, const ReadoutParameters& p) {
  const bool core_has = core >= p.cd8_per_mm2, margin_has = margin >= p.cd8_per_mm2;
  if (margin_has && (!core_has || core < p.excluded_core_to_margin * margin)) return Infiltration::excluded;
  return core_has ? Infiltration::inflamed : Infiltration::desert;
}

}  // namespace

TileGrid tile_grid_of(const Lattice& lattice, double tile_um) {
  const double sites = std::round(tile_um / static_cast<double>(lattice.spacing_um));
  const std::uint32_t longest = std::max({lattice.nx, lattice.ny, lattice.nz});
  TileGrid t;
  t.side = static_cast<std::uint32_t>(std::clamp(sites, 1.0, static_cast<double>(longest)));
  const auto tiles_along = [&](std::uint32_t n) { return (n + t.side - 1) / t.side; };
  t.nx = tiles_along(lattice.nx), t.ny = tiles_along(lattice.ny), t.nz = tiles_along(lattice.nz);
  return t;
}

InfiltrationReadout infiltration(std::span<const TileCounts> counts, const TileGrid& grid,
                                 const Lattice& lattice, const ReadoutParameters& parameters) {
  std::vector<bool> is_tumour(counts.size());
  for (std::size_t k = 0; k < counts.size(); ++k)
    is_tumour[k] = counts[k].tumour >= parameters.tumour_tile_share * counts[k].sites;
  TileSum core, margin;
  for (std::uint32_t k = 0; k < counts.size(); ++k) {
    if (is_at_border(is_tumour, grid, k, lattice.boundary == Boundary::periodic))
      margin.add(counts[k]);
    else if (is_tumour[k])
      core.add(counts[k]);
  }
  const double spacing_mm = static_cast<double>(lattice.spacing_um) / 1000;
  const double in_core = core.per_mm2(spacing_mm), at_margin = margin.per_mm2(spacing_mm);
  const bool can_be_told =
      std::min(core.mm2(spacing_mm), margin.mm2(spacing_mm)) * parameters.cd8_per_mm2 >= 1;
  return {in_core, at_margin,
          can_be_told ? phenotype_of(in_core, at_margin, parameters) : Infiltration::none};
}

}  // namespace tilscape
