// What the rows of a wavefront have in common: tables of one level, as vectors need them, and which rows have
// even couplings, so that they need none.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/multigrid/leg.hpp"
#include "core/multigrid/rows.hpp"
#include "core/multigrid/tiles.hpp"

namespace tilscape {

/// The couplings of a level where cells have neighbours of their own length on all sides. Cells are shorter
/// at the end of an axis, if anywhere.
class EvenCouplings {
 public:
  explicit EvenCouplings(const GridView& grid) : coupling_(coupling_along(grid.x)) {
    if (coupling_ == 0) return;
    ys_ = is_flat(grid) ? Span{0, 1} : even(grid.y);
    zs_ = even(grid.z);
  }

  /// No neighbours across y.
  static bool is_flat(const GridView& grid) { return grid.y.n == 1; }

  /// What rows::EvenRow calls by that name.
  float coupling() const { return coupling_; }
  /// Of one cell to its neighbours across y and z.
  float pull_across(const GridView& grid) const { return coupling_ * (is_flat(grid) ? 2.0f : 4.0f); }
  /// The rows of a plane with even couplings. @param z  as in a Span, which may lie beyond a periodic border
  Span ys(std::int32_t z) const { return zs_.contains(z) ? ys_ : Span{}; }

 private:
  /// 0 where they differ.
  static float coupling_along(const AxisView& x) {
    const float coupling = x.upper[0];
    for (std::uint32_t i = 0; i + 1 < x.n; ++i)
      if (x.upper[i] != coupling || x.lower[i + 1] != coupling) return 0;
    return coupling;
  }

  Span even(const AxisView& axis) const {
    constexpr std::int32_t anywhere = 1 << 30;
    const auto is_even = [&](std::int32_t i) {
      return axis.lower[i] == coupling_ && axis.upper[i] == coupling_;
    };
    const auto n = static_cast<std::int32_t>(axis.n);
    std::int32_t last = n;
    while (last > 0 && !is_even(last - 1)) --last;
    if (last == n && is_even(0)) return {-anywhere, anywhere};
    return {1, last};
  }

  float coupling_;
  Span ys_, zs_;
};

/// Rows of scratch besides the ring: tables and temporary values.
class WavefrontRows {
 public:
  static constexpr int count = 7 + smoother_sweeps;

  WavefrontRows(float* scratch, const LegLevels& levels, const EvenCouplings& even)
      : stride_(rows::stride_of(levels.fine.x.n)), first_(scratch + rows::lanes) {
    const AxisView& x = levels.fine.x;
    const float pull_across = even.pull_across(levels.fine);
    for (std::uint32_t i = 0; i < x.n; ++i) {
      row(i % 2)[i / 2] = x.own[i];
      row(2 + i % 2)[i / 2] = x.next[i];
      for (int w = 0; w < smoother_sweeps; ++w)
        row(7 + w)[i] = damping_of(levels.weights[w], pull_across + (x.lower[i] + x.upper[i]), x.face[i]);
    }
  }
  rows::PairWeights pair_weights() const { return {row(0), row(2), row(1), row(3)}; }
  /// Two in turn, for coarse values.
  float* across(std::int32_t y) const { return row(4 + (y & 1)); }
  float* temporary() const { return row(6); }
  /// Of each cell of an EvenRow.
  const float* damping(int sweep) const { return row(7 + sweep); }
  float* end() const { return row(count); }

 private:
  float* row(int k) const { return first_ + k * stride_; }
  std::ptrdiff_t stride_;
  float* first_;
};

}  // namespace tilscape
