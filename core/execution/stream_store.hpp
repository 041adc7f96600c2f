// Stores past the caches, for arrays far larger than these: what is overwritten need not be read before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <immintrin.h>
#endif

namespace tilscape {

/// Floats of a cache line, and what the address of a streamed one is a multiple of.
inline constexpr int line_floats = 16;

/// Copies a line, past the caches where the processor can do that.
inline void stream_line(const float* from, float* to) {
#ifdef __SSE2__
  for (int i = 0; i < line_floats; i += 4) _mm_stream_ps(to + i, _mm_loadu_ps(from + i));
#else
  std::memcpy(to, from, line_floats * sizeof(float));
#endif
}

/// Streamed lines may be seen late: after this, other threads that wait for this one see them all.
inline void finish_streaming() {
#ifdef __SSE2__
  _mm_sfence();
#endif
}

/// Whether rows of n floats begin where lines begin.
inline bool lies_in_lines(const float* array, std::size_t n) {
  return n % line_floats == 0 && reinterpret_cast<std::uintptr_t>(array) % (line_floats * sizeof(float)) == 0;
}

}  // namespace tilscape
