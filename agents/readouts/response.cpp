#include "agents/readouts/response.hpp"

#include <algorithm>
#include <cmath>

namespace tilscape {

namespace {

constexpr double hours_per_day = 24;
constexpr double partial_response_share = 0.7, progression_share = 1.2;  // of a diameter
/// Times of rows are whole steps in hours: two that are meant to be the same may differ in their last bits.
constexpr double rounding_h = 1e-6;

double to_the(double base, int power) {
  return power == 0 ? 1 : base * to_the(base, power - 1);
}

/// In the order of the codes; one that was not assessed is no response.
Recist better_of(Recist a, Recist b) {
  if (a == Recist::none || b == Recist::none) return std::max(a, b);
  return std::min(a, b);
}

}  // namespace

MeasuredResponse::MeasuredResponse(int dimensions, double least_growth)
    : partial_response_share_(to_the(partial_response_share, dimensions)),
      progression_share_(to_the(progression_share, dimensions)),
      least_growth_(least_growth) {}

Recist MeasuredResponse::assess(double size, bool is_gone) {
  const double smallest = smallest_;
  smallest_ = is_gone ? 0 : std::min(smallest, size);
  if (is_gone) return Recist::complete_response;
  const bool was_gone = smallest == 0;
  if (was_gone || (size >= progression_share_ * smallest && size - smallest >= least_growth_))
    return Recist::progressive;
  return size <= partial_response_share_ * baseline_ ? Recist::partial_response : Recist::stable;
}

double MeasuredResponse::change_percent(double size) const {
  return baseline_ > 0 ? 100 * (size / baseline_ - 1) : not_measured;
}

Response::Response(const ReadoutParameters& parameters, int dimensions)
    : parameters_(parameters), diameter_(1, parameters.recist_least_growth_mm), volume_(dimensions, 0) {}

void Response::begin(const Lesion& baseline) {
  baseline_h_ = baseline.time_h;
  diameter_.begin(baseline.longest_diameter_mm);
  volume_.begin(baseline.imaged_volume_mm3);
  is_measurable_ = is_resolved(baseline);
}

ResponseReadout Response::at(const Lesion& now) {
  if (!has_baseline()) return {};
  const bool is_after_baseline = now.time_h > *baseline_h_;
  if (is_measurable_ && is_after_baseline && now.time_h + rounding_h >= next_scan_day() * hours_per_day)
    assess(now);
  ResponseReadout r = read_;
  r.diameter_change_percent = diameter_.change_percent(now.longest_diameter_mm);
  return r;
}

double Response::next_scan_day() const {
  return *baseline_h_ / hours_per_day + static_cast<double>(scans_due_ + 1) * parameters_.scan_every_days;
}

bool Response::is_resolved(const Lesion& lesion) const {
  return lesion.longest_diameter_mm * 1000 >= parameters_.resolution_um;
}

void Response::assess(const Lesion& now) {
  if (parameters_.scan_every_days > 0)
    scans_due_ = static_cast<std::uint64_t>((now.time_h + rounding_h - *baseline_h_) /
                                            (parameters_.scan_every_days * hours_per_day));
  const bool is_gone = now.live_cells == 0 && !is_resolved(now);
  read_.by_volume = volume_.assess(now.imaged_volume_mm3, is_gone);
  const Recist seen = diameter_.assess(now.longest_diameter_mm, is_gone);
  const bool goes_on = seen == Recist::stable && read_.confirmed == Recist::partial_response;
  read_.recist = goes_on && !has_progressed_ ? Recist::partial_response : seen;
  if (has_progressed_) return;
  has_progressed_ = read_.recist == Recist::progressive;
  read_.best = better_of(read_.best, read_.recist);
  confirm(read_.recist, now.time_h);
}

void Response::confirm(Recist response, double time_h) {
  const auto lasts = [&](std::optional<double>& since_h, bool is_shown) {
    if (!is_shown) return false;
    if (!since_h) since_h = time_h;
    return time_h + rounding_h >= *since_h + parameters_.confirmation_days * hours_per_day;
  };
  const bool is_complete = response == Recist::complete_response,
             is_partial = is_complete || response == Recist::partial_response;
  const bool partial_lasts = lasts(partial_since_h_, is_partial),
             complete_lasts = lasts(complete_since_h_, is_complete);
  const Recist confirmed = complete_lasts  ? Recist::complete_response
                           : partial_lasts ? Recist::partial_response
                           : is_partial    ? Recist::stable
                                           : response;
  read_.confirmed = better_of(read_.confirmed, confirmed);
}

}  // namespace tilscape
