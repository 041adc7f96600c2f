// The formulas of the plain kernels over whole rows of a CPU. A row lies in scratch memory with a margin on
// both sides: loops begin at x = 0, where vectors are aligned, need no case for the ends, and run on to a
// full vector. What they leave behind the end of a row has no meaning.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "core/multigrid/sinks.hpp"
#include "core/multigrid/stencil.hpp"
#include "core/multigrid/transfer.hpp"

namespace tilscape::rows {

/// Floats of the widest vector.
inline constexpr std::ptrdiff_t lanes = 16;
inline constexpr std::ptrdiff_t in_full_lanes(std::ptrdiff_t n) {
  return (n + lanes - 1) / lanes * lanes;
}
/// From one row in scratch memory to the next.
inline constexpr std::ptrdiff_t stride_of(std::ptrdiff_t n) {
  return in_full_lanes(n) + lanes;
}

/// A row whose couplings to all neighbours are the same power of 2, but for those beyond its ends, where the
/// margins make the difference 0.
/// @tparam is_flat    there are no neighbours across y
/// @tparam has_faces  whether values beyond its ends are fixed
template <bool is_flat, bool has_faces>
struct EvenRow : RowArrays {
  float coupling;
  const float* damping_of_cell;
  float inverse_supply;
  Flush flush;
  TILSCAPE_HD float differences(std::ptrdiff_t x, std::ptrdiff_t before, std::ptrdiff_t behind) const {
    const float along_x = (u[before] - u[x]) + (u[behind] - u[x]);
    const float along_z = (z_lower[x] - u[x]) + (z_upper[x] - u[x]);
    return coupling *
           (is_flat ? along_x + along_z : along_x + ((y_lower[x] - u[x]) + (y_upper[x] - u[x])) + along_z);
  }
  TILSCAPE_HD float damping(std::ptrdiff_t x, float) const { return damping_of_cell[x]; }
  TILSCAPE_HD float sink(std::ptrdiff_t x, float x_face) const { return has_faces ? c[x] + x_face : c[x]; }
};

/// What fill() does meanwhile, if nothing else.
struct Nothing {
  void operator()(std::ptrdiff_t) const {}
};

/// row.out = Formula; `out` may be one of the rows across y or z that are read.
/// @param meanwhile  called with the first of every 16 cells that are done
template <class Formula, class Row, class Meanwhile>
void fill(const Row row, const float* x_face, std::ptrdiff_t n, const Meanwhile& meanwhile) {
  const std::ptrdiff_t end = in_full_lanes(n);
  for (std::ptrdiff_t first = 0; first < end; first += lanes) {
#pragma omp simd
    for (std::ptrdiff_t x = first; x < first + lanes; ++x)
      row.out[x] = Formula{}(row, x, x - 1, x + 1, x_face[x]);
    meanwhile(first);
  }
}

/// Continues a row beyond its ends, along one axis of a grid.
inline void add_margins(float* row, const GridView& grid) {
  row[-1] = row[grid.before(0, grid.x.n)];
  row[grid.x.n] = row[grid.behind(grid.x.n - 1, grid.x.n)];
}

/// Interpolation weights along x of one level: of the first (even) and second cell of each parent.
struct PairWeights {
  const float *first_own, *first_next, *second_own, *second_next;
};

/// What InterpolateKernel adds to a row of fine cells. @param across  coarse values, with margins
inline void spread_out(const PairWeights w, const float* across, std::ptrdiff_t parents, float* correction) {
  const std::ptrdiff_t end = in_full_lanes(parents);
#pragma omp simd
  for (std::ptrdiff_t p = 0; p < end; ++p) {
    correction[2 * p] = w.first_own[p] * across[p] + w.first_next[p] * across[p - 1];
    correction[2 * p + 1] = w.second_own[p] * across[p] + w.second_next[p] * across[p + 1];
  }
}

inline void fill_across(const TransferRow row, std::ptrdiff_t n, float* across) {
  const std::ptrdiff_t end = in_full_lanes(n);
#pragma omp simd
  for (std::ptrdiff_t x = 0; x < end; ++x) across[x] = row.across(x);
}

inline void add(const float* a, const float* b, std::ptrdiff_t n, float* out) {
#pragma omp simd
  for (std::ptrdiff_t x = 0; x < n; ++x) out[x] = a[x] + b[x];
}

/// AverageKernel over a row. @param across  scratch for a fine row
inline void average(const TransferRow row, std::ptrdiff_t n, float* across) {
  fill_across(row, n, across);
#pragma omp simd
  for (std::ptrdiff_t p = 0; p < n / 2; ++p)
    row.out[p] = row.x_first[2 * p] * across[2 * p] + row.x_first[2 * p + 1] * across[2 * p + 1];
  if (n % 2) row.out[n / 2] = row.x_first[n - 1] * across[n - 1];
}

/// ReachKernel over a row.
inline void fill_reached(const float* sink, float inverse_supply, std::ptrdiff_t n, float* out) {
#pragma omp simd
  for (std::ptrdiff_t x = 0; x < n; ++x) out[x] = reaching(sink[x], sink[x], inverse_supply);
}

/// SpreadKernel's sums over 16 rows, per fine cell.
inline void fill_spread(const SpreadKernel::Row row, std::ptrdiff_t n, float* across) {
#pragma omp simd
  for (std::ptrdiff_t x = 0; x < n; ++x) across[x] = SpreadKernel::across(row, x);
}

/// SpreadKernel along a row. @param across  its sums over the 16 rows, per fine cell
inline void gather_pairs(const SpreadKernel& k, const SpreadKernel::Row row, const float* across) {
  const std::ptrdiff_t parents = k.coarse.x.n;
  const float *before = row.hat[0], *first = row.hat[1], *second = row.hat[2], *behind = row.hat[3];
#pragma omp simd
  for (std::ptrdiff_t p = 1; p < parents - 1; ++p) {
    const float left = before[p] * across[2 * p - 1] + first[p] * across[2 * p];
    const float right = second[p] * across[2 * p + 1] + behind[p] * across[2 * p + 2];
    row.out[p] = left + right;
  }
  for (const std::ptrdiff_t p : {std::ptrdiff_t{0}, parents - 1}) {
    const HatCells cells(k.fine, k.fine.x, k.coarse.x.n, static_cast<std::uint32_t>(p));
    float sum = 0;
    for (int j = 0; j < 4; ++j) sum += cells.weight[j] * across[cells.index[j]];
    row.out[p] = sum;
  }
}

/// Is any value not +0?
inline bool any_bit(const float* values, std::ptrdiff_t n) {
  std::uint32_t bits = 0;
#pragma omp simd reduction(| : bits)
  for (std::ptrdiff_t x = 0; x < n; ++x) bits |= std::bit_cast<std::uint32_t>(values[x]);
  return bits != 0;
}

}  // namespace tilscape::rows
