// A keyed permutation of [0, n): every site goes to exactly one other, so a whole population can be sent to
// random sites without two of them meeting. Four Feistel rounds on the next even number of bits, walked until
// inside.
#pragma once

#include <cstdint>

#include "core/random/philox.hpp"

namespace tilscape {

struct Permutation {
  std::uint32_t n = 1;
  std::uint32_t half_bits = 1;
  std::uint64_t key = 0;

  TILSCAPE_HD Permutation(std::uint32_t size, std::uint64_t k) : n(size), key(k) {
    while (half_bits < 16 && (std::uint64_t{1} << (2 * half_bits)) < size) ++half_bits;
  }

  /// The image of i < n. Walking visits at most four values per image on average (the domain is below 4n).
  TILSCAPE_HD std::uint32_t operator()(std::uint32_t i) const {
    do i = round_trip(i);
    while (i >= n);
    return i;
  }

  /// Which value has the image i < n: the same walk backwards.
  TILSCAPE_HD std::uint32_t inverse(std::uint32_t i) const {
    do i = round_trip_back(i);
    while (i >= n);
    return i;
  }

 private:
  TILSCAPE_HD std::uint32_t mixed(std::uint32_t round, std::uint32_t half, std::uint32_t mask) const {
    return static_cast<std::uint32_t>(mix64(key + (std::uint64_t{round} << 32) + half)) & mask;
  }
  TILSCAPE_HD std::uint32_t round_trip(std::uint32_t i) const {
    const std::uint32_t mask = (1u << half_bits) - 1;
    std::uint32_t left = i >> half_bits, right = i & mask;
    for (std::uint32_t round = 0; round < 4; ++round) {
      const std::uint32_t next = left ^ mixed(round, right, mask);
      left = right;
      right = next;
    }
    return (left << half_bits) | right;
  }
  TILSCAPE_HD std::uint32_t round_trip_back(std::uint32_t i) const {
    const std::uint32_t mask = (1u << half_bits) - 1;
    std::uint32_t left = i >> half_bits, right = i & mask;
    for (std::uint32_t round = 4; round-- > 0;) {
      const std::uint32_t before = right ^ mixed(round, left, mask);
      right = left;
      left = before;
    }
    return (left << half_bits) | right;
  }
};

}  // namespace tilscape
