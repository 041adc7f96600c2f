// What a series of census rows says that no single one can: response by RECIST, which of the three Es the
// tumour is in, how fast T cells kill. A run that goes on gives it the rows it has written again.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "agents/parameters/readout_parameters.hpp"
#include "agents/readouts/census.hpp"
#include "agents/readouts/readouts.hpp"

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
  double longest_diameter_mm = 0;
  double kills = 0, cd8_days = 0;  // since the row before; of CD8 T cells
};

class Course {
 public:
  explicit Course(const ReadoutParameters& parameters) : parameters_(parameters) {}

  /// The next row. Test: tests/readouts/course_test.cpp
  CourseReadout add(const CourseEntry& entry);
  /// Since the last row added; 0 before the first.
  double hours_since_last_row(double now_h) const {
    return recent_.empty() ? 0 : now_h - recent_.back().time_h;
  }
  /// Kills per CD8 T cell and day over the last day of the rows added; NaN without CD8 T cells.
  double kills_per_cd8_per_day() const;

 private:
  /// RECIST 1.1 of the longest diameter: CR no tumour tissue left; PD at least a fifth above the smallest
  /// diameter so far, and by at least recist_least_growth_mm; PR at least 30 % below the baseline; else SD.
  /// Nothing until the first row after the baseline, or when there was no tumour then. Not confirmed by a
  /// second scan.
  /// Source: Eisenhauer 2009, doi:10.1016/j.ejca.2008.10.026; PMC2755245, table 3.
  Recist response(const CourseEntry& now);
  /// Of the live tumour cells now relative to the last row at least a window ago: escape above 1 + change,
  /// elimination below 1 / (1 + change) or without any, else equilibrium.
  /// assumption: after the three Es of Dunn 2002 and Koebel 2007, doi:10.1038/nature06309 (from memory).
  Fate fate(const CourseEntry& now) const;
  void forget(double now_h);

  ReadoutParameters parameters_;
  std::deque<CourseEntry> recent_;  // back to the last one that is at least a window ago
  std::optional<double> baseline_mm_;
  double nadir_mm_ = 0;
};

}  // namespace tilscape
