#include "agents/readouts/course.hpp"

#include <algorithm>

namespace tilscape {

namespace {

constexpr double hours_per_day = 24;

double events_of(const CensusRow& row, Event event) {
  return static_cast<double>(row.events[static_cast<std::size_t>(event)]);
}

Lesion lesion_of(const CourseEntry& e) {
  return {e.time_h, e.tumour_cells, e.longest_diameter_mm, e.imaged_volume_mm3};
}

/// One row later.
void add_row(Balance& balance, const CourseEntry& e) {
  balance.now = e.tumour_cells;
  balance.births += e.births;
  balance.immune_kills += e.kills;
  balance.treated += e.treated;
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

CourseSetting course_setting(const ModelParameters& model) {
  return {!model.therapy.empty(), model.lattice.size[2] > 1 ? 3 : 2};
}

Course::Course(const ReadoutParameters& parameters, const CourseSetting& setting)
    : parameters_(parameters), setting_(setting), response_(parameters, setting.dimensions) {}

CourseReadout Course::add(const CourseEntry& entry) {
  if (!response_.has_baseline()) begin_response(entry);
  CourseReadout r;
  r.response = response_.at(lesion_of(entry));
  r.fate = fate(entry);
  recent_.push_back(entry);
  forget(entry.time_h);
  return r;
}

/// The baseline is the last row before the first dose; without treatment the first row. Not before the day
/// that is asked for. Source: as close to the start of treatment as possible, and before it (Eisenhauer
/// 2009).
void Course::begin_response(const CourseEntry& now) {
  const double first_h = parameters_.recist_baseline_day * hours_per_day;
  if (now.time_h < first_h || (setting_.has_therapy && now.doses_given == 0)) return;
  const bool is_row_before_due = setting_.has_therapy && !recent_.empty() &&
                                 recent_.back().doses_given == 0 && recent_.back().time_h >= first_h;
  response_.begin(lesion_of(is_row_before_due ? recent_.back() : now));
}

Fate Course::fate(const CourseEntry& now) {
  if (since_start_)
    add_row(*since_start_, now);
  else
    since_start_ = Balance{now.tumour_cells, now.tumour_cells};
  FateEntry entry;
  entry.since_start = *since_start_;
  const double window_start_h = now.time_h - parameters_.fate_window_days * hours_per_day;
  const auto after = std::find_if(recent_.begin(), recent_.end(),
                                  [&](const CourseEntry& e) { return e.time_h > window_start_h; });
  entry.has_window = after != recent_.begin();
  if (entry.has_window) {
    entry.window.before = std::prev(after)->tumour_cells;
    std::for_each(after, recent_.end(), [&](const CourseEntry& e) { add_row(entry.window, e); });
    add_row(entry.window, now);
  }
  const double filled = now.tumour_cells + now.corpses;
  if (filled > 0) entry.full_share = filled / (filled + now.free_sites);
  return fate_of(entry, parameters_);
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
    kills += e.cd8_kills;
    cd8_days += e.cd8_days;
  }
  return cd8_days > 0 ? kills / cd8_days : not_measured;
}

}  // namespace tilscape
