// How a CPU runs the legs of a cycle: each as one pass over memory, in wavefronts through tiles. Same bits as
// PlainLegs, for any number of threads and any cut.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/execution/host_executor.hpp"
#include "core/execution/host_tiles.hpp"
#include "core/multigrid/field_assembly.hpp"
#include "core/multigrid/sink_pass.hpp"
#include "core/multigrid/wavefront.hpp"

namespace tilscape {

class HostLegs {
 public:
  explicit HostLegs(HostExecutor& executor, const TileLimits& limits = {})
      : tiles_(executor.memory(), executor.team()), limits_(limits) {}

  /// Makes room for passes over these levels, of all replicates or of one: no solve allocates.
  void reserve(const MultigridLevels& levels) {
    for (int members = 1; members <= tiles_.threads(); ++members)
      for (int l = 0; l + 1 < levels.count(); ++l)
        for (const std::uint32_t replicates : {levels[l].replicates, 1u})
          reserve(levels[l].of(replicates), members);
  }
  std::size_t bytes() const { return tiles_.bytes(); }

  /// As PlainLegs::fill(); where everything is +0, only the finest level is filled.
  Filled fill(const AssembleKernel& assemble, const MultigridLevels& levels, const LevelValues* at) {
    if (levels.count() == 1) return fill_one_cell(assemble);
    std::atomic<bool> any = false;
    const AssembledRows rows{assemble, any};
    Filled filled{fill_sinks(rows, LegLevels(levels, 0), at[1].c), !any};
    for (int l = 1; l + 1 < levels.count() && any; ++l)
      filled.bytes += fill_sinks(GivenSinks{levels[l], at[l].c}, LegLevels(levels, l), at[l + 1].c);
    return filled;
  }

  /// As PlainLegs::run(). @return bytes that the pass had to read and write, each array once
  std::uint64_t run(const Leg& leg, const LegLevels& levels, LevelValues& fine, const LevelValues& coarse) {
    const GridView& grid = levels.fine;
    const WavefrontPass pass{leg,
                             levels,
                             leg_tiling(grid, shape_of(leg.start, leg.restricts), tiles_.members()),
                             fine.u,
                             fine.f,
                             fine.c,
                             coarse.u,
                             fine.spare,
                             coarse.f,
                             grid.cells() > limits_.streamed_above && lies_in_lines(fine.spare, grid.x.n)};
    tiles_.run(pass.tiling.count(), in_parallel(grid), [&pass](std::uint32_t i, float* scratch) {
      Wavefront(pass, pass.tiling.tile(i), scratch).run();
    });
    std::swap(fine.u, fine.spare);
    const int arrays = leg.start == LegStart::zero ? 3 : 4;
    const int coarse_arrays = (leg.start == LegStart::coarse) + leg.restricts;
    return sizeof(float) * (arrays * grid.cells() + coarse_arrays * levels.coarse.cells());
  }

 private:
  void reserve(const GridView& grid, int members) {
    tiles_.reserve(SinkPass<GivenSinks>::scratch_floats(grid, sink_tiling(grid, members)));
    for (const WavefrontShape shape : wavefront_shapes)
      tiles_.reserve(Wavefront::scratch_floats(grid, shape, leg_tiling(grid, shape, members)));
  }

  bool in_parallel(const GridView& grid) const { return grid.cells() > limits_.serial_below; }

  /// @param rows     that have to stay in the cache for each row of a tile
  /// @param members  of the team that shares the tiles
  Tiling tiling(const GridView& grid, int rim, int rows, int members) const {
    return tiling_of(grid, rim, in_parallel(grid) ? members : 1,
                     rows * sizeof(float) * rows::stride_of(grid.x.n), limits_);
  }
  Tiling leg_tiling(const GridView& grid, WavefrontShape shape, int members) const {
    const int planes_of_f_and_c = 2 * (shape.steps + 1);
    return tiling(grid, shape.steps, shape.ring_slots() + planes_of_f_and_c, members);
  }
  Tiling sink_tiling(const GridView& grid, int members) const {
    return tiling(grid, SinkPass<GivenSinks>::rim, 2 * SinkPass<GivenSinks>::ring_planes, members);
  }

  static Filled fill_one_cell(const AssembleKernel& assemble) {
    const std::uint32_t rows = assemble.grid.rows();
    for (std::uint32_t r = 0; r < rows; ++r) assemble.edge(assemble.row(r), 0);
    return {assemble.bytes_per_site() * rows, false};
  }

  template <class Source>
  std::uint64_t fill_sinks(const Source& source, const LegLevels& levels, float* coarse_c) {
    const GridView& grid = levels.fine;
    const Tiling tiling = sink_tiling(grid, tiles_.members());
    tiles_.run(tiling.count(), in_parallel(grid), [&](std::uint32_t i, float* scratch) {
      SinkPass<Source>(source, levels, tiling.tile(i), coarse_c, scratch).run();
    });
    return source.bytes_per_site() * grid.cells() + sizeof(float) * levels.coarse.cells();
  }

  HostTiles tiles_;
  TileLimits limits_;
};

}  // namespace tilscape
