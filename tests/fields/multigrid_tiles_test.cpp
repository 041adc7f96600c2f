// However a level is cut, its tiles cover every row once and own whole cells of the next coarser level.
#include <vector>

#include "core/multigrid/tiles.hpp"
#include "tests/catch.hpp"

namespace tilscape::testing {

namespace {

GridView grid_of(std::uint32_t y, std::uint32_t z, std::uint32_t replicates) {
  GridView grid;
  grid.x.n = 10, grid.y.n = y, grid.z.n = z, grid.replicates = replicates;
  return grid;
}

/// How many tiles each row [replicate][z][y] lies in.
std::vector<int> covers(const GridView& grid, const Tiling& tiling) {
  std::vector<int> count(std::size_t{grid.replicates} * grid.z.n * grid.y.n, 0);
  for (std::uint32_t i = 0; i < tiling.count(); ++i) {
    const Tile tile = tiling.tile(i);
    CHECK(tile.y_last - tile.y_first <= tiling.most_rows());
    for (std::int32_t z = tile.z_first; z < tile.z_last; ++z)
      for (std::int32_t y = tile.y_first; y < tile.y_last; ++y)
        ++count.at((std::size_t{tile.replicate} * grid.z.n + z) * grid.y.n + y);
  }
  return count;
}

void check_cover(const GridView& grid, const Tiling& tiling) {
  CHECK(covers(grid, tiling) == std::vector<int>(std::size_t{grid.replicates} * grid.z.n * grid.y.n, 1));
  for (std::uint32_t i = 0; i < tiling.count(); ++i) {
    const Tile tile = tiling.tile(i);
    CHECK(tile.y_first % 2 == 0);
    CHECK(tile.z_first % 2 == 0);
    CHECK(tile.y_first < tile.y_last);
    CHECK(tile.z_first < tile.z_last);
  }
}

}  // namespace

TEST_CASE("tiles cover every row once", "[fields]") {
  for (const std::uint32_t y : {1, 2, 3, 7, 16, 61})
    for (const std::uint32_t z : {1, 2, 5, 8, 33})
      for (const std::uint32_t pieces : {1, 2, 3, 5, 1000}) {
        CAPTURE(y, z, pieces);
        const GridView grid = grid_of(y, z, 2);
        TileLimits limits;
        limits.y_pieces = pieces, limits.z_pieces = pieces;
        const Tiling tiling = tiling_of(grid, 5, 2, 1000, limits);
        check_cover(grid, tiling);
        if (pieces == 1000) CHECK(tiling.count() == 2 * ((y + 1) / 2) * ((z + 1) / 2));
      }
}

TEST_CASE("a cut keeps all threads busy and its rows in the cache", "[fields]") {
  for (const int threads : {1, 2, 3, 5, 16, 64})
    for (const std::size_t row_bytes : {100, 10'000, 100'000, 10'000'000}) {
      CAPTURE(threads, row_bytes);
      const GridView grid = grid_of(160, 160, 1);
      const int rim = 5;
      const Tiling tiling = tiling_of(grid, rim, threads, row_bytes, {});
      check_cover(grid, tiling);
      CHECK(tiling.count() >= static_cast<std::uint32_t>(threads));
      const bool fits = (tiling.most_rows() + 2 * rim) * row_bytes <= TileLimits{}.cache_bytes;
      CHECK((fits || tiling.most_rows() == 2));
    }
}

}  // namespace tilscape::testing
