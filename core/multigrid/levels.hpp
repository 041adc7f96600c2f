// The levels of a lattice's multigrid hierarchy in the backend's memory: 1-D tables and sizes, no values.
#pragma once

#include <cstddef>
#include <vector>

#include "core/execution/memory.hpp"
#include "core/fields/field_spec.hpp"
#include "core/lattice/lattice.hpp"
#include "core/multigrid/axis.hpp"
#include "core/multigrid/grid.hpp"

namespace tilscape {

/// Grids of one lattice for one kind of border, finest first; the last one has one cell per replicate.
class MultigridLevels {
 public:
  /// A CPU reads rows in whole vectors of so many floats: what lies behind the last row of anything is
  /// padded.
  static constexpr std::size_t vector_floats = 16;

  MultigridLevels() = default;
  MultigridLevels(Memory& memory, const Lattice& lattice, FieldBorder border);

  /// Floats that solving on this lattice takes: three arrays on the finest level, whose values are the
  /// caller's, four on every other one, and padding.
  static std::size_t value_count(const Lattice& lattice);

  int count() const { return static_cast<int>(grids_.size()); }
  const GridView& operator[](int level) const { return grids_[level]; }
  /// Axes with more than one cell.
  int axes(int level) const;
  std::size_t bytes() const { return tables_.bytes(); }

 private:
  Buffer<float> tables_;
  std::vector<GridView> grids_;
};

}  // namespace tilscape
