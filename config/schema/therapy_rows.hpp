// The keys of a treatment as rows, and paths to them in the schedule of a run: `therapy[0].dose_mg`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/schema/schema.hpp"

namespace tilscape {

/// Types, units and ranges of what stands in an item of the schedule.
struct TherapyRows {
  struct Dose {
    Row row;
    DoseUnit unit;
  };
  std::vector<Dose> dose;
  Row day, volume, every, doses, classes, antigen, coordinate, radius;
};
const TherapyRows& therapy_rows();

/// Does this begin as a path into the schedule does?
bool is_therapy_path(std::string_view key);

/// The row of such a path: therapy[k].PART, k from 0 counting treatments (a regimen is several), PART a dose
/// with its unit, share, start.day, start.volume_mm3, every_days, doses or antigen. Its get is empty text,
/// and its set does nothing, where missing_in() has something to say. The row lives as long as the program.
/// @returns nullptr for what is no path to a number   Test: tests/config/sweep_test.cpp
const Row* find_therapy_row(const std::string& path);

/// What is wrong with the path of that row in this schedule; nothing if it leads to a number.
std::optional<std::string> missing_in(const Therapy& therapy, const Row& row);

/// "; expected one of: …" of a path whose last part is not known.
std::string expected_therapy_parts(std::string_view path);

}  // namespace tilscape
