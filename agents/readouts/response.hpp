// Response by RECIST 1.1: what radiologists would say of the lesion, scan by scan.
#pragma once

#include <cstdint>
#include <optional>

#include "agents/parameters/readout_parameters.hpp"
#include "agents/readouts/readouts.hpp"

namespace tilscape {

/// The lesion at one moment.
struct Lesion {
  double time_h = 0;
  double live_cells = 0;
  double longest_diameter_mm = 0;
  double imaged_volume_mm3 = 0;
};

/// One measure of the lesion since the baseline.
///
/// CR: the lesion is gone. PD: at least a fifth above the smallest so far in diameter, and by at least
/// `least_growth`; after a CR, whatever comes back. PR: at least 30 % below the baseline in diameter. Else
/// SD. Source: Eisenhauer 2009, doi:10.1016/j.ejca.2008.10.026; PMC2755245, table 3.
class MeasuredResponse {
 public:
  /// @param dimensions  of the measure: 1 of a diameter, 2 of an area, 3 of a volume. The limits, 0.7 and 1.2
  ///                    for a diameter, are raised to this power, as of a disc or ball that keeps its form: a
  ///                    volume has 0.343 and 1.728 (PR at −66 %, PD at +73 %, as volumetric criteria
  ///                    extrapolated from RECIST are published)
  MeasuredResponse(int dimensions, double least_growth);

  void begin(double baseline) { baseline_ = smallest_ = baseline; }
  Recist assess(double size, bool is_gone);
  /// In diameters or volumes alike; no number when there was nothing at the baseline.
  double change_percent(double size) const;

 private:
  double partial_response_share_ = 1, progression_share_ = 1, least_growth_ = 0;
  double baseline_ = 0, smallest_ = 0;
};

/// The lesion from its baseline on, looked at every `scan_every_days`.
///
/// A lesion is gone when no tumour cell lives and no mass is left that the scanner resolves. In man CT
/// measures from 10 mm on; here the limit is `resolution_um`, and the 5 mm that RECIST asks of a progression
/// beside the fifth, half of those 10 mm, is half of that (`recist_least_growth_mm`). A lesion that is below
/// the limit at the baseline is not assessed.
///
/// Best overall response: the best up to the first progression. Confirmed: CR and PR count when a scan at
/// least `confirmation_days` later shows as much, with no progression between; one that is not confirmed
/// counts as SD. Once a PR is confirmed it goes on until progression, also where the lesion grows back to
/// more than 70 % of its baseline. Source: Eisenhauer 2009, tables 1 and 3, section 4.6 (from memory); that
/// it goes on: recist.eortc.org, "Managing PR when TP measurements change slightly over time". SD has no
/// least duration of its own: the first scan comes one interval after the baseline. Test:
/// tests/readouts/response_test.cpp
class Response {
 public:
  /// @param dimensions  of the tumour: 2 or 3
  Response(const ReadoutParameters& parameters, int dimensions);

  bool has_baseline() const { return baseline_h_.has_value(); }
  /// Could the lesion be measured at its baseline?
  bool is_measurable() const { return is_measurable_; }
  void begin(const Lesion& baseline);
  /// The lesion at a row of the census, after the baseline or at it: assessed if a scan is due.
  ResponseReadout at(const Lesion& now);
  /// Of the next scan, once there is a baseline.
  double next_scan_day() const;

 private:
  bool is_resolved(const Lesion& lesion) const;
  void assess(const Lesion& now);
  void confirm(Recist response, double time_h);

  ReadoutParameters parameters_;
  MeasuredResponse diameter_, volume_;
  std::optional<double> baseline_h_;
  bool is_measurable_ = false;
  std::uint64_t scans_due_ = 0;                               // so far; the baseline is none
  ResponseReadout read_;                                      // of the last scan
  bool has_progressed_ = false;                               // ever
  std::optional<double> complete_since_h_, partial_since_h_;  // first scan that showed as much
};

}  // namespace tilscape
