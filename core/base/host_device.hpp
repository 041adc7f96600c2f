// The one place that says how a function is compiled for host and device alike. A rule marked TILSCAPE_HD is
// plain C++ for g++ and a host-device function for nvcc, so that both backends run the same source.
#pragma once

#ifdef __CUDACC__
#define TILSCAPE_HD __host__ __device__
#else
#define TILSCAPE_HD
#endif

// Before a loop of a known, small number of rounds inside a loop over lanes: without it g++ leaves the inner
// loop in place and does not vectorise the outer one. nvcc unrolls by itself.
#if defined(__GNUC__) && !defined(__clang__) && !defined(__CUDACC__)
#define TILSCAPE_UNROLL _Pragma("GCC unroll 16")
#else
#define TILSCAPE_UNROLL
#endif

namespace tilscape {

/// Asks for the cache line of an address that will be read soon; any address will do. Nothing on a GPU, which
/// hides latency with threads.
TILSCAPE_HD inline void prefetch([[maybe_unused]] const void* address) {
#ifndef __CUDA_ARCH__
  __builtin_prefetch(address);
  asm volatile("" : : "r"(address));  // g++ takes a function that only prefetches for one that does nothing
#endif
}

}  // namespace tilscape
