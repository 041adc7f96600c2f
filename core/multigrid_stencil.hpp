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
  Flush flush;
};

/// The operator on one level with its operands. u may be null where only the diagonal is used.
struct Stencil {
  GridView grid;
  const float *u, *f, *c;

  TILSCAPE_HD StencilRow row(std::uint32_t r, float* out, float inverse_weight, Flush flush) const {
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
    row.to_y_lower = grid.y.lower[p.y], row.to_y_upper = grid.y.upper[p.y];
    row.to_z_lower = grid.z.lower[p.z], row.to_z_upper = grid.z.upper[p.z];
    row.face = grid.y.face[p.y] + grid.z.face[p.z];
    row.pull = (row.to_y_lower + row.to_y_upper) + (row.to_z_lower + row.to_z_upper);
    row.inverse_weight = inverse_weight;
    row.flush = flush;
    return row;
  }

  /// What a sweep divides by: the couplings to neighbours times 1/weight, plus everything that acts on u
  /// alone. With weight 1 it is the diagonal.
  TILSCAPE_HD static float divisor(const StencilRow& row, std::uint32_t x, float x_face) {
    return row.c[x] + (row.face + x_face) +
           row.inverse_weight * (row.pull + (row.x_lower[x] + row.x_upper[x]));
  }
  /// f − (c·u − ∇²u) at x, whose neighbours along x are given.
  TILSCAPE_HD static float defect(const StencilRow& row, std::uint32_t x, std::uint32_t before,
                                  std::uint32_t behind, float x_face) {
    const float u = row.u[x];
    const float along_x = row.x_lower[x] * (row.u[before] - u) + row.x_upper[x] * (row.u[behind] - u);
    const float along_y = row.to_y_lower * (row.y_lower[x] - u) + row.to_y_upper * (row.y_upper[x] - u);
    const float along_z = row.to_z_lower * (row.z_lower[x] - u) + row.to_z_upper * (row.z_upper[x] - u);
    return row.f[x] - (row.c[x] + (row.face + x_face)) * u + (along_x + along_y + along_z);
  }
};

/// out = reach·(f − A·u); with inverse_supply 0, reach is 1. One row of cells per index, 12 bytes read and 4
/// written per cell.
struct DefectKernel {
  Stencil stencil;
  float* out;
  float inverse_supply;

  struct Row : StencilRow {
    float inverse_supply;
  };
  TILSCAPE_HD Row row(std::uint32_t r) const { return {stencil.row(r, out, 0, {}), inverse_supply}; }
  TILSCAPE_HD void at(const Row& row, std::uint32_t x) const {
    row.out[x] = reach(row.c[x], row.inverse_supply) * Stencil::defect(row, x, x - 1, x + 1, 0);
  }
  TILSCAPE_HD void edge(const Row& row, std::uint32_t x) const {
    const GridView& g = stencil.grid;
    row.out[x] = reach(row.c[x], row.inverse_supply) *
                 Stencil::defect(row, x, g.before(x, g.x.n), g.behind(x, g.x.n), g.x.face[x]);
  }
};

/// One damped Jacobi sweep, out = u + weight·(f − A·u)/diagonal. Out of place: out is not u.
struct SweepKernel {
  Stencil stencil;
  float* out;
  float inverse_weight;
  Flush flush;

  TILSCAPE_HD StencilRow row(std::uint32_t r) const { return stencil.row(r, out, inverse_weight, flush); }
  TILSCAPE_HD void at(const StencilRow& row, std::uint32_t x) const { sweep(row, x, x - 1, x + 1, 0); }
  TILSCAPE_HD void edge(const StencilRow& row, std::uint32_t x) const {
    const GridView& g = stencil.grid;
    sweep(row, x, g.before(x, g.x.n), g.behind(x, g.x.n), g.x.face[x]);
  }

 private:
  TILSCAPE_HD static void sweep(const StencilRow& row, std::uint32_t x, std::uint32_t before,
                                std::uint32_t behind, float x_face) {
    const float correction =
        Stencil::defect(row, x, before, behind, x_face) / Stencil::divisor(row, x, x_face);
    row.out[x] = row.flush(row.u[x] + correction);
  }
};

/// The first sweep from u = 0, out = weight·f/diagonal: no neighbour is read.
struct FirstSweepKernel {
  Stencil stencil;
  float* out;
  float inverse_weight;
  Flush flush;

  TILSCAPE_HD StencilRow row(std::uint32_t r) const { return stencil.row(r, out, inverse_weight, flush); }
  TILSCAPE_HD void at(const StencilRow& row, std::uint32_t x) const { sweep(row, x, 0); }
  TILSCAPE_HD void edge(const StencilRow& row, std::uint32_t x) const {
    sweep(row, x, stencil.grid.x.face[x]);
  }

 private:
  TILSCAPE_HD static void sweep(const StencilRow& row, std::uint32_t x, float x_face) {
    row.out[x] = row.flush(row.f[x] / Stencil::divisor(row, x, x_face));
  }
};

/// The exact solution where a replicate is one cell: u = f/diagonal. Without any sink there is nothing to
/// solve, and u stays as it is. One replicate per index.
struct OneCellKernel {
  GridView grid;
  const float *f, *c;
  float* u;
  Flush flush;

  TILSCAPE_HD void operator()(std::uint32_t replicate) const {
    const float diagonal = c[replicate] + (grid.x.face[0] + grid.y.face[0] + grid.z.face[0]);
    if (diagonal > 0) u[replicate] = flush(f[replicate] / diagonal);
  }
};

}  // namespace tilscape
