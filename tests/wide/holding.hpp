// Holds what a loop computes in every instruction set against what it computes in the baseline. No library:
// this folder is compiled alone by every compiler at hand.
#pragma once

#include <bit>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "core/base/instruction_set.hpp"

namespace tilscape::testing {

/// The wide sets of this machine and this build, checked at start or not; empty where there is none.
inline std::vector<InstructionSet> wide_sets() {
  std::vector<InstructionSet> sets;
  for (const InstructionSet set : {InstructionSet::avx2, InstructionSet::avx512})
    if (set <= widest_instruction_set()) sets.push_back(set);
  return sets;
}

/// Counts comparisons, and prints the first few differences of each kind.
class Holding {
 public:
  /// @param result  computes something comparable, a vector of integers say, in the set in use
  /// @param where   the case, "size 17, offset 3"
  template <class Result>
  void hold(const char* loop, const std::string& where, const Result& result) {
    use_instruction_set(InstructionSet::baseline);
    const auto expected = result();
    for (const InstructionSet set : wide_sets()) {
      use_instruction_set(set);
      add(loop, where + ", " + name_of(set), result() == expected);
    }
  }
  /// The same with a value that is known.
  template <class Result, class Value>
  void hold_to(const char* loop, const std::string& where, const Value& expected, const Result& result) {
    use_instruction_set(InstructionSet::baseline);
    add(loop, where + ", baseline", result() == expected);
    hold(loop, where, result);
  }
  void add(const char* loop, const std::string& where, bool equal) {
    ++held_;
    if (equal) return;
    ++wrong_;
    if (loop != last_wrong_) shown_ = 0;
    last_wrong_ = loop;
    if (shown_++ < 3) std::printf("WRONG %s: %s\n", loop, where.c_str());
  }

  std::uint64_t held() const { return held_; }
  std::uint64_t wrong() const { return wrong_; }

 private:
  std::uint64_t held_ = 0, wrong_ = 0;
  const char* last_wrong_ = nullptr;
  int shown_ = 0;
};

/// Sizes around every vector: 0 to 70 values.
inline constexpr std::uint32_t largest_size = 70;
/// Whole and broken alignments of 1 to 8 bytes.
inline constexpr std::uint32_t offsets[] = {0, 1, 2, 3, 5, 7};

inline std::string at(std::uint32_t size, std::uint32_t offset) {
  return "size " + std::to_string(size) + ", offset " + std::to_string(offset);
}

inline std::vector<std::uint32_t> bits_of_all(const std::vector<float>& values) {
  std::vector<std::uint32_t> bits(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) bits[k] = std::bit_cast<std::uint32_t>(values[k]);
  return bits;
}

// The parts, each in a file of its name.
void hold_sums(Holding& holding);
void hold_draws(Holding& holding);
void hold_rows(Holding& holding);
void hold_fields(Holding& holding);
void hold_passes(Holding& holding);
void hold_cases(Holding& holding);

}  // namespace tilscape::testing
