// Multigrid for c·u − ∇²u = f on the sites of a lattice, on whichever backend Executor runs. A fixed number
// of V-cycles with Chebyshev–Jacobi smoothing; no sum over sites anywhere, so every value is the same for any
// number of threads. tools/decisions/multigrid.md has the measurements behind the choices.
#pragma once

#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "core/multigrid_levels.hpp"
#include "core/multigrid_smoother.hpp"
#include "core/multigrid_stencil.hpp"
#include "core/multigrid_transfer.hpp"

namespace tilscape {

/// Owns the hierarchy of one lattice and the values that a solve needs: 12 bytes per site and 16 per coarse
/// cell, in all 14.3 bytes per site in 3-D and 17.3 in 2-D. Fill sink() and right_side() before each solve.
template <class Executor>
class Multigrid {
 public:
  Multigrid(Executor& executor, const Lattice& lattice)
      : executor_(executor), values_(executor.memory(), MultigridLevels::value_count(lattice)) {
    for (const FieldBorder border : {FieldBorder::no_flux, FieldBorder::fixed_value})
      levels_[index(border)] = MultigridLevels(executor.memory(), lattice, border);
    lay_out_values();
  }

  /// c and f per site, [replicate][z][y][x], already multiplied by spacing²/diffusivity. Overwritten by
  /// nothing here.
  float* sink() const { return at_[0].c; }
  float* right_side() const { return at_[0].f; }
  const GridView& grid(FieldBorder border) const { return levels_[index(border)][0]; }

  /// Improves u by `cycles` V-cycles, one at least. Values below `floor` become +0.
  void solve(float* u, FieldBorder border, int cycles, float floor) {
    const MultigridLevels& levels = levels_[index(border)];
    spread_sinks(levels);
    at_[0].u = u;
    for (int k = 1; k <= cycles; ++k) cycle(levels, floor, k == cycles);
  }

  /// f − A·u per site after a solve, in memory that the next solve overwrites.
  const float* defect(const float* u, FieldBorder border) {
    const GridView& finest = grid(border);
    executor_.for_each_row(finest.rows(), finest.x.n,
                           DefectKernel{{finest, u, right_side(), sink()}, at_[0].spare, 0});
    return at_[0].spare;
  }

  std::size_t bytes() const { return values_.bytes() + levels_[0].bytes() + levels_[1].bytes(); }

 private:
  /// Arrays of one level. The finest u is the caller's.
  struct Values {
    float *u, *spare, *f, *c;
  };

  static int index(FieldBorder border) { return border == FieldBorder::fixed_value; }

  void lay_out_values() {
    float* next = values_.data();
    for (int l = 0; l < levels_[0].count(); ++l) {
      const std::size_t cells = levels_[0][l].cells();
      const auto take = [&] { return std::exchange(next, next + cells); };
      at_.push_back({l == 0 ? nullptr : take(), take(), take(), take()});
    }
  }

  void spread_sinks(const MultigridLevels& levels) {
    for (int l = 0; l + 1 < levels.count(); ++l) {
      const GridView& fine = levels[l];
      const GridView& coarse = levels[l + 1];
      executor_.for_each_row(fine.rows(), fine.x.n,
                             ReachKernel{fine, at_[l].c, inverse_supply(levels.axes(l), l), at_[l].spare});
      executor_.for_each_row(coarse.rows(), coarse.x.n,
                             SpreadKernel{fine, coarse, at_[l].spare, at_[l + 1].c});
    }
  }

  /// One sweep; the result is in `u` again, because the two arrays trade places.
  void sweep(const MultigridLevels& levels, int l, float inverse_weight, Flush flush) {
    Values& v = at_[l];
    const GridView& grid = levels[l];
    executor_.for_each_row(grid.rows(), grid.x.n,
                           SweepKernel{{grid, v.u, v.f, v.c}, v.spare, inverse_weight, flush});
    std::swap(v.u, v.spare);
  }

  void sweep_from_zero(const MultigridLevels& levels, int l, float inverse_weight, Flush flush) {
    const GridView& grid = levels[l];
    executor_.for_each_row(
        grid.rows(), grid.x.n,
        FirstSweepKernel{{grid, at_[l].f, at_[l].f, at_[l].c}, at_[l].u, inverse_weight, flush});
  }

  /// Down to one cell per replicate and up again. Two sweeps each way keep u in its own array.
  void cycle(const MultigridLevels& levels, float floor, bool is_last) {
    const Flush flush{-floor, floor};
    const int coarsest = levels.count() - 1;
    for (int l = 0; l < coarsest; ++l) {
      const SweepWeights weights = sweep_weights(levels.axes(l));
      l == 0 ? sweep(levels, l, weights[0], flush) : sweep_from_zero(levels, l, weights[0], flush);
      sweep(levels, l, weights[1], flush);
      restrict_defect(levels, l);
    }
    const Flush last{-std::numeric_limits<float>::infinity(), floor};
    const GridView& cell = levels[coarsest];
    executor_.for_each(cell.cells(), OneCellKernel{cell, at_[coarsest].f, at_[coarsest].c, at_[coarsest].u,
                                                   is_last && coarsest == 0 ? last : flush});
    for (int l = coarsest - 1; l >= 0; --l) {
      const GridView& fine = levels[l];
      const GridView& coarse = levels[l + 1];
      executor_.for_each_row(fine.rows(), coarse.x.n,
                             InterpolateKernel{fine, coarse, at_[l + 1].u, at_[l].u});
      const SweepWeights weights = sweep_weights(levels.axes(l));
      sweep(levels, l, weights[0], flush);
      sweep(levels, l, weights[1], is_last && l == 0 ? last : flush);
    }
  }

  void restrict_defect(const MultigridLevels& levels, int l) {
    const Values& v = at_[l];
    const GridView& grid = levels[l];
    executor_.for_each_row(grid.rows(), grid.x.n,
                           DefectKernel{{grid, v.u, v.f, v.c}, v.spare, inverse_supply(levels.axes(l), l)});
    const GridView& coarse = levels[l + 1];
    executor_.for_each_row(coarse.rows(), coarse.x.n, AverageKernel{grid, coarse, v.spare, at_[l + 1].f});
  }

  Executor& executor_;
  Buffer<float> values_;
  MultigridLevels levels_[2];  // per FieldBorder
  std::vector<Values> at_;
};

}  // namespace tilscape
