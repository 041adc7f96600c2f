// Directions in the published order: ascending in z, then y, then x.
#include "tests/reference/grid.hpp"

#include <algorithm>
#include <cstdlib>

namespace tilscape::reference {

Grid::Grid(const LatticeParameters& lattice) : periodic_(lattice.boundary == Boundary::periodic) {
  for (int axis = 0; axis < 3; ++axis) size_[axis] = static_cast<int>(lattice.size[axis]);
  const bool moore = lattice.neighbourhood == Neighbourhood::moore;
  for (int z = -1; z <= 1; ++z)
    for (int y = -1; y <= 1; ++y)
      for (int x = -1; x <= 1; ++x) {
        const int distance = std::abs(x) + std::abs(y) + std::abs(z);
        const bool in_plane = size_[2] > 1 || z == 0;
        if (in_plane && (distance == 1 || (moore && distance > 1))) steps_.push_back({x, y, z});
      }
}

int Grid::axes(std::size_t d) const {
  return std::abs(steps_[d][0]) + std::abs(steps_[d][1]) + std::abs(steps_[d][2]);
}

bool Grid::touch(std::size_t d, std::size_t other) const {
  for (int axis = 0; axis < 3; ++axis)
    if (std::abs(steps_[d][axis] - steps_[other][axis]) > 1) return false;
  return true;
}

std::size_t Grid::opposite(std::size_t d) const {
  const std::array<int, 3> back{-steps_[d][0], -steps_[d][1], -steps_[d][2]};
  return static_cast<std::size_t>(std::find(steps_.begin(), steps_.end(), back) - steps_.begin());
}

std::optional<std::size_t> Grid::neighbour(std::size_t site, std::size_t d) const {
  const int s = static_cast<int>(site);
  std::array<int, 3> at{s % size_[0], s / size_[0] % size_[1], s / (size_[0] * size_[1])};
  for (int axis = 0; axis < 3; ++axis) {
    at[axis] += steps_[d][axis];
    const bool outside = at[axis] < 0 || at[axis] >= size_[axis];
    if (outside && !periodic_) return std::nullopt;
    at[axis] = (at[axis] + size_[axis]) % size_[axis];
  }
  return static_cast<std::size_t>(at[0]) + static_cast<std::size_t>(size_[0]) * (at[1] + size_[1] * at[2]);
}

}  // namespace tilscape::reference
