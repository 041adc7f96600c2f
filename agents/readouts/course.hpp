// What a series of census rows says that no single one can: response by RECIST, which of the three Es the
// tumour is in, how fast T cells kill. A run that goes on gives it the rows it has written again: census.csv
// is where the baseline, the smallest diameter and the best response are kept.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "agents/parameters/parameters.hpp"
#include "agents/parameters/readout_parameters.hpp"
#include "agents/readouts/census.hpp"
#include "agents/readouts/fate.hpp"
#include "agents/readouts/response.hpp"

namespace tilscape {

/// CD8 T cells that are not exhausted per live tumour cell; NaN without any of these.
/// Test: tests/readouts/course_test.cpp
double effector_to_target(const CensusRow& row);

/// Kills of CD8 T cells since the row before. Exposure counts the mean of the numbers of CD8 T
/// cells at both rows; the one of the row before follows from births, entries and deaths.
/// Test: tests/readouts/course_test.cpp
KillingReadout killing_readout(const CensusRow& row, double hours_since_row_before);

/// What the course needs to know of one row.
struct CourseEntry {
  double time_h = 0;
  double tumour_cells = 0;  // live
  double longest_diameter_mm = 0, imaged_volume_mm3 = 0;
  double corpses = 0, free_sites = 0;
  double doses_given = 0;  // of all treatments so far
  // Since the row before:
  double births = 0, kills = 0, treated = 0;  // of tumour cells
  double cd8_kills = 0, cd8_days = 0;
};

/// What the course needs to know of a run.
struct CourseSetting {
  bool has_therapy = false;
  int dimensions = 3;
};
CourseSetting course_setting(const ModelParameters& model);

class Course {
 public:
  explicit Course(const ReadoutParameters& parameters, const CourseSetting& setting = {});

  /// The next row. Test: tests/readouts/course_test.cpp
  CourseReadout add(const CourseEntry& entry);
  /// Since the last row added; 0 before the first.
  double hours_since_last_row(double now_h) const {
    return recent_.empty() ? 0 : now_h - recent_.back().time_h;
  }
  /// Kills per CD8 T cell and day over the last day of the rows added; NaN without CD8 T cells.
  double kills_per_cd8_per_day() const;
  const Response& response() const { return response_; }

 private:
  void begin_response(const CourseEntry& now);
  Fate fate(const CourseEntry& now);
  void forget(double now_h);

  ReadoutParameters parameters_;
  CourseSetting setting_;
  std::deque<CourseEntry> recent_;  // back to the last one that is at least a window ago
  Response response_;
  std::optional<Balance> since_start_;  // from the first row to the last
};

}  // namespace tilscape
