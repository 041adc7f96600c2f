// Counting from many threads, on host and device: atomic additions and minima, whose order cannot matter,
// and, where the host can do without them, counters of which each has one thread. A locked instruction waits
// for every store before it, and those of a kernel go to scattered lines.
#pragma once

#ifndef __CUDA_ARCH__
#include <atomic>
#endif
#include <cstdint>

#include "core/base/host_device.hpp"

namespace tilscape {

TILSCAPE_HD inline std::uint32_t atomic_add(std::uint32_t* target, std::uint32_t value) {
#ifdef __CUDA_ARCH__
  return ::atomicAdd(target, value);
#else
  return std::atomic_ref<std::uint32_t>(*target).fetch_add(value, std::memory_order_relaxed);
#endif
}

TILSCAPE_HD inline void atomic_add(std::uint64_t* target, std::uint64_t value) {
#ifdef __CUDA_ARCH__
  ::atomicAdd(reinterpret_cast<unsigned long long*>(target), static_cast<unsigned long long>(value));
#else
  std::atomic_ref<std::uint64_t>(*target).fetch_add(value, std::memory_order_relaxed);
#endif
}

/// The target becomes the lesser of itself and the value. What it was before is not told: it would depend on
/// order.
TILSCAPE_HD inline void atomic_min(std::uint32_t* target, std::uint32_t value) {
#ifdef __CUDA_ARCH__
  ::atomicMin(target, value);
#else
  const std::atomic_ref<std::uint32_t> shared(*target);
  std::uint32_t now = shared.load(std::memory_order_relaxed);
  while (value < now && !shared.compare_exchange_weak(now, value, std::memory_order_relaxed)) {
  }
#endif
}

/// The target becomes `after` if it is `before`. Where each value has one owner, who alone replaces it, order
/// cannot matter.
TILSCAPE_HD inline void atomic_replace(std::uint32_t* target, std::uint32_t before, std::uint32_t after) {
#ifdef __CUDA_ARCH__
  ::atomicCAS(target, before, after);
#else
  std::atomic_ref<std::uint32_t>(*target).compare_exchange_strong(before, after, std::memory_order_relaxed);
#endif
}

/// The host runs lanes k·owned_lanes … (k + 1)·owned_lanes − 1 of a pass on one thread.
inline constexpr std::uint32_t owned_lanes = 256;

/// Adds to a counter that belongs to one such group of lanes; returns what it was before.
TILSCAPE_HD inline std::uint32_t add_in_group(std::uint32_t* target, std::uint32_t value) {
#ifdef __CUDA_ARCH__
  return ::atomicAdd(target, value);
#else
  const std::uint32_t before = *target;
  *target = before + value;
  return before;
#endif
}

/// Which copy of a set of counters is this thread's: its number among those of the executor. Host code alone
/// uses it.
inline thread_local std::uint32_t counter_copy_of_thread = 0;

/// Adds to this thread's copy of a counter; on a device to the copy of a few blocks.
TILSCAPE_HD inline void add_to_copy(std::uint64_t* counters, std::uint32_t copies, std::uint64_t stride,
                                    std::uint64_t value) {
#ifdef __CUDA_ARCH__
  atomic_add(counters + blockIdx.x % copies * stride, value);
#else
  (void)copies;
  counters[counter_copy_of_thread * stride] += value;
#endif
}

}  // namespace tilscape
