// The regular lattice: sites, coordinates, neighbours. One layer thick is 2-D. A world holds R replicates of
// it, one behind the other. Small and trivially copyable: kernels take it by value.
#pragma once

#include <array>
#include <cstdint>

#include "core/base/types.hpp"

namespace tilscape {

enum class Boundary : std::uint8_t { closed, periodic };
enum class Neighbourhood : std::uint8_t { von_neumann, moore };

/// Division of 32-bit numbers by a constant known at run time, without a division (Lemire, Kaser & Kurz 2019,
/// doi:10.1002/spe.2689). Exact for every 32-bit dividend. Test: tests/core/lattice_test.cpp.
struct FastDivisor {
  std::uint32_t divisor = 1;
  std::uint64_t magic = 0;

  FastDivisor() = default;
  constexpr explicit FastDivisor(std::uint32_t d)
      : divisor(d), magic(d > 1 ? ~std::uint64_t{0} / d + 1 : 0) {}
  TILSCAPE_HD constexpr std::uint32_t quotient(std::uint32_t n) const {
    const std::uint64_t low = (magic & 0xffffffffu) * n;
    const std::uint64_t high = (magic >> 32) * n;
    return divisor == 1 ? n : static_cast<std::uint32_t>((high + (low >> 32)) >> 32);
  }
};

/// Where a site is. `on_border` says whether any neighbour may lie outside or wrap around.
struct Position {
  SiteIndex site;
  LocalSite local;
  std::uint32_t replicate;
  std::uint32_t x, y, z;
  bool on_border;
};

/// Geometry of one replicate and how many there are. Make it with make_lattice().
struct Lattice {
  std::uint32_t nx = 1, ny = 1, nz = 1;
  std::uint32_t replicates = 1;
  float spacing_um = 15;
  Boundary boundary = Boundary::closed;
  Neighbourhood neighbourhood = Neighbourhood::moore;
  std::uint32_t neighbour_count = 0;   // 4, 8 (2-D), 6, 26 (3-D)
  std::int8_t dx[26], dy[26], dz[26];  // direction d; the opposite one is neighbour_count − 1 − d
  std::int32_t offset[26];             // site distance of direction d away from the border, modulo 2³²
  FastDivisor by_nx, by_nx_ny, by_sites;

  TILSCAPE_HD std::uint32_t sites() const { return nx * ny * nz; }
  TILSCAPE_HD std::uint32_t world_sites() const { return sites() * replicates; }
  TILSCAPE_HD bool is_2d() const { return nz == 1; }
  TILSCAPE_HD std::uint32_t opposite(std::uint32_t d) const { return neighbour_count - 1 - d; }
  /// Number of coordinates that change in direction d: a step in it is √axes(d) spacings long.
  TILSCAPE_HD std::uint32_t axes(std::uint32_t d) const {
    return (dx[d] != 0 ? 1u : 0u) + (dy[d] != 0 ? 1u : 0u) + (dz[d] != 0 ? 1u : 0u);
  }

  TILSCAPE_HD std::uint32_t replicate_of(SiteIndex s) const {
    return replicates == 1 ? 0 : by_sites.quotient(s.value);
  }
  TILSCAPE_HD LocalSite local(SiteIndex s) const { return LocalSite{s.value - replicate_of(s) * sites()}; }

  TILSCAPE_HD Position locate(SiteIndex s) const {
    Position p;
    p.site = s;
    p.replicate = replicate_of(s);
    p.local = LocalSite{s.value - p.replicate * sites()};
    p.z = by_nx_ny.quotient(p.local.value);
    const std::uint32_t in_layer = p.local.value - p.z * nx * ny;
    p.y = by_nx.quotient(in_layer);
    p.x = in_layer - p.y * nx;
    p.on_border =
        p.x == 0 || p.x + 1 == nx || p.y == 0 || p.y + 1 == ny || (nz > 1 && (p.z == 0 || p.z + 1 == nz));
    return p;
  }

  /// The neighbour in direction d, or no_site behind a closed border.
  TILSCAPE_HD SiteIndex neighbour(const Position& p, std::uint32_t d) const {
    if (!p.on_border) return SiteIndex{p.site.value + static_cast<std::uint32_t>(offset[d])};
    std::uint32_t x = p.x + static_cast<std::uint32_t>(dx[d]);
    std::uint32_t y = p.y + static_cast<std::uint32_t>(dy[d]);
    std::uint32_t z = p.z + static_cast<std::uint32_t>(dz[d]);
    if (x >= nx || y >= ny || z >= nz) {  // −1 is huge in unsigned arithmetic
      if (boundary == Boundary::closed) return no_site;
      x = x == nx ? 0 : (x > nx ? nx - 1 : x);
      y = y == ny ? 0 : (y > ny ? ny - 1 : y);
      z = z == nz ? 0 : (z > nz ? nz - 1 : z);
    }
    return SiteIndex{p.replicate * sites() + x + nx * (y + ny * z)};
  }
};

/// @param nx,ny,nz  sites per axis, each ≥ 1; a periodic axis needs at least 3 (nz may be 1: 2-D)
/// @throws std::invalid_argument when an axis is too short or replicates × sites exceeds 2³² − 2
Lattice make_lattice(std::array<std::uint32_t, 3> size, float spacing_um, Boundary boundary,
                     Neighbourhood neighbourhood, std::uint32_t replicates = 1);

}  // namespace tilscape
