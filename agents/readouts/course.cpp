#include "agents/readouts/course.hpp"

#include <algorithm>

namespace tilscape {

namespace {

constexpr double hours_per_day = 24;
constexpr double partial_response_share = 0.7, progression_share = 1.2;

double events_of(const CensusRow& row, Event event) {
  return static_cast<double>(row.events[static_cast<std::size_t>(event)]);
}

}  // namespace

double effector_to_target(const CensusRow& row) {
  if (row.tumour_cells() == 0) return not_measured;
  const std::uint64_t exhausted = row.immune[static_cast<std::size_t>(Immune::cd8_exhausted)];
  return static_cast<double>(row.cd8_cells() - exhausted) / static_cast<double>(row.tumour_cells());
}

KillingReadout killing_readout(const CensusRow& row, double hours_since_row_before) {
  const auto now = static_cast<double>(row.cd8_cells());
  const double before = now + events_of(row, Event::cd8_death) - events_of(row, Event::cd8_birth) -
                        events_of(row, Event::cd8_entry);
  const double kills = events_of(row, Event::kill) - events_of(row, Event::nk_kill);
  KillingReadout r;
  r.cd8_days = (before + now) / 2 * hours_since_row_before / hours_per_day;
  if (r.cd8_days > 0) r.kills_per_cd8_per_day = kills / r.cd8_days;
  return r;
}

CourseReadout Course::add(const CourseEntry& entry) {
  CourseReadout r;
  r.recist = response(entry);
  r.fate = fate(entry);
  if (baseline_mm_ && *baseline_mm_ > 0) r.diameter_to_baseline = entry.longest_diameter_mm / *baseline_mm_;
  recent_.push_back(entry);
  forget(entry.time_h);
  return r;
}

Recist Course::response(const CourseEntry& now) {
  const double d = now.longest_diameter_mm;
  if (!baseline_mm_) {
    if (now.time_h < parameters_.recist_baseline_day * hours_per_day) return Recist::none;
    baseline_mm_ = nadir_mm_ = d;
    return Recist::none;
  }
  if (*baseline_mm_ == 0) return Recist::none;
  const double nadir = nadir_mm_;
  nadir_mm_ = std::min(nadir, d);
  if (d == 0) return Recist::complete_response;
  if (d >= progression_share * nadir && d - nadir >= parameters_.recist_least_growth_mm)
    return Recist::progressive;
  return d <= partial_response_share * *baseline_mm_ ? Recist::partial_response : Recist::stable;
}

Fate Course::fate(const CourseEntry& now) const {
  if (now.tumour_cells == 0) return Fate::elimination;
  const double window_start_h = now.time_h - parameters_.fate_window_days * hours_per_day;
  const auto after = std::find_if(recent_.begin(), recent_.end(),
                                  [&](const CourseEntry& e) { return e.time_h > window_start_h; });
  if (after == recent_.begin()) return Fate::none;
  const double then = std::prev(after)->tumour_cells, growth = 1 + parameters_.fate_change;
  if (now.tumour_cells > growth * then) return Fate::escape;
  return now.tumour_cells * growth < then ? Fate::elimination : Fate::equilibrium;
}

void Course::forget(double now_h) {
  const double first_h = now_h - std::max(1.0, parameters_.fate_window_days) * hours_per_day;
  while (recent_.size() > 1 && recent_[1].time_h <= first_h) recent_.pop_front();
}

double Course::kills_per_cd8_per_day() const {
  if (recent_.empty()) return not_measured;
  double kills = 0, cd8_days = 0;
  for (const CourseEntry& e : recent_) {
    if (e.time_h <= recent_.back().time_h - hours_per_day) continue;
    kills += e.kills;
    cd8_days += e.cd8_days;
  }
  return cd8_days > 0 ? kills / cd8_days : not_measured;
}

}  // namespace tilscape
