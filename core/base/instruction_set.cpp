// Asks the processor once, and the compiler's work too.
#include "core/base/instruction_set.hpp"

#include <atomic>

namespace tilscape {

namespace {

const InstructionSetChoice& choice() {
  static const InstructionSetChoice made = choose_instruction_set(widest_instruction_set(), first_wrong_loop);
  return made;
}

/// The one in use.
std::atomic<InstructionSet>& current() {
  static std::atomic<InstructionSet> set{choice().set};
  return set;
}

}  // namespace

InstructionSet widest_instruction_set() {
#ifdef TILSCAPE_WIDE_LOOPS
  // Extension by extension: g++ 11 knows no levels of x86-64.
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("f16c") &&
                    __builtin_cpu_supports("fma") && __builtin_cpu_supports("lzcnt") &&
                    __builtin_cpu_supports("movbe") && __builtin_cpu_supports("popcnt");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl");
  if (avx512) return InstructionSet::avx512;
  if (avx2) return InstructionSet::avx2;
#endif
  return InstructionSet::baseline;
}

InstructionSetChoice choose_instruction_set(InstructionSet widest,
                                            const char* (*first_wrong_loop)(InstructionSet)) {
  InstructionSetChoice made;
  for (const InstructionSet set : {InstructionSet::avx512, InstructionSet::avx2}) {
    if (set > widest) continue;
    const char* wrong = first_wrong_loop(set);
    if (!wrong) {
      made.set = set;
      break;
    }
    made.refused += (made.refused.empty() ? "" : ", ") + std::string(name_of(set)) + " (" + wrong + ")";
  }
  return made;
}

InstructionSet instruction_set() {
  return current().load(std::memory_order_relaxed);
}

const std::string& refused_instruction_sets() {
  return choice().refused;
}

void use_instruction_set(InstructionSet set) {
  current().store(set, std::memory_order_relaxed);
}

const char* name_of(InstructionSet set) {
  return set == InstructionSet::avx512 ? "AVX-512" : set == InstructionSet::avx2 ? "AVX2" : "baseline";
}

}  // namespace tilscape
