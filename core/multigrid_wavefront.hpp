// A leg of a V-cycle in one pass over memory, on a CPU. All its steps follow each other plane by plane
// through a tile: while one step writes plane z, the next one writes plane z − 1, and so on, so that what one
// leaves the next finds in the cache. Values between the steps live in a ring of planes that belongs to the
// thread. Every value is computed by the plain kernels' formulas from the same numbers; the rim of a tile is
// computed by its neighbours too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/multigrid_leg.hpp"
#include "core/multigrid_rows.hpp"
#include "core/multigrid_tiles.hpp"

namespace tilscape {

/// How far a leg reaches.
struct WavefrontShape {
  int steps;  // after the first: sweeps, and the defect
  bool restricts;

  /// Planes under way. Step s leaves plane z in slot z − s, where step s − 1 left plane z − 1, whose rows no
  /// one reads any more once the same row has been written. Averaging takes two planes of defects.
  constexpr int ring_slots() const { return 2 * steps + (restricts ? 2 : 1); }

  static constexpr int most_steps = Leg::most_sweeps + 1;
};
/// Of the legs that there are: core/multigrid.hpp.
inline constexpr WavefrontShape wavefront_shapes[] = {
    {WavefrontShape::most_steps, true}, {3, true}, {2, true}, {2, false}};
constexpr WavefrontShape shape_of(const Leg& leg) {
  return {leg.sweeps - (leg.start == LegStart::zero) + leg.restricts, leg.restricts};
}

/// A leg with its arrays. `out` is not u, which is not read where the leg starts from zero.
struct WavefrontPass {
  const Leg& leg;
  const LegLevels& levels;
  Tiling tiling;
  const float *u, *f, *c, *coarse_u;
  float *out, *coarse_f;
};

/// Rows of scratch besides the ring: tables of one level, as vectors need them, and temporary values.
class WavefrontRows {
 public:
  static constexpr int count = 9;

  WavefrontRows(float* scratch, const LegLevels& levels)
      : stride_(rows::stride_of(levels.fine.x.n)), first_(scratch + rows::lanes) {
    const AxisView& x = levels.fine.x;
    for (std::uint32_t i = 0; i < x.n; ++i) {
      for (int w = 0; w < smoother_sweeps; ++w)
        row(w)[i] = levels.weights[w] * (4 + (x.lower[i] + x.upper[i]));
      row(2 + i % 2)[i / 2] = x.own[i];
      row(4 + i % 2)[i / 2] = x.next[i];
    }
  }
  /// UnitRow's weighted couplings.
  const float* weighted(int weight) const { return row(weight); }
  rows::PairWeights pair_weights() const { return {row(2), row(4), row(3), row(5)}; }
  /// Two in turn, for coarse values.
  float* across(std::int32_t y) const { return row(6 + (y & 1)); }
  float* temporary() const { return row(8); }
  float* end() const { return row(count); }

 private:
  float* row(int k) const { return first_ + k * stride_; }
  std::ptrdiff_t stride_;
  float* first_;
};

/// One tile of a leg.
class Wavefront {
 public:
  Wavefront(const WavefrontPass& pass, const Tile& tile, float* scratch)
      : pass_(pass),
        grid_(pass.levels.fine),
        tile_(tile),
        shape_(shape_of(pass.leg)),
        first_sweep_(pass.leg.start == LegStart::zero ? 0 : 1),
        wraps_y_(grid_.periodic && grid_.y.n > 1),
        wraps_z_(grid_.periodic && grid_.z.n > 1),
        ys_(reach_y(0)),
        zs_(reach_z(0)),
        row_(rows::stride_of(grid_.x.n)),
        plane_stride_((ys_.last - ys_.first) * row_),
        rows_(scratch, pass.levels),
        ring_(rows_.end() + rows::lanes) {
    if (pass.levels.is_finest) unit_ys_ = inside(grid_.y), unit_zs_ = inside(grid_.z);
  }

  static std::size_t scratch_floats(const GridView& grid, WavefrontShape shape, const Tiling& tiling) {
    const std::ptrdiff_t ring_rows = shape.ring_slots() * (tiling.most_rows() + 2 * shape.steps);
    return static_cast<std::size_t>(rows::stride_of(grid.x.n) * (WavefrontRows::count + ring_rows) +
                                    3 * rows::lanes);
  }

  void run() {
    for (std::int32_t front = zs_.first; front < tile_.z_last + shape_.steps; ++front) {
      for (int s = 0; s <= shape_.steps; ++s) plane_[s] = plane(s, front - s);
      for (std::int32_t y = ys_.first; y < ys_.last; ++y)
        for (int s = 0; s <= shape_.steps; ++s)
          if (plane_[s].ys.contains(y)) step(s, y);
    }
  }

 private:
  /// What a step reads and writes in its present plane: row ys_.first of planes of the ring.
  struct Plane {
    Span ys;       // rows to compute
    Span unit_ys;  // of these, with couplings of 1 only
    Span own_ys;   // of these, the tile's own
    std::int32_t z;
    std::uint32_t site_z;
    std::size_t start;  // of its row 0 in the level's arrays
    const float *lower, *own, *upper;
    float* out;
  };

  Span reach_y(int s) const {
    return with_rim({tile_.y_first, tile_.y_last}, shape_.steps - s, grid_.y.n, wraps_y_);
  }
  Span reach_z(int s) const {
    return with_rim({tile_.z_first, tile_.z_last}, shape_.steps - s, grid_.z.n, wraps_z_);
  }
  /// Cells of an axis of the finest level whose couplings are all 1.
  Span inside(const AxisView& axis) const {
    constexpr std::int32_t anywhere = 1 << 30;
    if (grid_.periodic && axis.n > 1) return {-anywhere, anywhere};
    return {1, static_cast<std::int32_t>(axis.n) - 1};
  }

  float* slot(std::int32_t z, int s) const {
    const int slots = shape_.ring_slots();
    return ring_ + (z - zs_.first - s + 2 * slots) % slots * plane_stride_;
  }

  Plane plane(int s, std::int32_t z) const {
    Plane p{};
    if (!reach_z(s).contains(z)) return p;
    p.ys = reach_y(s);
    if (unit_zs_.contains(z)) p.unit_ys = unit_ys_;
    if (z >= tile_.z_first && z < tile_.z_last) p.own_ys = {tile_.y_first, tile_.y_last};
    p.z = z;
    p.site_z = wrapped(z, grid_.z.n);
    p.start = grid_.row_start({tile_.replicate, 0, p.site_z});
    p.lower = p.own = p.upper = p.out = slot(z, s);
    if (s == 0) return p;
    p.own = slot(z, s - 1);
    p.lower = wraps_z_ || z > 0 ? slot(z - 1, s - 1) : p.own;
    p.upper = wraps_z_ || p.site_z + 1 < grid_.z.n ? slot(z + 1, s - 1) : p.own;
    return p;
  }

  void step(int s, std::int32_t y) {
    const Plane& p = plane_[s];
    float* out = p.out + (y - ys_.first) * row_;
    if (s == shape_.steps && shape_.restricts) {
      apply<stencil::ReachingDefect>(s, y, p, out);
      return average(y, p);
    }
    if (s > 0)
      apply<stencil::Sweep>(s, y, p, out);
    else if (pass_.leg.start == LegStart::zero)
      apply<stencil::FirstSweep>(s, y, p, out);
    else
      start(y, p, out);
    rows::add_margins(out, grid_);
    if (s == shape_.steps - shape_.restricts && p.own_ys.contains(y))
      std::memcpy(pass_.out + p.start + std::size_t{wrapped(y, grid_.y.n)} * grid_.x.n, out,
                  grid_.x.n * sizeof(float));
  }

  /// The first values, where these are not zero.
  void start(std::int32_t y, const Plane& p, float* out) {
    const float* u = pass_.u + p.start + std::size_t{wrapped(y, grid_.y.n)} * grid_.x.n;
    if (pass_.leg.start == LegStart::values) {
      std::memcpy(out, u, grid_.x.n * sizeof(float));
      return;
    }
    // A row ahead: what has just been stored cannot be loaded with an offset without waiting.
    if (y == ys_.first) fill_across(y, p);
    if (y + 1 < ys_.last) fill_across(y + 1, p);
    rows::spread_out(rows_.pair_weights(), rows_.across(y), pass_.levels.coarse.x.n, rows_.temporary());
    rows::add(u, rows_.temporary(), grid_.x.n, out);
  }
  void fill_across(std::int32_t y, const Plane& p) {
    const GridView& coarse = pass_.levels.coarse;
    const InterpolateKernel kernel{grid_, coarse, pass_.coarse_u, pass_.out};  // reads only
    rows::fill_across(kernel.row_at({tile_.replicate, wrapped(y, grid_.y.n), p.site_z}), coarse.x.n,
                      rows_.across(y));
    rows::add_margins(rows_.across(y), coarse);
  }

  /// Averages the defect where it completes a row of coarse cells.
  void average(std::int32_t y, const Plane& p) {
    const auto completes = [](std::int32_t i, std::uint32_t n) {
      return i % 2 || i + 1 == static_cast<std::int32_t>(n);
    };
    if (!completes(y, grid_.y.n) || !completes(p.z, grid_.z.n)) return;
    const AverageKernel kernel{grid_, pass_.levels.coarse, nullptr, pass_.coarse_f};
    const RowPlace place{tile_.replicate, static_cast<std::uint32_t>(y / 2),
                         static_cast<std::uint32_t>(p.z / 2)};
    const TransferRow row = kernel.row_at(place, [&](std::uint32_t from_y, std::uint32_t from_z) {
      return slot(static_cast<std::int32_t>(from_z), shape_.steps) +
             (static_cast<std::int32_t>(from_y) - ys_.first) * row_;
    });
    rows::average(row, grid_.x.n, rows_.temporary());
  }

  /// A row by one of the formulas of core/multigrid_stencil.hpp.
  template <class Formula>
  void apply(int s, std::int32_t y, const Plane& p, float* out) const {
    const std::ptrdiff_t at = (y - ys_.first) * row_;
    const std::uint32_t site_y = wrapped(y, grid_.y.n);
    const std::size_t start = p.start + std::size_t{site_y} * grid_.x.n;
    const float *f = pass_.f + start, *c = pass_.c + start, *u = p.own + at;
    const float* y_lower = wraps_y_ || y > 0 ? u - row_ : u;
    const float* y_upper = wraps_y_ || site_y + 1 < grid_.y.n ? u + row_ : u;
    const int sweep = s - first_sweep_, weight = sweep % smoother_sweeps & 1;
    const Flush flush = sweep + 1 < pass_.leg.sweeps ? pass_.leg.flush : pass_.leg.last;
    const float inverse_supply = pass_.levels.inverse_supply;
    if (p.unit_ys.contains(y)) {
      rows::fill<Formula>(rows::UnitRow{u, y_lower, y_upper, p.lower + at, p.upper + at, f, c, out,
                                        rows_.weighted(weight), inverse_supply, flush},
                          grid_.x.face, grid_.x.n);
      return;
    }
    StencilRow row;
    row.u = u, row.y_lower = y_lower, row.y_upper = y_upper;
    row.z_lower = p.lower + at, row.z_upper = p.upper + at;
    row.f = f, row.c = c, row.out = out;
    row.x_lower = grid_.x.lower, row.x_upper = grid_.x.upper;
    row.inverse_weight = pass_.levels.weights[weight], row.inverse_supply = inverse_supply;
    row.flush = flush;
    row.set_couplings(grid_, site_y, p.site_z);
    rows::fill<Formula>(row, grid_.x.face, grid_.x.n);
  }

  const WavefrontPass& pass_;
  const GridView& grid_;
  Tile tile_;
  WavefrontShape shape_;
  int first_sweep_;  // its step
  bool wraps_y_, wraps_z_;
  Span ys_, zs_;  // of the first step
  Span unit_ys_, unit_zs_;
  std::ptrdiff_t row_, plane_stride_;
  WavefrontRows rows_;
  float* ring_;
  Plane plane_[WavefrontShape::most_steps + 1];
};

}  // namespace tilscape
