// A leg of a V-cycle in one pass over memory, on a CPU. All its steps follow each other plane by plane
// through a tile: while one step writes plane z, the next one writes plane z − 1, and so on, so that what one
// leaves the next finds in the cache. Values between the steps live in a ring of planes that belongs to the
// thread. Every value is computed by the plain kernels' formulas from the same numbers; the rim of a tile is
// computed by its neighbours too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/execution/stream_store.hpp"
#include "core/multigrid/leg.hpp"
#include "core/multigrid/rows.hpp"
#include "core/multigrid/tiles.hpp"
#include "core/multigrid/wavefront_rows.hpp"

namespace tilscape {

/// How far a leg reaches.
struct WavefrontShape {
  int steps;  // after the first
  bool restricts;

  /// Planes under way. Step s leaves plane z in slot z − s, where step s − 1 left plane z − 1, whose rows no
  /// one reads any more once the same row has been written. Averaging takes two planes of defects.
  constexpr int ring_slots() const { return 2 * steps + (restricts ? 2 : 1); }

  static constexpr int most_steps = smoother_sweeps + 1;
};
/// From zero, the first step is a sweep.
constexpr WavefrontShape shape_of(LegStart start, bool restricts) {
  return {smoother_sweeps - (start == LegStart::zero) + restricts, restricts};
}
/// Of the legs that there are: core/multigrid/multigrid.hpp.
inline constexpr WavefrontShape wavefront_shapes[] = {
    shape_of(LegStart::coarse, true), shape_of(LegStart::coarse, false), shape_of(LegStart::zero, true)};

/// A leg with its arrays. `out` is not u, which is not read where the leg starts from zero.
struct WavefrontPass {
  const Leg& leg;
  const LegLevels& levels;
  Tiling tiling;
  const float *u, *f, *c, *coarse_u;
  float *out, *coarse_f;
  bool streams;  // out, past the caches
};

/// One tile of a leg.
class Wavefront {
 public:
  Wavefront(const WavefrontPass& pass, const Tile& tile, float* scratch)
      : pass_(pass),
        grid_(pass.levels.fine),
        tile_(tile),
        shape_(shape_of(pass.leg.start, pass.leg.restricts)),
        first_sweep_(pass.leg.start == LegStart::zero ? 0 : 1),
        wraps_y_(grid_.periodic && grid_.y.n > 1),
        wraps_z_(grid_.periodic && grid_.z.n > 1),
        has_faces_(grid_.x.face[0] != 0),
        even_(grid_),
        ys_(reach_y(0)),
        zs_(reach_z(0)),
        row_(rows::stride_of(grid_.x.n)),
        plane_stride_((ys_.last - ys_.first) * row_),
        rows_(scratch, pass.levels, even_),
        ring_(rows_.end() + rows::lanes) {}

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
    if (pass_.streams) finish_streaming();
  }

 private:
  /// What a step reads and writes in its present plane: row ys_.first of planes of the ring.
  struct Plane {
    Span ys;       // rows to compute
    Span even_ys;  // of these, rows::EvenRows
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
  float* slot(std::int32_t z, int s) const {
    const int slots = shape_.ring_slots();
    return ring_ + (z - zs_.first - s + 2 * slots) % slots * plane_stride_;
  }

  Plane plane(int s, std::int32_t z) const {
    Plane p{};
    if (!reach_z(s).contains(z)) return p;
    p.ys = reach_y(s);
    p.even_ys = even_.ys(z);
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
    const int sweep = s - first_sweep_;
    if (sweep == smoother_sweeps) {
      apply<stencil::ReachingDefect>(sweep, y, p, out);
      return average(y, p);
    }
    if (sweep + 1 == smoother_sweeps) {
      last_sweep(sweep, y, p, out);
      return rows::add_margins(out, grid_);
    }
    if (sweep < 0)
      start(y, p, out);
    else if (pass_.leg.start == LegStart::zero)
      apply<stencil::FirstSweep>(sweep, y, p, out);
    else
      apply<stencil::Sweep>(sweep, y, p, out);
    rows::add_margins(out, grid_);
  }

  /// The values that stay: where the tile owns them, they leave the ring too.
  void last_sweep(int sweep, std::int32_t y, const Plane& p, float* out) const {
    const bool owned = p.own_ys.contains(y);
    float* home = pass_.out + site_row(p, y);
    if (owned && pass_.streams)
      return apply<stencil::FlushingSweep>(sweep, y, p, out,
                                           [&](std::ptrdiff_t x) { stream_line(out + x, home + x); });
    apply<stencil::FlushingSweep>(sweep, y, p, out);
    if (owned) std::memcpy(home, out, grid_.x.n * sizeof(float));
  }

  /// The first values, where these are not zero.
  void start(std::int32_t y, const Plane& p, float* out) {
    const float* u = pass_.u + site_row(p, y);
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
    TransferRow row = kernel.weights_at(place);
    for (std::uint32_t k = 0; k < 4; ++k) {
      const RowPlace from = kernel.child(place, k);
      row.from[k] = slot(static_cast<std::int32_t>(from.z), shape_.steps) +
                    (static_cast<std::int32_t>(from.y) - ys_.first) * row_;
    }
    rows::average(row, grid_.x.n, rows_.temporary());
  }

  /// Where row y of a plane begins in the level's arrays.
  std::size_t site_row(const Plane& p, std::int32_t y) const {
    return p.start + std::size_t{wrapped(y, grid_.y.n)} * grid_.x.n;
  }
  /// A row that the front will read two rows from now. Each step has one of its three arrays fetched.
  const float* ahead(int sweep, std::int32_t y) const {
    if (sweep == 0) return pass_.f + site_row(plane_[first_sweep_], y + 2);
    if (sweep == 1) return pass_.c + site_row(plane_[first_sweep_], y + 2);
    return pass_.u + site_row(plane_[0], y + 2);
  }

  RowArrays arrays(std::int32_t y, const Plane& p, float* out) const {
    const std::ptrdiff_t at = (y - ys_.first) * row_;
    const float* u = p.own + at;
    const std::size_t start = site_row(p, y);
    return {u,
            wraps_y_ || y > 0 ? u - row_ : u,
            wraps_y_ || y + 1 < static_cast<std::int32_t>(grid_.y.n) ? u + row_ : u,
            p.lower + at,
            p.upper + at,
            pass_.f + start,
            pass_.c + start,
            out};
  }

  /// A row by one of the formulas of core/multigrid/stencil.hpp.
  /// @param meanwhile  called with the first of every 16 cells that are done
  template <class Formula, class Meanwhile = rows::Nothing>
  void apply(int sweep, std::int32_t y, const Plane& p, float* out, const Meanwhile& meanwhile = {}) const {
    const RowArrays row = arrays(y, p, out);
    const float* fetched = ahead(sweep, y);
    const auto fill = [&](const auto& row_of_a_kind) {
      rows::fill<Formula>(row_of_a_kind, grid_.x.face, grid_.x.n, [&](std::ptrdiff_t x) {
        __builtin_prefetch(fetched + x, 0, 2);
        meanwhile(x);
      });
    };
    if (!p.even_ys.contains(y))
      fill(StencilRow(row, grid_, wrapped(y, grid_.y.n), p.site_z,
                      pass_.levels.weights[sweep % smoother_sweeps], pass_.levels.inverse_supply,
                      pass_.leg.flush));
    else if (EvenCouplings::is_flat(grid_))
      has_faces_ ? fill(even_row<true, true>(sweep, row)) : fill(even_row<true, false>(sweep, row));
    else
      has_faces_ ? fill(even_row<false, true>(sweep, row)) : fill(even_row<false, false>(sweep, row));
  }
  template <bool is_flat, bool has_faces>
  rows::EvenRow<is_flat, has_faces> even_row(int sweep, const RowArrays& row) const {
    const int w = sweep % smoother_sweeps;
    return {row, even_.coupling(), rows_.damping(w), pass_.levels.inverse_supply, pass_.leg.flush};
  }

  const WavefrontPass& pass_;
  const GridView& grid_;
  Tile tile_;
  WavefrontShape shape_;
  int first_sweep_;  // its step
  bool wraps_y_, wraps_z_;
  bool has_faces_;  // as EvenRow
  EvenCouplings even_;
  Span ys_, zs_;  // of the first step
  std::ptrdiff_t row_, plane_stride_;
  WavefrontRows rows_;
  float* ring_;
  Plane plane_[WavefrontShape::most_steps + 1];
};

}  // namespace tilscape
