// Integer totals over all agents or sites. Integer addition commutes, so the order of lanes, threads and
// blocks cannot be seen in them; floating-point totals are 64-bit fixed point.
#pragma once

#include <cstdint>

#include "core/base/host_device.hpp"
#include "core/execution/atomics.hpp"

namespace tilscape {

/// Adds into slots of an array of 64-bit integers (modulo 2⁶⁴). On the host each thread owns its array; on
/// the device the array is shared and the adds are atomic.
struct Tally {
  std::uint64_t* slots;
  TILSCAPE_HD void add(std::uint32_t slot, std::uint64_t value = 1) const {
#ifdef __CUDA_ARCH__
    atomic_add(slots + slot, value);
#else
    slots[slot] += value;
#endif
  }
};

/// Fixed point with 2⁻²⁰ resolution: exact sums of up to 2⁴³ values below 1.
inline constexpr double fixed_point_scale = 1048576.0;
TILSCAPE_HD inline std::uint64_t to_fixed_point(float value) {
  return static_cast<std::uint64_t>(
      static_cast<std::int64_t>(static_cast<double>(value) * fixed_point_scale));
}

}  // namespace tilscape
