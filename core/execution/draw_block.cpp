// Philox for many lanes: plainly, and in AVX-512, where g++ makes three slow instructions of a 32-bit product
// that one does.
#include "core/execution/draw_block.hpp"

#ifdef TILSCAPE_WIDE_LOOPS
#include <immintrin.h>
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // of the intrinsics' own headers (GCC bug 105593)
#endif

namespace tilscape {

namespace {

void draw_plainly(DrawBlock& b, std::uint32_t count, const Draws& draws, InstructionSet set) {
  const std::uint32_t step_and_layer = draws.step.value | (draws.layer << 27);
  run_in(
      set,
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

void draw_run_plainly(DrawBlock& b, LocalSite first, std::uint32_t count, std::uint64_t key,
                      const Draws& draws, InstructionSet set) {
  for (std::uint32_t k = 0; k < count; ++k) {
    b.local_site[k] = first.value + k;
    b.key[k] = key;
  }
  draw_plainly(b, count, draws, set);
}

#ifdef TILSCAPE_WIDE_LOOPS
constexpr int three_way_xor = 0x96;

/// Eight lanes per vector, each 32-bit value in the low half of 64 bits; a product reads low halves only, so
/// what lies in the high halves does not matter until the words are stored.
[[gnu::target(TILSCAPE_AVX512)]] void draw_avx512(DrawBlock& b, std::uint32_t count, const Draws& draws) {
  const __m512i multiplier0 = _mm512_set1_epi64(0xD2511F53u), multiplier2 = _mm512_set1_epi64(0xCD9E8D57u);
  const __m512i bump0 = _mm512_set1_epi64(0x9E3779B9u), bump1 = _mm512_set1_epi64(0xBB67AE85u);
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

/// The keys of the rounds are every lane's, and what the first round makes of the words that all lanes share
/// is computed once: half of the work of draw_avx512.
[[gnu::target(TILSCAPE_AVX512)]] void draw_run_avx512(DrawBlock& b, LocalSite first, std::uint32_t count,
                                                      std::uint64_t key, const Draws& draws) {
  constexpr int rounds = 10;
  const __m512i multiplier0 = _mm512_set1_epi64(0xD2511F53u), multiplier2 = _mm512_set1_epi64(0xCD9E8D57u);
  std::uint64_t key0[rounds], key1[rounds];
  for (std::uint32_t round = 0; round < rounds; ++round) {
    key0[round] = static_cast<std::uint32_t>(key) + round * 0x9E3779B9u;
    key1[round] = static_cast<std::uint32_t>(key >> 32) + round * 0xBB67AE85u;
  }
  const std::uint64_t shared = std::uint64_t{0xCD9E8D57u} * draws.purpose;
  const __m512i shared0 =
      _mm512_set1_epi64((shared >> 32) ^ (draws.step.value | (draws.layer << 27)) ^ key0[0]);
  const __m512i shared1 = _mm512_set1_epi64(shared & 0xffffffffu);
  __m512i site = _mm512_add_epi64(_mm512_set1_epi64(first.value), _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0));
  for (std::uint32_t k = 0; k < count; k += 8) {  // a block has room for whole vectors
    const __m512i p = _mm512_mul_epu32(site, multiplier0);
    __m512i c0 = shared0, c1 = shared1, c3 = p;
    __m512i c2 = _mm512_xor_si512(_mm512_srli_epi64(p, 32), _mm512_set1_epi64(key1[0]));
    for (int round = 1; round < rounds; ++round) {
      const __m512i p0 = _mm512_mul_epu32(c0, multiplier0), p1 = _mm512_mul_epu32(c2, multiplier2);
      c0 = _mm512_ternarylogic_epi64(_mm512_srli_epi64(p1, 32), c1, _mm512_set1_epi64(key0[round]),
                                     three_way_xor);
      c2 = _mm512_ternarylogic_epi64(_mm512_shuffle_epi32(p0, _MM_PERM_DDBB), c3,
                                     _mm512_set1_epi64(key1[round]), three_way_xor);
      c1 = p1;
      c3 = p0;
    }
    const __m512i words[4] = {c0, c1, c2, c3};
    for (int w = 0; w < 4; ++w)
      _mm256_store_si256(reinterpret_cast<__m256i*>(b.word[w] + k), _mm512_cvtepi64_epi32(words[w]));
    site = _mm512_add_epi64(site, _mm512_set1_epi64(8));
  }
}
#endif

}  // namespace

void DrawBlock::draw(std::uint32_t count, const Draws& draws, InstructionSet set) {
#ifdef TILSCAPE_WIDE_LOOPS
  if (set == InstructionSet::avx512) return draw_avx512(*this, count, draws);
#endif
  draw_plainly(*this, count, draws, set);
}

void DrawBlock::draw_run(LocalSite first, std::uint32_t count, std::uint64_t replicate_key,
                         const Draws& draws, InstructionSet set) {
#ifdef TILSCAPE_WIDE_LOOPS
  if (set == InstructionSet::avx512) return draw_run_avx512(*this, first, count, replicate_key, draws);
#endif
  draw_run_plainly(*this, first, count, replicate_key, draws, set);
}

}  // namespace tilscape
