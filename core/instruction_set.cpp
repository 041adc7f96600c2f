// Asks the processor once.
#include "core/instruction_set.hpp"

namespace tilscape {

namespace {

InstructionSet widest() {
#ifdef TILSCAPE_WIDE_LOOPS
  if (__builtin_cpu_supports("x86-64-v4")) return InstructionSet::avx512;
  if (__builtin_cpu_supports("x86-64-v3")) return InstructionSet::avx2;
#endif
  return InstructionSet::baseline;
}

}  // namespace

InstructionSet instruction_set() {
  static const InstructionSet set = widest();
  return set;
}

const char* name_of(InstructionSet set) {
  return set == InstructionSet::avx512 ? "AVX-512" : set == InstructionSet::avx2 ? "AVX2" : "baseline";
}

}  // namespace tilscape
