// Between a level and the next coarser one: averages weighted by volume on the way down, linear interpolation
// on the way up. Both are products of the per-axis tables of the finer level.
#pragma once

#include "core/multigrid/grid.hpp"

namespace tilscape {

/// Up to four rows of the other level, with their weights (0 where a row does not exist).
struct TransferRow {
  const float* from[4];
  float weight[4];
  const float *x_first, *x_second;  // per finer cell of x
  float* out;

  TILSCAPE_HD float across(std::size_t x) const {
    return (weight[0] * from[0][x] + weight[1] * from[1][x]) +
           (weight[2] * from[2][x] + weight[3] * from[3][x]);
  }
};

/// coarse = average of fine over each cell's children, weighted by volume. One row of coarse cells per index,
/// 4 bytes read per fine cell and 4 written per coarse cell.
struct AverageKernel {
  GridView fine, coarse;
  const float* from;
  float* out;

  TILSCAPE_HD TransferRow row(std::uint32_t r) const {
    const RowPlace p = coarse.place(r);
    TransferRow row = weights_at(p);
    for (std::uint32_t k = 0; k < 4; ++k) row.from[k] = from + fine.row_start(child(p, k));
    return row;
  }
  /// The k-th row of fine cells below a row of coarse ones; the first again where there is no such row.
  TILSCAPE_HD RowPlace child(const RowPlace& p, std::uint32_t k) const {
    const RowPlace first{p.replicate, 2 * p.y, 2 * p.z}, other{p.replicate, first.y + k % 2, first.z + k / 2};
    return other.y < fine.y.n && other.z < fine.z.n ? other : first;
  }
  /// All but where the rows of fine cells are.
  TILSCAPE_HD TransferRow weights_at(const RowPlace& p) const {
    TransferRow row{};
    for (std::uint32_t k = 0; k < 4; ++k) {
      const std::uint32_t y = 2 * p.y + k % 2, z = 2 * p.z + k / 2;
      const bool exists = y < fine.y.n && z < fine.z.n;
      row.weight[k] = exists ? fine.y.share[y] * fine.z.share[z] : 0.0f;
    }
    row.x_first = row.x_second = fine.x.share;
    row.out = out + coarse.row_start(p);
    return row;
  }
  TILSCAPE_HD void at(const TransferRow& row, std::uint32_t x) const {
    const std::size_t pair = 2 * std::size_t{x};
    row.out[x] = row.x_first[pair] * row.across(pair) + row.x_first[pair + 1] * row.across(pair + 1);
  }
  TILSCAPE_HD void edge(const TransferRow& row, std::uint32_t x) const {
    const bool pair = 2 * x + 1 < fine.x.n;
    if (pair)
      at(row, x);
    else
      row.out[x] = row.x_first[2 * x] * row.across(2 * x);
  }
};

/// fine += coarse, interpolated linearly. Indices are rows of fine cells and coarse cells along x, so that
/// each index writes a pair of fine cells: 8 bytes moved per fine cell and 4 read per coarse cell.
struct InterpolateKernel {
  GridView fine, coarse;
  const float* from;
  float* out;

  TILSCAPE_HD TransferRow row(std::uint32_t r) const { return row_at(fine.place(r)); }
  TILSCAPE_HD TransferRow row_at(const RowPlace& p) const {
    const std::uint32_t y[2] = {p.y / 2, towards(p.y, coarse.y.n)},
                        z[2] = {p.z / 2, towards(p.z, coarse.z.n)};
    const float y_weight[2] = {fine.y.own[p.y], fine.y.next[p.y]};
    const float z_weight[2] = {fine.z.own[p.z], fine.z.next[p.z]};
    TransferRow row;
    for (std::uint32_t k = 0; k < 4; ++k) {
      row.from[k] = from + coarse.row_start({p.replicate, y[k % 2], z[k / 2]});
      row.weight[k] = y_weight[k % 2] * z_weight[k / 2];
    }
    row.x_first = fine.x.own, row.x_second = fine.x.next;
    row.out = out + fine.row_start(p);
    return row;
  }
  TILSCAPE_HD void at(const TransferRow& row, std::uint32_t x) const {
    const std::size_t pair = 2 * std::size_t{x};
    const float middle = row.across(x);
    const float first = sum(row, pair, middle, row.across(x - 1));
    const float second = sum(row, pair + 1, middle, row.across(x + 1));
    row.out[pair] = first;
    row.out[pair + 1] = second;
  }
  TILSCAPE_HD void edge(const TransferRow& row, std::uint32_t x) const {
    const float middle = row.across(x);
    row.out[2 * x] = sum(row, 2 * x, middle, row.across(coarse.before(x, coarse.x.n)));
    if (2 * x + 1 < fine.x.n)
      row.out[2 * x + 1] = sum(row, 2 * x + 1, middle, row.across(coarse.behind(x, coarse.x.n)));
  }

 private:
  TILSCAPE_HD std::uint32_t towards(std::uint32_t i, std::uint32_t coarse_n) const {
    return i % 2 ? coarse.behind(i / 2, coarse_n) : coarse.before(i / 2, coarse_n);
  }
  TILSCAPE_HD static float sum(const TransferRow& row, std::size_t x, float own, float next) {
    return row.out[x] + (row.x_first[x] * own + row.x_second[x] * next);
  }
};

}  // namespace tilscape
