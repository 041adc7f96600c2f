// One build serves every x86-64: the executor's loops are compiled for three instruction sets, and the widest
// one that the machine has runs. Contraction is off everywhere, so all of them give the same bits.
#pragma once

#include <cstdint>

namespace tilscape {

enum class InstructionSet { baseline, avx2, avx512 };

/// The widest one that this machine has and this build was compiled for.
InstructionSet instruction_set();
const char* name_of(InstructionSet set);

// Extensions are listed one by one: g++ inlines a plain function into one with more extensions, but not into
// one for another `arch=`. `flatten` inlines the whole kernel, so that all of it is compiled for the wider
// set.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__CUDACC__)
#define TILSCAPE_WIDE_LOOPS 1
#define TILSCAPE_AVX2 "avx2,bmi,bmi2,f16c,fma,lzcnt,movbe,popcnt"
#define TILSCAPE_AVX512 "avx512f,avx512bw,avx512cd,avx512dq,avx512vl,prefer-vector-width=512," TILSCAPE_AVX2

template <class Loop>
[[gnu::target(TILSCAPE_AVX2), gnu::flatten]] void run_avx2(const Loop& loop, std::uint64_t first,
                                                           std::uint64_t last) {
  loop(first, last);
}
template <class Loop>
[[gnu::target(TILSCAPE_AVX512), gnu::flatten]] void run_avx512(const Loop& loop, std::uint64_t first,
                                                               std::uint64_t last) {
  loop(first, last);
}
#endif

/// loop(first, last), compiled for the widest instruction set of this machine.
template <class Loop>
void run_wide(const Loop& loop, std::uint64_t first, std::uint64_t last) {
#ifdef TILSCAPE_WIDE_LOOPS
  if (instruction_set() == InstructionSet::avx512) return run_avx512(loop, first, last);
  if (instruction_set() == InstructionSet::avx2) return run_avx2(loop, first, last);
#endif
  loop(first, last);
}

}  // namespace tilscape
