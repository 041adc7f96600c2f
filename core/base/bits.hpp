// The bits of a value, and counting and finding those of a mask, on host and device.
#pragma once

#include <cstdint>

#include "core/base/host_device.hpp"

namespace tilscape {

/// std::bit_cast, which is the host's alone.
template <class To, class From>
TILSCAPE_HD constexpr To bit_cast(const From& from) {
  static_assert(sizeof(To) == sizeof(From));
  return __builtin_bit_cast(To, from);
}

/// `value` if it is to be kept, else 0. By a mask: of `keep ? value : 0`, added up in a loop, g++ 14.2 makes
/// wrong sums in AVX-512 (tools/decisions/instruction-sets.md).
TILSCAPE_HD constexpr std::uint64_t kept_if(bool keep, std::uint64_t value) {
  return value & (0 - std::uint64_t{keep});
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
