// How a level is cut into tiles for passes that take several steps at once. Each tile recomputes the rim that
// its neighbours own, so that no thread waits for another; the cut cannot be seen in a result.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/multigrid/grid.hpp"

namespace tilscape {

/// Rows [y_first, y_last) of planes [z_first, z_last) of one replicate. Begins at even numbers, so that it
/// owns whole cells of the next coarser level.
struct Tile {
  std::uint32_t replicate;
  std::int32_t y_first, y_last, z_first, z_last;
};

/// Rows or planes [first, last) of a tile, numbered without wrapping: those beyond a periodic border are
/// below 0 or above n.
struct Span {
  std::int32_t first = 0, last = 0;
  bool contains(std::int32_t i) const { return first <= i && i < last; }
};
/// The cells of a tile with `rim` more on both sides, which end at a closed border.
inline Span with_rim(Span own, int rim, std::uint32_t n, bool wraps) {
  if (wraps) return {own.first - rim, own.last + rim};
  return {std::max(0, own.first - rim), std::min(static_cast<std::int32_t>(n), own.last + rim)};
}
/// The cell of a periodic axis that a number stands for.
inline std::uint32_t wrapped(std::int32_t i, std::uint32_t n) {
  const auto cells = static_cast<std::int32_t>(n);
  if (i < 0 || i >= cells) i = ((i % cells) + cells) % cells;
  return static_cast<std::uint32_t>(i);
}

/// Every replicate is cut alike, into y_pieces × z_pieces tiles.
/// Test: tests/fields/multigrid_tiles_test.cpp
struct Tiling {
  std::uint32_t y_n = 1, z_n = 1, y_pieces = 1, z_pieces = 1, replicates = 1;

  std::uint32_t count() const { return y_pieces * z_pieces * replicates; }
  Tile tile(std::uint32_t i) const;
  /// Rows of the highest tile.
  std::int32_t most_rows() const;
};

/// What a cut depends on besides the grid.
struct TileLimits {
  std::size_t cache_bytes = 1'400'000;  // that a thread's planes may take: of 2 MB of second-level cache
  std::uint64_t serial_below = 32768;   // cells; fewer are left to one thread
  std::uint64_t streamed_above =
      4'000'000;  // cells, 64 MB of arrays; results of more are stored past the caches
  std::uint32_t y_pieces = 0,
                z_pieces = 0;  // to cut into so many, or as many as there can be; 0: what is best
};

/// The cut that takes least time: a thread's share of the tiles, rims included.
/// @param rim        rows and planes that a tile recomputes on each side
/// @param threads    that tiles are dealt out to
/// @param row_bytes  that have to stay in the cache for each row of a tile
Tiling tiling_of(const GridView& grid, int rim, int threads, std::size_t row_bytes, const TileLimits& limits);

}  // namespace tilscape
