// Builds the table of directions in lexicographic (z, y, x) order, which makes direction d and
// neighbour_count − 1 − d opposite.
#include "core/lattice/lattice.hpp"

#include <cstdlib>
#include <stdexcept>

namespace tilscape {

Lattice make_lattice(std::array<std::uint32_t, 3> size, float spacing_um, Boundary boundary,
                     Neighbourhood neighbourhood, std::uint32_t replicates) {
  const double world = 1.0 * size[0] * size[1] * size[2] * replicates;
  if (world < 1)
    throw std::invalid_argument("lattice: every axis and the number of replicates must be at least 1");
  if (world > 4294967294.0) throw std::invalid_argument("lattice: more than 2^32 - 2 sites");
  const bool too_thin = size[0] < 3 || size[1] < 3 || size[2] == 2;
  if (boundary == Boundary::periodic && too_thin)
    throw std::invalid_argument("lattice: a periodic axis must have at least 3 sites");

  Lattice l;
  l.nx = size[0], l.ny = size[1], l.nz = size[2];
  l.replicates = replicates;
  l.spacing_um = spacing_um;
  l.boundary = boundary;
  l.neighbourhood = neighbourhood;
  l.by_nx = FastDivisor(l.nx);
  l.by_nx_ny = FastDivisor(l.nx * l.ny);
  l.by_sites = FastDivisor(l.sites());
  const int reach_z = l.is_2d() ? 0 : 1;
  for (int z = -reach_z; z <= reach_z; ++z)
    for (int y = -1; y <= 1; ++y)
      for (int x = -1; x <= 1; ++x) {
        const int distance = std::abs(x) + std::abs(y) + std::abs(z);
        if (distance == 0 || (neighbourhood == Neighbourhood::von_neumann && distance > 1)) continue;
        const std::uint32_t d = l.neighbour_count++;
        l.dx[d] = static_cast<std::int8_t>(x);
        l.dy[d] = static_cast<std::int8_t>(y);
        l.dz[d] = static_cast<std::int8_t>(z);
        const auto u = [](int coordinate) { return static_cast<std::uint32_t>(coordinate); };
        l.offset[d] = static_cast<std::int32_t>(u(x) + l.nx * (u(y) + l.ny * u(z)));  // modulo 2^32
      }
  return l;
}

}  // namespace tilscape
