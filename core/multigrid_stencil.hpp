// The operator of every field, c·u − ∇²u = f in units of the site spacing, and the kernels that apply it:
// smoothing sweeps and the defect. Differences are taken before they are scaled, so that what leaves one cell
// enters the next to the last bit but one.
#pragma once

#include "core/multigrid_grid.hpp"
#include "core/multigrid_sinks.hpp"

namespace tilscape {

/// Values between `above` and `below` become +0: no denormals. The last sweep of a solve has above = −∞,
/// which also removes undershoots.
struct Flush {
  float above = 0, below = 0;
  TILSCAPE_HD float operator()(float value) const { return value > above && value < below ? 0.0f : value; }
};

/// A row of the operator: everything but x, with the five rows of u that it reads.
struct StencilRow {
  const float *u, *y_lower, *y_upper, *z_lower, *z_upper;
  const float *f, *c, *x_lower, *x_upper;
  float* out;
  float to_y_lower, to_y_upper, to_z_lower, to_z_upper;
  float face;            // coupling to fixed values across y and z
  float pull;            // couplings to neighbours across y and z
  float inverse_weight;  // of a sweep
  float inverse_supply;  // of a defect
  Flush flush;

  template <class Index>
  TILSCAPE_HD float to_x_lower(Index x) const {
    return x_lower[x];
  }
  template <class Index>
  TILSCAPE_HD float to_x_upper(Index x) const {
    return x_upper[x];
  }
  /// The couplings to all neighbours times 1/weight.
  template <class Index>
  TILSCAPE_HD float weighted_pull(Index x) const {
    return inverse_weight * (pull + (x_lower[x] + x_upper[x]));
  }
  /// Everything that acts on u alone.
  template <class Index>
  TILSCAPE_HD float sink(Index x, float x_face) const {
    return c[x] + (face + x_face);
  }
  TILSCAPE_HD void set_couplings(const GridView& grid, std::uint32_t y, std::uint32_t z) {
    to_y_lower = grid.y.lower[y], to_y_upper = grid.y.upper[y];
    to_z_lower = grid.z.lower[z], to_z_upper = grid.z.upper[z];
    face = grid.y.face[y] + grid.z.face[z];
    pull = (to_y_lower + to_y_upper) + (to_z_lower + to_z_upper);
  }
};

/// The formulas, for a cell x of a row (a StencilRow, or one that knows its couplings) whose neighbours along
/// x are given.
namespace stencil {

/// What a sweep divides by: the couplings to neighbours times 1/weight, plus the sinks. With weight 1 it is
/// the diagonal.
template <class Row, class Index>
TILSCAPE_HD float divisor(const Row& row, Index x, float x_face) {
  return row.sink(x, x_face) + row.weighted_pull(x);
}

/// f − (c·u − ∇²u).
template <class Row, class Index>
TILSCAPE_HD float defect(const Row& row, Index x, Index before, Index behind, float x_face) {
  const float u = row.u[x];
  const float along_x = row.to_x_lower(x) * (row.u[before] - u) + row.to_x_upper(x) * (row.u[behind] - u);
  const float along_y = row.to_y_lower * (row.y_lower[x] - u) + row.to_y_upper * (row.y_upper[x] - u);
  const float along_z = row.to_z_lower * (row.z_lower[x] - u) + row.to_z_upper * (row.z_upper[x] - u);
  return row.f[x] - row.sink(x, x_face) * u + (along_x + along_y + along_z);
}

/// reach·(f − A·u), what a coarser level gets; with inverse_supply 0, reach is 1.
struct ReachingDefect {
  template <class Row, class Index>
  TILSCAPE_HD float operator()(const Row& row, Index x, Index before, Index behind, float x_face) const {
    return reach(row.c[x], row.inverse_supply) * defect(row, x, before, behind, x_face);
  }
};

/// One damped Jacobi sweep, u + weight·(f − A·u)/diagonal.
struct Sweep {
  template <class Row, class Index>
  TILSCAPE_HD float operator()(const Row& row, Index x, Index before, Index behind, float x_face) const {
    return row.flush(row.u[x] + defect(row, x, before, behind, x_face) / divisor(row, x, x_face));
  }
};

/// The first sweep from u = 0, weight·f/diagonal: no neighbour is read.
struct FirstSweep {
  template <class Row, class Index>
  TILSCAPE_HD float operator()(const Row& row, Index x, Index, Index, float x_face) const {
    return row.flush(row.f[x] / divisor(row, x, x_face));
  }
};

}  // namespace stencil

/// out = Formula on one level, out of place. One row of cells per index; 12 bytes read and 4 written per cell
/// (a FirstSweep reads 8).
template <class Formula>
struct StencilKernel {
  GridView grid;
  const float *u, *f, *c;
  float* out;
  float inverse_weight, inverse_supply;
  Flush flush;

  TILSCAPE_HD StencilRow row(std::uint32_t r) const {
    const RowPlace p = grid.place(r);
    RowPlace y_lower = p, y_upper = p, z_lower = p, z_upper = p;
    y_lower.y = grid.before(p.y, grid.y.n), y_upper.y = grid.behind(p.y, grid.y.n);
    z_lower.z = grid.before(p.z, grid.z.n), z_upper.z = grid.behind(p.z, grid.z.n);
    const std::size_t start = grid.row_start(p);
    StencilRow row;
    row.u = u + start;
    row.y_lower = u + grid.row_start(y_lower), row.y_upper = u + grid.row_start(y_upper);
    row.z_lower = u + grid.row_start(z_lower), row.z_upper = u + grid.row_start(z_upper);
    row.f = f + start, row.c = c + start, row.out = out + start;
    row.x_lower = grid.x.lower, row.x_upper = grid.x.upper;
    row.set_couplings(grid, p.y, p.z);
    row.inverse_weight = inverse_weight, row.inverse_supply = inverse_supply;
    row.flush = flush;
    return row;
  }
  TILSCAPE_HD void at(const StencilRow& row, std::uint32_t x) const {
    row.out[x] = Formula{}(row, x, x - 1, x + 1, 0.0f);
  }
  TILSCAPE_HD void edge(const StencilRow& row, std::uint32_t x) const {
    row.out[x] = Formula{}(row, x, grid.before(x, grid.x.n), grid.behind(x, grid.x.n), grid.x.face[x]);
  }
};

/// The exact solution where a replicate is one cell: u = f/diagonal. Without any sink there is nothing to
/// solve: a correction is 0, and other values stay as they are. One replicate per index.
struct OneCellKernel {
  GridView grid;
  const float *f, *c;
  float* u;
  Flush flush;
  bool is_correction;

  TILSCAPE_HD void operator()(std::uint32_t replicate) const {
    const float diagonal = c[replicate] + (grid.x.face[0] + grid.y.face[0] + grid.z.face[0]);
    if (diagonal > 0)
      u[replicate] = flush(f[replicate] / diagonal);
    else if (is_correction)
      u[replicate] = 0;
  }
};

}  // namespace tilscape
