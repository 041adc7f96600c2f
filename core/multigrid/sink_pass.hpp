// Sinks of one level and, from them, those of the next coarser one, in one pass over memory on a CPU: what
// ReachKernel and SpreadKernel do, with the values between them in a ring of four planes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/multigrid/leg.hpp"
#include "core/multigrid/rows.hpp"
#include "core/multigrid/sinks.hpp"
#include "core/multigrid/tiles.hpp"

namespace tilscape {

/// Sinks that lie in memory already.
struct GivenSinks {
  const GridView& grid;
  const float* c;
  const float* row(const RowPlace& p, bool, float*) const { return c + grid.row_start(p); }
  static constexpr std::uint64_t bytes_per_site() { return sizeof(float); }
};

/// One tile of a level.
/// @tparam Source  row(place, owned, scratch) gives a row of its sinks; where `owned`, it also writes what
/// the pass has to write there; the values may lie in scratch, a row long
template <class Source>
class SinkPass {
 public:
  SinkPass(const Source& source, const LegLevels& levels, const Tile& tile, float* coarse_c, float* scratch)
      : source_(source),
        fine_(levels.fine),
        inverse_supply_(levels.inverse_supply),
        spread_{levels.fine, levels.coarse, nullptr, coarse_c},
        tile_(tile),
        ys_(reached(tile.y_first, tile.y_last, fine_.y.n)),
        zs_(reached(tile.z_first, tile.z_last, fine_.z.n)),
        stride_(rows::stride_of(fine_.x.n)),
        across_(scratch + rows::lanes),
        temporary_(across_ + 2 * stride_),
        ring_(temporary_ + stride_) {}

  static std::size_t scratch_floats(const GridView& grid, const Tiling& tiling) {
    const std::ptrdiff_t ring_rows = ring_planes * (tiling.most_rows() + 2 * rim);
    return static_cast<std::size_t>(rows::stride_of(grid.x.n) * (other_rows + ring_rows) + 2 * rows::lanes);
  }

  void run() {
    std::int32_t z = zs_.first;
    for (std::int32_t coarse_z = tile_.z_first / 2; 2 * coarse_z < tile_.z_last; ++coarse_z) {
      for (; z < std::min(2 * coarse_z + 3, zs_.last); ++z)
        for (std::int32_t y = ys_.first; y < ys_.last; ++y) reach_row(y, z);
      for (std::int32_t coarse_y = tile_.y_first / 2; 2 * coarse_y < tile_.y_last; ++coarse_y)
        spread_row(coarse_y, coarse_z);
    }
  }

  static constexpr int ring_planes = 4, rim = 1;

 private:
  static constexpr int other_rows = 3;

  Span reached(std::int32_t first, std::int32_t last, std::uint32_t n) const {
    return with_rim({first, last}, rim, n, fine_.periodic && n > 1);
  }
  float* ring_row(std::int32_t y, std::int32_t z) const {
    return ring_ + ((z - zs_.first) % ring_planes * (ys_.last - ys_.first) + (y - ys_.first)) * stride_;
  }

  void reach_row(std::int32_t y, std::int32_t z) const {
    const bool owned = y >= tile_.y_first && y < tile_.y_last && z >= tile_.z_first && z < tile_.z_last;
    const RowPlace place{tile_.replicate, wrapped(y, fine_.y.n), wrapped(z, fine_.z.n)};
    const float* sink = source_.row(place, owned, temporary_);
    rows::fill_reached(sink, inverse_supply_, fine_.x.n, ring_row(y, z));
  }

  void spread_row(std::int32_t coarse_y, std::int32_t coarse_z) const {
    const RowPlace place{tile_.replicate, static_cast<std::uint32_t>(coarse_y),
                         static_cast<std::uint32_t>(coarse_z)};
    const HatCells y(fine_, fine_.y, spread_.coarse.y.n, place.y),
        z(fine_, fine_.z, spread_.coarse.z.n, place.z);
    SpreadKernel::Row row = spread_.weights_at(place, y, z);
    // Rows that do not exist have weight 0: any other will do.
    for (int k = 0; k < 16; ++k)
      row.from[k] = ring_row(std::clamp(2 * coarse_y - 1 + k % 4, ys_.first, ys_.last - 1),
                             std::clamp(2 * coarse_z - 1 + k / 4, zs_.first, zs_.last - 1));
    float* across = across_ + coarse_y % 2 * stride_;
    rows::fill_spread(row, fine_.x.n, across);
    rows::gather_pairs(spread_, row, across);
  }

  const Source& source_;
  const GridView& fine_;
  float inverse_supply_;
  SpreadKernel spread_;
  Tile tile_;
  Span ys_, zs_;  // with the rim
  std::ptrdiff_t stride_;
  float *across_, *temporary_, *ring_;
};

}  // namespace tilscape
