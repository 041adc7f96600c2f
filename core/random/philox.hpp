// Philox4x32-10, the counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3"
// (SC 2011, doi:10.1145/2063384.2063405). A random number is a pure function of key and counter.
#pragma once

#include <cstdint>

#include "core/base/host_device.hpp"

namespace tilscape {

/// Four uniform 32-bit words: the result of one Philox call.
struct RandomWords {
  std::uint32_t w[4];
  TILSCAPE_HD std::uint32_t operator[](int i) const { return w[i]; }
};

/// Ten rounds of Philox4x32. Test: tests/core/random_test.cpp (the three published known-answer vectors).
TILSCAPE_HD inline RandomWords philox4x32_10(std::uint32_t c0, std::uint32_t c1, std::uint32_t c2,
                                             std::uint32_t c3, std::uint32_t k0, std::uint32_t k1) {
  TILSCAPE_UNROLL
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53u} * c0;
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57u} * c2;
    const std::uint32_t n0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0;
    const std::uint32_t n2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c1 = static_cast<std::uint32_t>(p1);
    c3 = static_cast<std::uint32_t>(p0);
    c0 = n0;
    c2 = n2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return {{c0, c1, c2, c3}};
}

/// A 64-bit finaliser (Steele et al. 2014, splitmix64): used for digests and for deriving seeds, never for
/// draws.
TILSCAPE_HD constexpr std::uint64_t mix64(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15ull;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ull;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBull;
  return x ^ (x >> 31);
}

}  // namespace tilscape
