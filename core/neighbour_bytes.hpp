// Which neighbours of a site have bytes of a kind: the innermost question of every phase. Away from the
// border of a Moore lattice the host asks it of all neighbours at once.
#pragma once

#include <cstring>

#include "core/bits.hpp"
#include "core/lattice.hpp"

namespace tilscape {

namespace neighbour_bytes {

inline constexpr int lanes = 32;

/// The bytes of rows of three around `site`, ascending in place, its own in the middle: 27 in 3-D, 9 in 2-D.
/// Reads no byte before the first row or behind the last.
inline void gather(const Lattice& l, std::uint32_t site, const std::uint8_t* plane, std::uint8_t* bytes) {
  const std::uint8_t* layer = plane + site - l.nx - (l.is_2d() ? 0 : l.nx * l.ny);
  const int layers = l.is_2d() ? 1 : 3;
  for (int z = 0; z < layers; ++z, layer += l.nx * l.ny) {
    const std::uint8_t* row = layer;
    for (int y = 0; y < 3; ++y, row += l.nx, bytes += 3) {
      const bool is_last = y == 2 && z == layers - 1;
      std::uint32_t four;
      std::memcpy(&four, row - (is_last ? 2 : 1), sizeof four);
      if (is_last) four >>= 8;
      std::memcpy(bytes, &four, sizeof four);
    }
  }
}

/// 32 flags of 0 or 1 as a mask.
inline std::uint32_t packed(const std::uint8_t* flags) {
  std::uint32_t mask = 0;
  for (int k = 0; k < 4; ++k) {
    std::uint64_t eight;
    std::memcpy(&eight, flags + 8 * k, 8);
    mask |= static_cast<std::uint32_t>((eight * 0x0102040810204080u) >> 56) << (8 * k);
  }
  return mask;
}

}  // namespace neighbour_bytes

/// The directions in which a neighbour of p satisfies accepts(byte of each plane …, direction), as a mask. A
/// pure function of the bytes and the direction: it is asked of bytes that are nobody's too. Test:
/// tests/core/neighbour_bytes_test.cpp
template <class Accepts, class... Plane>
TILSCAPE_HD std::uint32_t directions_where(const Lattice& l, const Position& p, const Accepts& accepts,
                                           const Plane*... planes) {
#ifndef __CUDA_ARCH__
  if (!p.on_border && l.neighbourhood == Neighbourhood::moore) {
    using namespace neighbour_bytes;
    const std::uint32_t centre = l.neighbour_count / 2, behind = centre + 1;
    std::uint8_t flags[lanes];
    const auto ask = [&](const auto&... bytes) {
      for (std::uint32_t k = 0; k < lanes; ++k)
        flags[k] = accepts(bytes.at[k]..., static_cast<std::uint8_t>(k - (k > centre ? 1 : 0))) ? 1 : 0;
    };
    struct Bytes {
      std::uint8_t at[lanes + 1] = {};
    };
    const auto gathered = [&](const auto* plane) {
      Bytes bytes;
      gather(l, p.site.value, reinterpret_cast<const std::uint8_t*>(plane), bytes.at);
      return bytes;
    };
    ask(gathered(planes)...);
    const std::uint32_t places = packed(flags);
    const std::uint32_t below = (1u << centre) - 1, all = (1u << l.neighbour_count) - 1;
    return ((places & below) | (places >> behind << centre)) & all;
  }
#endif
  std::uint32_t mask = 0;
  for (std::uint32_t d = 0; d < l.neighbour_count; ++d) {
    const SiteIndex s = l.neighbour(p, d);
    if (s != no_site && accepts(static_cast<std::uint8_t>(planes[s.value])..., static_cast<std::uint8_t>(d)))
      mask |= 1u << d;
  }
  return mask;
}

/// Asks for the cache lines that hold the neighbourhood of a site in a plane.
template <class T>
TILSCAPE_HD void prefetch_around([[maybe_unused]] const Lattice& l, [[maybe_unused]] std::uint32_t site,
                                 [[maybe_unused]] const T* plane) {
#ifndef __CUDA_ARCH__
  for (std::uint32_t d = 1; d < l.neighbour_count; d += 3)  // one of each row of three
    prefetch(plane + site + static_cast<std::uint32_t>(l.offset[d]));
#endif
}

}  // namespace tilscape
