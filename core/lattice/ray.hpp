// A straight line of sites: from a site always in the same direction. Far from the border a step is one
// addition.
#pragma once

#include "core/lattice/lattice.hpp"

namespace tilscape {

class Ray {
 public:
  /// @param direction  of the lattice
  TILSCAPE_HD Ray(const Lattice& lattice, const Position& from, std::uint32_t direction)
      : lattice_(lattice),
        first_(from.site),
        at_(from.site),
        direction_(direction),
        before_border_(steps_before_border(from)) {}

  /// The next site; no_site behind a closed border, and where a periodic lattice leads back to the first one.
  /// Not to be asked again after that. Test: tests/core/ray_test.cpp
  TILSCAPE_HD SiteIndex next() {
    if (before_border_ > 0) {
      --before_border_;
      at_.value += static_cast<std::uint32_t>(lattice_.offset[direction_]);
    } else {
      at_ = lattice_.neighbour(lattice_.locate(at_), direction_);
      if (at_ == no_site) return no_site;
      before_border_ = steps_before_border(lattice_.locate(at_));
    }
    if (at_ == first_) return no_site;
    return at_;
  }

 private:
  /// Steps from p that cross no border.
  TILSCAPE_HD std::uint32_t steps_before_border(const Position& p) const {
    const auto along = [](std::int8_t step, std::uint32_t at, std::uint32_t n) {
      return step == 0 ? ~0u : step > 0 ? n - 1 - at : at;
    };
    const std::uint32_t x = along(lattice_.dx[direction_], p.x, lattice_.nx);
    const std::uint32_t y = along(lattice_.dy[direction_], p.y, lattice_.ny);
    const std::uint32_t z = along(lattice_.dz[direction_], p.z, lattice_.nz);
    const std::uint32_t xy = x < y ? x : y;
    return xy < z ? xy : z;
  }

  const Lattice& lattice_;
  SiteIndex first_, at_;
  std::uint32_t direction_, before_border_;
};

}  // namespace tilscape
