// One build serves every x86-64: the executor's loops are compiled for three instruction sets, and the widest
// one that the machine has runs, if what this build's compiler made for it is right. Contraction is off
// everywhere, so all of them give the same bits. tools/decisions/instruction-sets.md
#pragma once

#include <cstdint>
#include <string>

#ifdef TILSCAPE_LIST_WIDE_LOOPS
#include "core/base/wide_loop_list.hpp"
#endif

namespace tilscape {

enum class InstructionSet { baseline, avx2, avx512 };

/// The set that loops run in.
InstructionSet instruction_set();
const char* name_of(InstructionSet set);

/// The widest one that this machine has and this build was compiled for.
InstructionSet widest_instruction_set();

struct InstructionSetChoice {
  InstructionSet set = InstructionSet::baseline;
  std::string refused;  // which sets, and the loop that each has wrong; empty: none
};
/// The widest set, up to `widest`, that has no wrong loop.
/// @param first_wrong_loop  names a loop whose results in a set differ from the baseline's, or null
InstructionSetChoice choose_instruction_set(InstructionSet widest,
                                            const char* (*first_wrong_loop)(InstructionSet));

/// The kind of the first loop whose results in this set, which the machine has, are not the baseline's; null
/// if there is none. Takes microseconds. Defined where all loops are known, in core/wide_loop_check.cpp.
/// Test: tests/core/instruction_set_test.cpp
const char* first_wrong_loop(InstructionSet set);

/// What was refused when this program first asked, for the user to know; empty: nothing.
const std::string& refused_instruction_sets();

/// From now on this set, which the machine has, refused or not: for tests that compare them. Not while a pass
/// runs.
void use_instruction_set(InstructionSet set);

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

/// loop(first, last), compiled for that instruction set, which this machine has.
template <class Loop>
void run_in([[maybe_unused]] InstructionSet set, const Loop& loop, std::uint64_t first, std::uint64_t last) {
#ifdef TILSCAPE_LIST_WIDE_LOOPS
  wide_loop_list::has_run<Loop>(static_cast<int>(set));
#endif
#ifdef TILSCAPE_WIDE_LOOPS
  if (set == InstructionSet::avx512) return run_avx512(loop, first, last);
  if (set == InstructionSet::avx2) return run_avx2(loop, first, last);
#endif
  loop(first, last);
}

/// The same for the instruction set in use.
template <class Loop>
void run_wide(const Loop& loop, std::uint64_t first, std::uint64_t last) {
  run_in(instruction_set(), loop, first, last);
}

}  // namespace tilscape
