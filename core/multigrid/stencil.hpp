// The operator of every field, c·u − ∇²u = f in units of the site spacing, and the kernels that apply it:
// smoothing sweeps and the defect. Differences are taken before they are scaled, so that what leaves one cell
// enters the next to the last bit but one, and what is flat stays so.
#pragma once

#include "core/multigrid/grid.hpp"
#include "core/multigrid/sinks.hpp"

namespace tilscape {

/// Values between `above` and `below` become +0: no denormals. The last leg of a solve has above = −∞, which
/// also removes undershoots.
struct Flush {
  float above = 0, below = 0;
  TILSCAPE_HD float operator()(float value) const { return value > above && value < below ? 0.0f : value; }
};

/// What a sweep divides by, beside the sinks of the cell's codes: the couplings to neighbours times 1/weight,
/// and those to fixed values. With weight 1 it is the diagonal.
TILSCAPE_HD inline float damping_of(float inverse_weight, float pull, float face) {
  return face + inverse_weight * pull;
}

/// The rows that a row is computed from, five of them of u, and where it goes.
struct RowArrays {
  const float *u, *y_lower, *y_upper, *z_lower, *z_upper;
  const float *f, *c;
  float* out;
};

/// A row of the operator: everything but x.
struct StencilRow : RowArrays {
  const float *x_lower, *x_upper;
  float to_y_lower, to_y_upper, to_z_lower, to_z_upper;
  float face;            // coupling to fixed values across y and z
  float pull;            // couplings to neighbours across y and z
  float inverse_weight;  // of a sweep
  float inverse_supply;  // of a defect
  Flush flush;

  /// Row y, z of a grid.
  TILSCAPE_HD StencilRow(const RowArrays& arrays, const GridView& grid, std::uint32_t y, std::uint32_t z,
                         float inverse_weight_of_sweep, float inverse_supply_of_defect, Flush flush_of_sweep)
      : RowArrays(arrays),
        x_lower(grid.x.lower),
        x_upper(grid.x.upper),
        to_y_lower(grid.y.lower[y]),
        to_y_upper(grid.y.upper[y]),
        to_z_lower(grid.z.lower[z]),
        to_z_upper(grid.z.upper[z]),
        face(grid.y.face[y] + grid.z.face[z]),
        pull((to_y_lower + to_y_upper) + (to_z_lower + to_z_upper)),
        inverse_weight(inverse_weight_of_sweep),
        inverse_supply(inverse_supply_of_defect),
        flush(flush_of_sweep) {}

  /// The differences to the neighbours' values times the couplings.
  template <class Index>
  TILSCAPE_HD float differences(Index x, Index before, Index behind) const {
    const float here = u[x];
    const float along_x = x_lower[x] * (u[before] - here) + x_upper[x] * (u[behind] - here);
    const float along_y = to_y_lower * (y_lower[x] - here) + to_y_upper * (y_upper[x] - here);
    const float along_z = to_z_lower * (z_lower[x] - here) + to_z_upper * (z_upper[x] - here);
    return along_x + along_y + along_z;
  }
  template <class Index>
  TILSCAPE_HD float damping(Index x, float x_face) const {
    return damping_of(inverse_weight, pull + (x_lower[x] + x_upper[x]), face + x_face);
  }
  /// Everything that acts on u alone.
  template <class Index>
  TILSCAPE_HD float sink(Index x, float x_face) const {
    return c[x] + (face + x_face);
  }
};

/// The formulas, for a cell x of a row (a StencilRow, or one that knows its couplings) whose neighbours along
/// x are given.
namespace stencil {

/// f − (c·u − ∇²u).
template <class Row, class Index>
TILSCAPE_HD float defect(const Row& row, Index x, Index before, Index behind, float x_face) {
  return row.f[x] - row.sink(x, x_face) * row.u[x] + row.differences(x, before, behind);
}

/// What a coarser level gets of f − A·u; all of it where inverse_supply is 0.
struct ReachingDefect {
  template <class Row, class Index>
  TILSCAPE_HD float operator()(const Row& row, Index x, Index before, Index behind, float x_face) const {
    return reaching(defect(row, x, before, behind, x_face), row.c[x], row.inverse_supply);
  }
};

/// One damped Jacobi sweep, u + (f − A·u)/(c + damping).
struct Sweep {
  template <class Row, class Index>
  TILSCAPE_HD float operator()(const Row& row, Index x, Index before, Index behind, float x_face) const {
    return row.u[x] + defect(row, x, before, behind, x_face) / (row.c[x] + row.damping(x, x_face));
  }
};

/// The last sweep of a leg.
struct FlushingSweep {
  template <class Row, class Index>
  TILSCAPE_HD float operator()(const Row& row, Index x, Index before, Index behind, float x_face) const {
    return row.flush(Sweep{}(row, x, before, behind, x_face));
  }
};

/// The first sweep from u = 0: no neighbour is read.
struct FirstSweep {
  template <class Row, class Index>
  TILSCAPE_HD float operator()(const Row& row, Index x, Index, Index, float x_face) const {
    return row.f[x] / (row.c[x] + row.damping(x, x_face));
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
    const RowArrays arrays{u + start,
                           u + grid.row_start(y_lower),
                           u + grid.row_start(y_upper),
                           u + grid.row_start(z_lower),
                           u + grid.row_start(z_upper),
                           f + start,
                           c + start,
                           out + start};
    return {arrays, grid, p.y, p.z, inverse_weight, inverse_supply, flush};
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
