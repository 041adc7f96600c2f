// One level of the multigrid hierarchy as a kernel sees it: three axes of tables and the way from a row
// number to its place. Levels of all replicates of a world lie one behind the other, like the lattice.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/host_device.hpp"
#include "core/lattice/lattice.hpp"

namespace tilscape {

/// Device view of AxisTables (core/multigrid/axis.hpp says what the tables mean).
struct AxisView {
  std::uint32_t n = 1;
  const float *lower = nullptr, *upper = nullptr, *face = nullptr;
  const float *share = nullptr, *own = nullptr, *next = nullptr;
  const float* hat[4] = {};
};

/// Place of a row of x: replicate, y, z.
struct RowPlace {
  std::uint32_t replicate, y, z;
};

/// One level. Arrays on it are float[replicate][z][y][x], x fastest.
struct GridView {
  AxisView x, y, z;
  FastDivisor by_y, by_yz;
  std::uint32_t replicates = 1;
  bool periodic = false;

  /// The same level of so many replicates.
  GridView of(std::uint32_t count) const {
    GridView grid = *this;
    grid.replicates = count;
    return grid;
  }
  TILSCAPE_HD std::uint32_t rows() const { return replicates * z.n * y.n; }
  TILSCAPE_HD std::size_t cells() const { return std::size_t{rows()} * x.n; }
  TILSCAPE_HD RowPlace place(std::uint32_t row) const {
    RowPlace p;
    p.replicate = by_yz.quotient(row);
    const std::uint32_t rest = row - p.replicate * (y.n * z.n);
    p.z = by_y.quotient(rest);
    p.y = rest - p.z * y.n;
    return p;
  }
  TILSCAPE_HD std::size_t row_start(const RowPlace& p) const {
    return ((std::size_t{p.replicate} * z.n + p.z) * y.n + p.y) * x.n;
  }
  /// The cell before or behind i on an axis of n cells; i itself behind a closed border, where couplings are
  /// 0.
  TILSCAPE_HD std::uint32_t before(std::uint32_t i, std::uint32_t n) const {
    return i > 0 ? i - 1 : (periodic ? n - 1 : i);
  }
  TILSCAPE_HD std::uint32_t behind(std::uint32_t i, std::uint32_t n) const {
    return i + 1 < n ? i + 1 : (periodic ? 0 : i);
  }
};

}  // namespace tilscape
