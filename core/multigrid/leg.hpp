// A V-cycle is made of legs. A leg takes one level from its start to the defect that the next coarser level
// gets, or to its final values: interpolation, sweeps and averaging in a row, with nothing of another level
// in between. PlainLegs runs it as one pass after the other, on any executor: the definition of the solver.
// HostLegs (core/multigrid/host.hpp) takes all steps of a leg at once and gives the same bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/multigrid/levels.hpp"
#include "core/multigrid/smoother.hpp"
#include "core/multigrid/stencil.hpp"
#include "core/multigrid/transfer.hpp"

namespace tilscape {

/// Arrays of one level. The finest u is the caller's.
struct LevelValues {
  float *u, *spare, *f, *c;
};

/// What the first sweep of a leg starts from: u, zero, or u corrected by the coarser level.
enum class LegStart { values, zero, coarse };

struct Leg {
  LegStart start;
  bool restricts;  // ends by averaging the defect into the coarser level's right side
  Flush flush;     // of the last sweep's values
};

/// The level that a leg runs on, and the next coarser one, of all replicates or of some.
struct LegLevels {
  GridView fine, coarse;
  SweepWeights weights;
  float inverse_supply;
  bool is_finest;

  LegLevels(const MultigridLevels& levels, int l) : LegLevels(levels, l, levels[l].replicates) {}
  LegLevels(const MultigridLevels& levels, int l, std::uint32_t replicates)
      : fine(levels[l].of(replicates)),
        coarse(levels[l + 1].of(replicates)),
        weights(sweep_weights(levels.axes(l))),
        inverse_supply(tilscape::inverse_supply(levels.axes(l), l)),
        is_finest(l == 0) {}
};

/// What filling the levels before a solve did.
struct Filled {
  std::uint64_t bytes;  // that its passes had to read and write
  bool is_zero;         // right side and u are +0 everywhere, and so is the solution; false where unknown
};

/// One pass over memory per step.
template <class Executor>
class PlainLegs {
 public:
  explicit PlainLegs(Executor& executor) : executor_(executor) {}

  void reserve(const MultigridLevels&) {}
  std::size_t bytes() const { return 0; }

  /// c and f of the finest level by `assemble`, a kernel over its rows; from them the sinks of every other
  /// one.
  /// @param at  arrays of each level
  template <class Assemble>
  Filled fill(const Assemble& assemble, const MultigridLevels& levels, const LevelValues* at) {
    bytes_ = 0;
    executor_.for_each_row(levels[0].rows(), levels[0].x.n, assemble);
    bytes_ += assemble.bytes_per_site() * levels[0].cells();
    for (int l = 0; l + 1 < levels.count(); ++l) {
      const LegLevels pair(levels, l);
      executor_.for_each_row(pair.fine.rows(), pair.fine.x.n,
                             ReachKernel{pair.fine, at[l].c, pair.inverse_supply, at[l].spare});
      executor_.for_each_row(pair.coarse.rows(), pair.coarse.x.n,
                             SpreadKernel{pair.fine, pair.coarse, at[l].spare, at[l + 1].c});
      count(3, pair.fine), count(1, pair.coarse);
    }
    return {bytes_, false};
  }

  /// Leaves the result in fine.u, which may trade places with fine.spare.
  /// @return bytes that the passes had to read and write, each array once per pass
  std::uint64_t run(const Leg& leg, const LegLevels& levels, LevelValues& fine, const LevelValues& coarse) {
    const GridView& grid = levels.fine;
    bytes_ = 0;
    if (leg.start == LegStart::coarse) {
      executor_.for_each_row(grid.rows(), levels.coarse.x.n,
                             InterpolateKernel{grid, levels.coarse, coarse.u, fine.u});
      count(2, grid), count(1, levels.coarse);
    }
    if (leg.start == LegStart::zero)
      first_sweep(grid, fine, levels.weights[0]);
    else
      sweep<stencil::Sweep>(grid, fine, levels.weights[0], {});
    sweep<stencil::FlushingSweep>(grid, fine, levels.weights[1], leg.flush);
    if (leg.restricts) restrict_defect(levels, fine, coarse);
    return bytes_;
  }

 private:
  void first_sweep(const GridView& grid, LevelValues& v, float inverse_weight) {
    executor_.for_each_row(
        grid.rows(), grid.x.n,
        StencilKernel<stencil::FirstSweep>{grid, v.f, v.f, v.c, v.u, inverse_weight, 0, {}});
    count(3, grid);
  }
  /// The result is in `u` again, because the two arrays trade places.
  template <class Formula>
  void sweep(const GridView& grid, LevelValues& v, float inverse_weight, Flush flush) {
    executor_.for_each_row(grid.rows(), grid.x.n,
                           StencilKernel<Formula>{grid, v.u, v.f, v.c, v.spare, inverse_weight, 0, flush});
    std::swap(v.u, v.spare);
    count(4, grid);
  }
  void restrict_defect(const LegLevels& levels, const LevelValues& v, const LevelValues& coarse) {
    const GridView& grid = levels.fine;
    executor_.for_each_row(
        grid.rows(), grid.x.n,
        StencilKernel<stencil::ReachingDefect>{grid, v.u, v.f, v.c, v.spare, 0, levels.inverse_supply, {}});
    executor_.for_each_row(levels.coarse.rows(), levels.coarse.x.n,
                           AverageKernel{grid, levels.coarse, v.spare, coarse.f});
    count(5, grid), count(1, levels.coarse);
  }
  void count(int arrays, const GridView& grid) { bytes_ += arrays * sizeof(float) * grid.cells(); }

  Executor& executor_;
  std::uint64_t bytes_ = 0;
};

}  // namespace tilscape
