// The bits of a value, and counting and finding those of a mask, on host and device.
#pragma once

#include <cstdint>

#include "core/host_device.hpp"

namespace tilscape {

/// std::bit_cast, which is the host's alone.
template <class To, class From>
TILSCAPE_HD constexpr To bit_cast(const From& from) {
  static_assert(sizeof(To) == sizeof(From));
  return __builtin_bit_cast(To, from);
}

TILSCAPE_HD inline int bits_set(std::uint64_t mask) {
#ifdef __CUDA_ARCH__
  return __popcll(mask);
#else
  return __builtin_popcountll(mask);
#endif
}

/// The k-th set bit of a mask that has more than k.
TILSCAPE_HD inline int nth_set_bit(std::uint64_t mask, int k) {
  for (; k > 0; --k) mask &= mask - 1;
#ifdef __CUDA_ARCH__
  return __ffsll(static_cast<long long>(mask)) - 1;
#else
  return __builtin_ctzll(mask);
#endif
}

}  // namespace tilscape
