// Which instruction set runs: the widest whose loops are right.
#include "core/base/instruction_set.hpp"

#include "tests/catch.hpp"

namespace tilscape::testing {

namespace {

const char* nothing_wrong(InstructionSet) {
  return nullptr;
}
const char* avx512_wrong(InstructionSet set) {
  return set == InstructionSet::avx512 ? "sums" : nullptr;
}
const char* all_wrong(InstructionSet) {
  return "rows";
}

}  // namespace

TEST_CASE("the widest instruction set of the machine runs where nothing is wrong with it") {
  for (const InstructionSet widest :
       {InstructionSet::baseline, InstructionSet::avx2, InstructionSet::avx512}) {
    const InstructionSetChoice choice = choose_instruction_set(widest, nothing_wrong);
    CHECK(choice.set == widest);
    CHECK(choice.refused == "");
  }
}

TEST_CASE("a set with a wrong loop is refused, and the next one taken") {
  const InstructionSetChoice narrower = choose_instruction_set(InstructionSet::avx512, avx512_wrong);
  CHECK(narrower.set == InstructionSet::avx2);
  CHECK(narrower.refused == "AVX-512 (sums)");
  const InstructionSetChoice none = choose_instruction_set(InstructionSet::avx512, all_wrong);
  CHECK(none.set == InstructionSet::baseline);
  CHECK(none.refused == "AVX-512 (rows), AVX2 (rows)");
  CHECK(choose_instruction_set(InstructionSet::baseline, all_wrong).refused == "");
}

TEST_CASE("no loop of this build is wrong on this machine") {
  for (const InstructionSet set : {InstructionSet::avx2, InstructionSet::avx512})
    if (set <= widest_instruction_set()) CHECK(first_wrong_loop(set) == nullptr);
  CHECK(refused_instruction_sets() == "");
  CHECK(instruction_set() == widest_instruction_set());
}

TEST_CASE("tests may choose a set") {
  const InstructionSet chosen = instruction_set();
  use_instruction_set(InstructionSet::baseline);
  CHECK(instruction_set() == InstructionSet::baseline);
  use_instruction_set(chosen);
  CHECK(instruction_set() == chosen);
}

}  // namespace tilscape::testing
