// Sinks on the coarser levels. A site that takes up far more than can diffuse to it, a vessel say, is felt by
// its surroundings only as much as diffusion allows. Averaged in full it would hold down its whole coarse
// cell, on every coarser level more of the tissue, and the cycles would hardly converge.
#pragma once

#include "core/multigrid/grid.hpp"

namespace tilscape {

/// What a coarser level sees of a sink's strength or of its defect: the part supply/(supply + sink), where
/// supply is what can diffuse to one cell.
TILSCAPE_HD inline float reaching(float strength, float sink, float inverse_supply) {
  return strength / (1.0f + sink * inverse_supply);
}

/// 1/supply on level `level`, `axes` of whose axes have more than one cell. Supplies of 2, 4 and 5 (in
/// 1/sites² of the level) were found by trial; between half and twice that, the cycles converge.
inline float inverse_supply(int axes, int level) {
  const float supply = axes == 1 ? 2.0f : axes == 2 ? 4.0f : 5.0f;
  return static_cast<float>(std::uint64_t{1} << 2 * level) / supply;
}

/// out = what a coarser level sees of the sinks. One row of cells per index, 4 bytes read and written per
/// cell.
struct ReachKernel {
  GridView grid;
  const float* sink;
  float inverse_supply;
  float* out;

  struct Row {
    const float* sink;
    float inverse_supply;
    float* out;
  };
  TILSCAPE_HD Row row(std::uint32_t r) const {
    const std::size_t start = std::size_t{r} * grid.x.n;
    return {sink + start, inverse_supply, out + start};
  }
  TILSCAPE_HD void at(const Row& row, std::uint32_t x) const {
    row.out[x] = reaching(row.sink[x], row.sink[x], row.inverse_supply);
  }
  TILSCAPE_HD void edge(const Row& row, std::uint32_t x) const { at(row, x); }
};

/// Four cells along an axis that a coarse cell gathers from: the odd child of the cell before, its own two,
/// and the even child of the cell behind. One that does not exist has weight 0 and some other's index.
struct HatCells {
  std::uint32_t index[4];
  float weight[4];
  TILSCAPE_HD HatCells(const GridView& grid, const AxisView& fine, std::uint32_t coarse_n, std::uint32_t i) {
    const std::uint32_t cells[4] = {2 * grid.before(i, coarse_n) + 1, 2 * i, 2 * i + 1,
                                    2 * grid.behind(i, coarse_n)};
    for (int k = 0; k < 4; ++k) {
      index[k] = cells[k] < fine.n ? cells[k] : fine.n - 1;
      weight[k] = fine.hat[k][i];
    }
  }
};

/// Shares values out to the coarse cells that they are interpolated from (transposed interpolation, by
/// volume). A strong sink between two coarse cells must burden both: put into one of them, it would pull the
/// correction to the wrong place. One row of coarse cells per index, 64 values read per coarse cell.
struct SpreadKernel {
  GridView fine, coarse;
  const float* from;
  float* out;

  struct Row {
    const float* from[16];
    float weight[16];
    const float* hat[4];
    float* out;
  };
  TILSCAPE_HD Row row(std::uint32_t r) const {
    const RowPlace p = coarse.place(r);
    const HatCells y(fine, fine.y, coarse.y.n, p.y), z(fine, fine.z, coarse.z.n, p.z);
    Row row = weights_at(p, y, z);
    for (int k = 0; k < 16; ++k)
      row.from[k] = from + fine.row_start({p.replicate, y.index[k % 4], z.index[k / 4]});
    return row;
  }
  /// All but where the rows of fine cells are: the k-th is that of y.index[k % 4] and z.index[k / 4].
  TILSCAPE_HD Row weights_at(const RowPlace& p, const HatCells& y, const HatCells& z) const {
    Row row{};
    for (int k = 0; k < 16; ++k) row.weight[k] = y.weight[k % 4] * z.weight[k / 4];
    for (int k = 0; k < 4; ++k) row.hat[k] = fine.x.hat[k];
    row.out = out + coarse.row_start(p);
    return row;
  }
  TILSCAPE_HD void at(const Row& row, std::uint32_t x) const {
    const std::size_t pair = 2 * std::size_t{x};
    const float left = row.hat[0][x] * across(row, pair - 1) + row.hat[1][x] * across(row, pair);
    const float right = row.hat[2][x] * across(row, pair + 1) + row.hat[3][x] * across(row, pair + 2);
    row.out[x] = left + right;
  }
  TILSCAPE_HD void edge(const Row& row, std::uint32_t x) const {
    const HatCells cells(fine, fine.x, coarse.x.n, x);
    float sum = 0;
    for (int k = 0; k < 4; ++k) sum += cells.weight[k] * across(row, cells.index[k]);
    row.out[x] = sum;
  }

  TILSCAPE_HD static float across(const Row& row, std::size_t x) {
    float sum = 0;
    for (int k = 0; k < 16; ++k) sum += row.weight[k] * row.from[k][x];
    return sum;
  }
};

}  // namespace tilscape
