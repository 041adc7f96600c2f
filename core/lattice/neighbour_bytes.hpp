// Which neighbours of a site have bytes of a kind: the innermost question of every phase. Away from the
// border of a Moore lattice the host asks it of all neighbours at once.
#pragma once

#include <cstddef>
#include <cstring>

#include "core/base/bits.hpp"
#include "core/lattice/lattice.hpp"

namespace tilscape {

namespace neighbour_bytes {

inline constexpr int lanes = 32;
using FourWords [[gnu::vector_size(lanes)]] = std::uint64_t;

/// The bytes of rows of three around `site`, ascending in place, its own in the middle: 27 in 3-D, 9 in 2-D,
/// zeros behind them. Reads no byte before the first row or behind the last. They are put together in
/// registers and written at once: a vector read from memory waits for all the smaller writes it covers. Of
/// two vectors, because g++ writes the elements of one that it has just put together one by one.
inline void gather(const Lattice& l, std::uint32_t site, const std::uint8_t* plane, std::uint8_t* bytes) {
  const std::uint8_t* const middle = plane + site;
  const auto three = [middle](std::ptrdiff_t offset) {
    std::uint32_t four;
    std::memcpy(&four, middle + offset - 1, sizeof four);
    return std::uint64_t{four & 0xffffff};
  };
  const auto last_three = [middle](std::ptrdiff_t offset) {
    std::uint32_t four;
    std::memcpy(&four, middle + offset - 2, sizeof four);
    return std::uint64_t{four >> 8};
  };
  const std::ptrdiff_t y = l.nx, z = y * l.ny;
  FourWords words;
  if (l.is_2d()) {
    const std::uint64_t behind = last_three(y);
    words = FourWords{three(-y), behind >> 16, 0, 0} | FourWords{three(0) << 24 | behind << 48, 0, 0, 0};
  } else {
    const std::uint64_t row2 = three(y - z), row5 = three(y);
    words = FourWords{three(-y - z) | three(-z) << 24, three(-y) << 8 | three(0) << 32,
                      three(z - y) << 16 | three(z) << 40, last_three(y + z)} |
            FourWords{row2 << 48, row2 >> 16 | row5 << 56, row5 >> 8, 0};
  }
  std::memcpy(bytes, &words, lanes);
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
      alignas(lanes) std::uint8_t at[lanes];
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
  for (std::uint32_t d = 1; d < l.neighbour_count; d += 3)               // one of each row of three
    prefetch(plane + (site + static_cast<std::uint32_t>(l.offset[d])));  // the sum wraps, a pointer does not
#endif
}

}  // namespace tilscape
