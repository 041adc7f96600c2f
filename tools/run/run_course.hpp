// The course of a member's census while its run goes on, and where to find it again.
#pragma once

#include <filesystem>

#include "agents/readouts/course.hpp"

namespace tilscape {

/// The course up to the last row of a census.csv: of a run that goes on from there.
/// @throws OutputError when it cannot be read
Course course_of(const std::filesystem::path& census_csv, const ReadoutParameters& parameters,
                 const CourseSetting& setting);

/// A row that has what can be measured of its moment gets what needs events or earlier rows.
/// Test: tests/tools/run_course_test.cpp
void follow(CensusRow& row, const ReadoutParameters& wanted, Course& course);

}  // namespace tilscape
