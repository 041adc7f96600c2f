// The lattice of the reference stepper: neighbours from x, y, z with % and nothing else.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "agents/parameters/parameters.hpp"

namespace tilscape::reference {

class Grid {
 public:
  explicit Grid(const LatticeParameters& lattice);

  std::size_t sites() const { return static_cast<std::size_t>(size_[0]) * size_[1] * size_[2]; }
  std::size_t directions() const { return steps_.size(); }
  /// Number of coordinates that change in direction d.
  int axes(std::size_t d) const;
  /// Whether two directions lead to sites beside each other, corner to corner included.
  bool touch(std::size_t d, std::size_t other) const;
  /// The direction that leads back.
  std::size_t opposite(std::size_t d) const;
  /// The site beside `site` in direction d; nothing behind a closed border.
  std::optional<std::size_t> neighbour(std::size_t site, std::size_t d) const;

 private:
  std::array<int, 3> size_;
  bool periodic_;
  std::vector<std::array<int, 3>> steps_;  // ascending in z, then y, then x
};

}  // namespace tilscape::reference
