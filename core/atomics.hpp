// Integer atomics for host and device. Only addition, whose order cannot matter.
#pragma once

#ifndef __CUDA_ARCH__
#include <atomic>
#endif
#include <cstdint>

#include "core/host_device.hpp"

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

}  // namespace tilscape
