// One axis of the multigrid hierarchy as 1-D tables: how strongly a cell couples to its neighbours and to the
// border, and how values move between a level and the next coarser one. Everything odd about a lattice (odd
// lengths, thin axes, borders) lives here, so the kernels know none of it.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace tilscape {

/// What lies behind the two ends of an axis.
enum class AxisEnds { no_flux, fixed_value, periodic };

/// One axis on one level; every table has one entry per cell. Lengths are in sites, couplings in 1/sites².
struct AxisTables {
  std::vector<float> lower;  // coupling to the cell before, 0 where there is none
  std::vector<float> upper;  // coupling to the cell behind, 0 where there is none
  std::vector<float> face;   // coupling to fixed values at the axis' ends
  std::vector<float> share;  // this cell's part of its parent's length
  std::vector<float> own;    // interpolation weight of the parent
  std::vector<float>
      next;  // and of the parent's neighbour on this cell's side (even cells: before; odd: behind)
  /// Per parent p: weights of the cells 2p − 1, 2p, 2p + 1 and 2p + 2 in it, which sum to 1. What a cell
  /// holds is shared out among the parents that it is interpolated from, where these have the same length.
  std::array<std::vector<float>, 4> hat;
  std::uint32_t cells() const { return static_cast<std::uint32_t>(lower.size()); }
};

/// Number of levels until ceil(n/2), repeated, has brought every axis down to one cell.
int multigrid_levels(std::uint32_t longest_axis);

/// Tables of an axis of n sites on `levels` levels, finest first. Cells pair up from the start; the last cell
/// of an odd axis stays alone and is therefore narrower than the others. An axis of one site has no extent:
/// no couplings, whatever its ends are. Test: tests/fields/multigrid_axis_test.cpp
std::vector<AxisTables> axis_hierarchy(std::uint32_t n, AxisEnds ends, int levels);

}  // namespace tilscape
