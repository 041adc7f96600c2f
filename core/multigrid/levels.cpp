// Packs the tables of all axes and levels into one buffer.
#include "core/multigrid/levels.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tilscape {

namespace {

AxisEnds ends_of(const Lattice& lattice, FieldBorder border) {
  if (lattice.boundary == Boundary::periodic) return AxisEnds::periodic;
  return border == FieldBorder::fixed_value ? AxisEnds::fixed_value : AxisEnds::no_flux;
}

/// All tables of an axis, in the order in which they are packed.
std::array<const std::vector<float>*, 10> tables_of(const AxisTables& axis) {
  return {&axis.lower, &axis.upper,  &axis.face,   &axis.share,  &axis.own,
          &axis.next,  &axis.hat[0], &axis.hat[1], &axis.hat[2], &axis.hat[3]};
}

void append(std::vector<float>& packed, const AxisTables& axis) {
  for (const auto* table : tables_of(axis)) packed.insert(packed.end(), table->begin(), table->end());
}

/// The view of an axis whose tables begin at `data`; moves `data` behind them.
AxisView view_of(const AxisTables& axis, const float*& data) {
  std::array<const float*, 10> at;
  for (std::size_t k = 0; k < at.size(); ++k) at[k] = std::exchange(data, data + tables_of(axis)[k]->size());
  return {axis.cells(), at[0], at[1], at[2], at[3], at[4], at[5], {at[6], at[7], at[8], at[9]}};
}

}  // namespace

MultigridLevels::MultigridLevels(Memory& memory, const Lattice& lattice, FieldBorder border) {
  // A lattice of one layer lies in x and z: its planes are rows, and a wavefront runs through them.
  const bool flat = lattice.nz == 1;
  const std::uint32_t sizes[3] = {lattice.nx, flat ? 1 : lattice.ny, flat ? lattice.ny : lattice.nz};
  const int levels = multigrid_levels(std::max({sizes[0], sizes[1], sizes[2]}));
  std::vector<std::vector<AxisTables>> axes;
  std::vector<float> packed;
  for (const std::uint32_t n : sizes) {
    axes.push_back(axis_hierarchy(n, ends_of(lattice, border), levels));
    for (const AxisTables& axis : axes.back()) append(packed, axis);
  }
  packed.resize(packed.size() + vector_floats);
  tables_ = Buffer<float>(memory, packed.size());
  tables_.from_host(packed.data(), packed.size());

  grids_.resize(levels);
  const float* next = tables_.data();
  for (int a = 0; a < 3; ++a)
    for (int l = 0; l < levels; ++l)
      (a == 0 ? grids_[l].x : a == 1 ? grids_[l].y : grids_[l].z) = view_of(axes[a][l], next);
  for (GridView& grid : grids_) {
    grid.by_y = FastDivisor(grid.y.n);
    grid.by_yz = FastDivisor(grid.y.n * grid.z.n);
    grid.replicates = lattice.replicates;
    grid.periodic = lattice.boundary == Boundary::periodic;
  }
}

std::size_t MultigridLevels::value_count(const Lattice& lattice) {
  std::size_t n[3] = {lattice.nx, lattice.ny, lattice.nz};
  std::size_t count = 3 * n[0] * n[1] * n[2];
  while (n[0] * n[1] * n[2] > 1) {
    for (std::size_t& axis : n) axis = (axis + 1) / 2;
    count += 4 * n[0] * n[1] * n[2];
  }
  return count * lattice.replicates + vector_floats;
}

int MultigridLevels::axes(int level) const {
  const GridView& grid = grids_[level];
  return (grid.x.n > 1) + (grid.y.n > 1) + (grid.z.n > 1);
}

}  // namespace tilscape
