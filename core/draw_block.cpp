// Philox for many lanes: plainly, and in AVX-512, where g++ makes three slow instructions of a 32-bit product
// that one does.
#include "core/draw_block.hpp"

#include "core/instruction_set.hpp"

#ifdef TILSCAPE_WIDE_LOOPS
#include <immintrin.h>
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // of the intrinsics' own headers (GCC bug 105593)
#endif

namespace tilscape {

namespace {

void draw_plainly(DrawBlock& b, std::uint32_t count, const Draws& draws) {
  const std::uint32_t step_and_layer = draws.step.value | (draws.layer << 27);
  run_wide(
      [&](std::uint64_t first, std::uint64_t last) {
#pragma omp simd
        for (std::uint64_t k = first; k < last; ++k) {
          const RandomWords drawn =
              philox4x32_10(b.local_site[k], step_and_layer, draws.purpose, 0,
                            static_cast<std::uint32_t>(b.key[k]), static_cast<std::uint32_t>(b.key[k] >> 32));
          b.word[0][k] = drawn.w[0], b.word[1][k] = drawn.w[1];  // a loop would keep `drawn` in memory
          b.word[2][k] = drawn.w[2], b.word[3][k] = drawn.w[3];
        }
      },
      0, count);
}

#ifdef TILSCAPE_WIDE_LOOPS
/// Eight lanes per vector, each 32-bit value in the low half of 64 bits; a product reads low halves only, so
/// what lies in the high halves does not matter until the words are stored.
[[gnu::target(TILSCAPE_AVX512)]] void draw_avx512(DrawBlock& b, std::uint32_t count, const Draws& draws) {
  const __m512i multiplier0 = _mm512_set1_epi64(0xD2511F53u), multiplier2 = _mm512_set1_epi64(0xCD9E8D57u);
  const __m512i bump0 = _mm512_set1_epi64(0x9E3779B9u), bump1 = _mm512_set1_epi64(0xBB67AE85u);
  constexpr int three_way_xor = 0x96;
  for (std::uint32_t k = 0; k < count; k += 8) {  // a block has room for whole vectors
    __m512i c0 = _mm512_cvtepu32_epi64(_mm256_load_si256(reinterpret_cast<const __m256i*>(b.local_site + k)));
    __m512i c1 = _mm512_set1_epi64(draws.step.value | (draws.layer << 27));
    __m512i c2 = _mm512_set1_epi64(draws.purpose), c3 = _mm512_setzero_si512();
    __m512i k0 = _mm512_load_si512(b.key + k), k1 = _mm512_srli_epi64(k0, 32);
    for (int round = 0; round < 10; ++round) {
      const __m512i p0 = _mm512_mul_epu32(c0, multiplier0), p1 = _mm512_mul_epu32(c2, multiplier2);
      c0 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), c1, k0, three_way_xor);
      c2 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p0, 32), c3, k1, three_way_xor);
      c1 = p1;
      c3 = p0;
      k0 = _mm512_add_epi32(k0, bump0);
      k1 = _mm512_add_epi32(k1, bump1);
    }
    const __m512i words[4] = {c0, c1, c2, c3};
    for (int w = 0; w < 4; ++w)
      _mm256_store_si256(reinterpret_cast<__m256i*>(b.word[w] + k), _mm512_cvtepi64_epi32(words[w]));
  }
}
#endif

}  // namespace

void DrawBlock::draw(std::uint32_t count, const Draws& draws) {
#ifdef TILSCAPE_WIDE_LOOPS
  if (instruction_set() == InstructionSet::avx512) return draw_avx512(*this, count, draws);
#endif
  draw_plainly(*this, count, draws);
}

}  // namespace tilscape
