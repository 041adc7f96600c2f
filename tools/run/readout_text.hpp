// Read-outs in words: what a biologist wants to know of a run at its end.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "agents/readouts/course.hpp"

namespace tilscape {

/// A few lines, indented; none for what was not read out.
/// @param row  the last one, which the course has too
std::string readout_text(const CensusRow& row, const Course& course);

/// Many members: how many of them are in which class.
class ReadoutClasses {
 public:
  void add(const Readouts& readouts);
  std::string text() const;

 private:
  std::array<std::uint64_t, 5> recist_{}, confirmed_{}, fate_{};
  std::array<std::uint64_t, 4> infiltration_{};
};

}  // namespace tilscape
