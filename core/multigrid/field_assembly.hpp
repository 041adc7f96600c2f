// The linear system of a field, c·u − ∇²u = f, from the codes of the sites: per site for any executor, and in
// whole rows for a CPU, whose compilers do not vectorise look-ups well.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "core/fields/code_table.hpp"
#include "core/fields/field_coefficients.hpp"
#include "core/multigrid/grid.hpp"
#include "core/multigrid/rows.hpp"

namespace tilscape {

/// Writes c and f of every site. One row of sites per index; 6 bytes read and 8 written per site.
struct AssembleKernel {
  struct Row {
    const std::uint8_t *tissue, *immune;
    const float* u;
    float *c, *f;
    float border;  // what fixed values across y and z add to f
  };
  GridView grid;
  FieldCoefficients field;
  const std::uint8_t *tissue, *immune;
  const float* u;
  float *c, *f;

  TILSCAPE_HD Row row(std::uint32_t r) const { return row_at(grid.place(r)); }
  TILSCAPE_HD Row row_at(const RowPlace& p) const {
    const std::size_t start = grid.row_start(p);
    const float border = (grid.y.face[p.y] + grid.z.face[p.z]) * field.border_value;
    return {tissue + start, immune + start, u + start, c + start, f + start, border};
  }
  TILSCAPE_HD void at(const Row& row, std::uint32_t x) const { assemble(row, x, 0); }
  TILSCAPE_HD void edge(const Row& row, std::uint32_t x) const {
    assemble(row, x, grid.x.face[x] * field.border_value);
  }
  static constexpr std::uint64_t bytes_per_site() { return 2 + 3 * sizeof(float); }

 private:
  TILSCAPE_HD void assemble(const Row& row, std::uint32_t x, float x_border) const {
    const std::uint32_t t = row.tissue[x], i = row.immune[x];
    row.c[x] = field.tissue_sink[t] + field.immune_sink[i];
    row.f[x] =
        field.tissue_source[t] + field.immune_source[i] + (row.border + x_border) + field.storage * row.u[x];
  }
};

/// The same row by row, for a pass over tiles (core/multigrid/sink_pass.hpp).
struct AssembledRows {
  const AssembleKernel& kernel;
  std::atomic<bool>& any;  // becomes true where a value of f or u is not +0

  /// The sinks of a row. Only for a row that the tile owns are c and f written; another's sinks go to
  /// scratch.
  const float* row(const RowPlace& p, bool owned, float* scratch) const {
    const FieldCoefficients& field = kernel.field;
    const AssembleKernel::Row row = kernel.row_at(p);
    const std::size_t n = kernel.grid.x.n;
    float* c = owned ? row.c : scratch;
    look_up(field.tissue_sink, row.tissue, field.immune_sink, row.immune, n, c);
    if (owned) fill_right_side(row, n);
    return c;
  }
  std::uint64_t bytes_per_site() const { return 2 + (kernel.field.storage == 0 ? 2 : 3) * sizeof(float); }

 private:
  void fill_right_side(const AssembleKernel::Row& row, std::size_t n) const {
    const FieldCoefficients& field = kernel.field;
    const float *x_face = kernel.grid.x.face, *u = row.u;
    const float border = row.border, border_value = field.border_value, storage = field.storage;
    float* f = row.f;
    look_up(field.tissue_source, row.tissue, field.immune_source, row.immune, n, f);
    if (storage == 0) {
#pragma omp simd
      for (std::size_t x = 0; x < n; ++x) f[x] = f[x] + (border + x_face[x] * border_value);
    } else {
#pragma omp simd
      for (std::size_t x = 0; x < n; ++x) f[x] = f[x] + (border + x_face[x] * border_value) + storage * u[x];
    }
    if (!any.load(std::memory_order_relaxed) && (rows::any_bit(f, n) || rows::any_bit(u, n)))
      any.store(true, std::memory_order_relaxed);
  }
};

}  // namespace tilscape
