// A shuffle takes the low four bits of each code.
#include "core/fields/code_table.hpp"

#ifdef TILSCAPE_WIDE_LOOPS
#include <immintrin.h>
#endif

namespace tilscape {

namespace {

void look_up_one_by_one(const float* a, const std::uint8_t* a_code, const float* b,
                        const std::uint8_t* b_code, std::size_t first, std::size_t n, float* out) {
  for (std::size_t x = first; x < n; ++x) out[x] = a[a_code[x]] + b[b_code[x]];
}

#ifdef TILSCAPE_WIDE_LOOPS
static_assert(site_codes == 16);

constexpr __mmask16 all = 0xffff;  // masks spare a false warning of g++ 12 (GCC bug 105593)

[[gnu::target(TILSCAPE_AVX512)]] inline __m512 look_up_16(__m512 table, const std::uint8_t* codes) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(codes));
  return _mm512_maskz_permutexvar_ps(all, _mm512_maskz_cvtepu8_epi32(all, bytes), table);
}

/// @return values done: whole vectors
[[gnu::target(TILSCAPE_AVX512)]] std::size_t look_up_avx512(const float* a, const std::uint8_t* a_code,
                                                            const float* b, const std::uint8_t* b_code,
                                                            std::size_t n, float* out) {
  const __m512 a_table = _mm512_loadu_ps(a), b_table = _mm512_loadu_ps(b);
  std::size_t x = 0;
  for (; x + 16 <= n; x += 16)
    _mm512_storeu_ps(out + x,
                     _mm512_add_ps(look_up_16(a_table, a_code + x), look_up_16(b_table, b_code + x)));
  return x;
}
#endif

}  // namespace

void look_up(const float (&a)[site_codes], const std::uint8_t* a_code, const float (&b)[site_codes],
             const std::uint8_t* b_code, std::size_t n, float* out, [[maybe_unused]] InstructionSet set) {
  std::size_t done = 0;
#ifdef TILSCAPE_WIDE_LOOPS
  if (set == InstructionSet::avx512) done = look_up_avx512(a, a_code, b, b_code, n, out);
#endif
  look_up_one_by_one(a, a_code, b, b_code, done, n, out);
}

}  // namespace tilscape
