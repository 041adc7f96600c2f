// Multigrid for c·u − ∇²u = f on the sites of a lattice, on whichever backend Executor runs. A fixed number
// of V-cycles with Chebyshev–Jacobi smoothing; no sum over sites anywhere, so every value is the same for any
// number of threads. tools/decisions/multigrid.md has the measurements behind the choices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/multigrid/host.hpp"
#include "core/multigrid/leg.hpp"
#include "core/multigrid/levels.hpp"

namespace tilscape {

/// How a backend runs the legs of a cycle.
template <class Executor>
using LegsOn = std::conditional_t<Executor::on_host, HostLegs, PlainLegs<Executor>>;

/// The replicates of a world that a solve is about.
struct Replicates {
  std::uint32_t first, count;
};

/// Owns the hierarchy of one lattice and the values that a solve needs: 12 bytes per site and 16 per coarse
/// cell, in all 14.3 bytes per site in 3-D and 17.3 in 2-D. Before each solve, fill().
template <class Executor, class Legs = LegsOn<Executor>>
class Multigrid {
 public:
  Multigrid(Executor& executor, const Lattice& lattice, Legs legs)
      : executor_(executor),
        values_(executor.memory(), MultigridLevels::value_count(lattice)),
        legs_(std::move(legs)) {
    for (const FieldBorder border : {FieldBorder::no_flux, FieldBorder::fixed_value})
      levels_[index(border)] = MultigridLevels(executor.memory(), lattice, border);
    for (const MultigridLevels& levels : levels_) legs_.reserve(levels);
    lay_out_values();
    solved_ = at_;
  }

  /// c and f per site, [replicate][z][y][x], already multiplied by spacing²/diffusivity. A solve leaves them
  /// as they are.
  float* sink() const { return at_[0].c; }
  float* right_side() const { return at_[0].f; }
  const GridView& grid(FieldBorder border) const { return levels_[index(border)][0]; }

  /// c and f of every site by `assemble`, a kernel over rows that writes sink() and right_side().
  /// @return whether the solution is known to be +0 everywhere: u is that already, and needs no solve
  template <class Assemble>
  bool fill(const Assemble& assemble, FieldBorder border) {
    const Filled filled = legs_.fill(assemble, levels_[index(border)], at_.data());
    compulsory_bytes_ += filled.bytes;
    return filled.is_zero;
  }

  /// Improves u by `cycles` V-cycles, one at least. Values below `floor` become +0.
  /// @param u  of the whole world; what does not belong to these replicates stays as it is
  void solve(float* u, FieldBorder border, int cycles, float floor, Replicates replicates) {
    const MultigridLevels& levels = levels_[index(border)];
    const Flush flush{-floor, floor}, last{-std::numeric_limits<float>::infinity(), floor};
    turn_to(u, levels, replicates);
    if (levels.count() == 1) return solve_one_cell(levels, last);
    run(levels, 0, {LegStart::values, true, flush});
    for (int k = 1; k < cycles; ++k) {
      correct(levels, flush);
      run(levels, 0, {LegStart::coarse, true, flush});
    }
    correct(levels, flush);
    run(levels, 0, {LegStart::coarse, false, last});
    bring_home(u + levels[0].of(replicates.first).cells(), levels[0].of(replicates.count).cells());
  }

  /// f − A·u per site after a solve, in memory that the next solve overwrites.
  const float* defect(const float* u, FieldBorder border) {
    const GridView& finest = grid(border);
    executor_.for_each_row(
        finest.rows(), finest.x.n,
        StencilKernel<stencil::ReachingDefect>{finest, u, right_side(), sink(), at_[0].spare, 0, 0, {}});
    return at_[0].spare;
  }

  /// Backend memory held.
  std::size_t bytes() const {
    return values_.bytes() + levels_[0].bytes() + levels_[1].bytes() + legs_.bytes();
  }
  /// That the passes so far had to read and write: each array of a pass once, however many steps it takes.
  std::uint64_t compulsory_bytes() const { return compulsory_bytes_; }

 private:
  static int index(FieldBorder border) { return border == FieldBorder::fixed_value; }

  void lay_out_values() {
    float* next = values_.data();
    for (int l = 0; l < levels_[0].count(); ++l) {
      const std::size_t cells = levels_[0][l].cells();
      const auto take = [&] { return std::exchange(next, next + cells); };
      at_.push_back({l == 0 ? nullptr : take(), take(), take(), take()});
    }
  }

  /// From now on legs run on these replicates alone.
  void turn_to(float* u, const MultigridLevels& levels, Replicates replicates) {
    replicates_ = replicates.count;
    for (int l = 0; l < levels.count(); ++l) {
      const std::size_t skipped = levels[l].of(replicates.first).cells();
      const LevelValues& all = at_[l];
      solved_[l] = {(l == 0 ? u : all.u) + skipped, all.spare + skipped, all.f + skipped, all.c + skipped};
    }
  }

  /// One leg of a cycle on level l, which leaves the result in its u.
  void run(const MultigridLevels& levels, int l, const Leg& leg) {
    compulsory_bytes_ += legs_.run(leg, LegLevels(levels, l, replicates_), solved_[l], solved_[l + 1]);
  }

  /// Solves the levels below the finest one, from zero, for the right side that its leg left.
  void correct(const MultigridLevels& levels, Flush flush) {
    const int coarsest = levels.count() - 1;
    for (int l = 1; l < coarsest; ++l) run(levels, l, {LegStart::zero, true, flush});
    solve_one_cell(levels, flush);
    for (int l = coarsest - 1; l >= 1; --l) run(levels, l, {LegStart::coarse, false, flush});
  }

  void solve_one_cell(const MultigridLevels& levels, Flush flush) {
    const int l = levels.count() - 1;
    const LevelValues& values = solved_[l];
    executor_.for_each(replicates_, OneCellKernel{levels[l], values.f, values.c, values.u, flush, l > 0});
  }

  /// The finest values back into the caller's array, where legs have left them in the other one.
  void bring_home(float* u, std::size_t cells) {
    if (solved_[0].u == u) return;
    executor_.memory().copy(u, solved_[0].u, cells * sizeof(float));
    compulsory_bytes_ += 2 * sizeof(float) * cells;
  }

  Executor& executor_;
  Buffer<float> values_;
  MultigridLevels levels_[2];        // per FieldBorder
  std::vector<LevelValues> at_;      // of the whole world; the finest u is the caller's
  std::vector<LevelValues> solved_;  // of the replicates that are being solved; u and spare trade places
  std::uint32_t replicates_ = 0;     // how many these are
  Legs legs_;
  std::uint64_t compulsory_bytes_ = 0;
};

}  // namespace tilscape
