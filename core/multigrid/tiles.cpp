// Tries as few pieces along y as the cache allows and some more, and along z what keeps the threads busy.
#include "core/multigrid/tiles.hpp"

#include <algorithm>
#include <limits>

namespace tilscape {

namespace {

std::uint32_t half(std::uint32_t n) {
  return (n + 1) / 2;
}

/// Start of piece k of an axis of n cells; even, or the axis' end.
std::int32_t start_of(std::uint32_t n, std::uint32_t pieces, std::uint32_t k) {
  return static_cast<std::int32_t>(std::min<std::uint64_t>(n, 2 * (std::uint64_t{half(n)} * k / pieces)));
}

/// Cells of the longest piece with its rim, which ends where the axis does.
double longest_piece(std::uint32_t n, std::uint32_t pieces, double rim) {
  if (pieces == 1) return n;
  const double own = 2.0 * ((half(n) + pieces - 1) / pieces);
  return std::min<double>(n, own + (pieces == 2 ? 1 : 2) * rim);
}

/// As few pieces along y as let the rows of a piece stay in the cache.
std::uint32_t fewest_pieces(const GridView& grid, int rim, double row_bytes, double cache_bytes) {
  std::uint32_t pieces = 1;
  while (pieces < half(grid.y.n) && longest_piece(grid.y.n, pieces, rim) * row_bytes > cache_bytes) ++pieces;
  return pieces;
}

/// Rows that the busiest thread computes. The rim narrows from step to step: half of it counts.
double work_of(const Tiling& tiling, int rim, int threads) {
  return (tiling.count() + threads - 1) / threads * longest_piece(tiling.y_n, tiling.y_pieces, 0.5 * rim) *
         longest_piece(tiling.z_n, tiling.z_pieces, 0.5 * rim);
}

}  // namespace

Tile Tiling::tile(std::uint32_t i) const {
  const std::uint32_t per_replicate = y_pieces * z_pieces;
  const std::uint32_t y = i % y_pieces, z = i % per_replicate / y_pieces;
  return {i / per_replicate, start_of(y_n, y_pieces, y), start_of(y_n, y_pieces, y + 1),
          start_of(z_n, z_pieces, z), start_of(z_n, z_pieces, z + 1)};
}

std::int32_t Tiling::most_rows() const {
  std::int32_t most = 0;
  for (std::uint32_t y = 0; y < y_pieces; ++y)
    most = std::max(most, start_of(y_n, y_pieces, y + 1) - start_of(y_n, y_pieces, y));
  return most;
}

Tiling tiling_of(const GridView& grid, int rim, int threads, std::size_t row_bytes,
                 const TileLimits& limits) {
  const std::uint32_t most_y = half(grid.y.n), most_z = half(grid.z.n);
  Tiling best{grid.y.n, grid.z.n, std::min(most_y, limits.y_pieces), std::min(most_z, limits.z_pieces),
              grid.replicates};
  if (best.y_pieces > 0 && best.z_pieces > 0) return best;
  const std::uint32_t least_y =
      fewest_pieces(grid, rim, static_cast<double>(row_bytes), static_cast<double>(limits.cache_bytes));
  double least = std::numeric_limits<double>::infinity();
  for (std::uint32_t y = least_y; y <= std::min<std::uint64_t>(most_y, least_y + threads); ++y)
    for (std::uint32_t rounds = 1; rounds <= 4; ++rounds) {
      const std::uint32_t z = std::clamp(rounds * threads / (y * grid.replicates), 1u, most_z);
      const Tiling tiling{grid.y.n, grid.z.n, y, z, grid.replicates};
      const double work = work_of(tiling, rim, threads);
      if (work < least) least = work, best = tiling;
    }
  return best;
}

}  // namespace tilscape
