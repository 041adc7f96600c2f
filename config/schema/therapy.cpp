// What a therapy is in run.yaml, and what it must not be together with the rest of a run.
#include <algorithm>
#include <cmath>

#include "config/schema/check.hpp"
#include "config/schema/schema.hpp"

namespace tilscape {
namespace {

std::string point_text(const Region::Point& p) {
  return "[" + number_text(p[0]) + ", " + number_text(p[1]) + ", " + number_text(p[2]) + "]";
}

std::string region_text(const Region& r) {
  if (r.shape == Region::Shape::box)
    return "box: {from_um: " + point_text(r.from_um) + ", to_um: " + point_text(r.to_um) + "}";
  return "sphere: {centre_um: " + point_text(r.from_um) + ", radius_um: " + number_text(r.to_um[0]) + "}";
}

std::string target_text(const TherapyItem& item) {
  switch (record_of(item.treatment).target) {
    case TargetKind::antigen:
      return ", antigen: " + std::to_string(item.classes[0]);
    case TargetKind::classes:
      return ", classes: " + value_text(IntegerList(item.classes.begin(), item.classes.end()));
    case TargetKind::region:
      return ", " + region_text(item.region);
    case TargetKind::none:
      break;
  }
  return {};
}

std::string item_text(const TherapyItem& item) {
  std::string text = std::string("{") + record_of(item.treatment).key + ": " + name_of(item);
  if (const char* key = dose_key(item.unit)) text += std::string(", ") + key + ": " + number_text(item.dose);
  text += target_text(item) + ", start: {";
  text += item.start_volume_mm3 > 0 ? "volume_mm3: " + number_text(item.start_volume_mm3)
                                    : "day: " + number_text(item.start_day);
  text += "}";
  if (item.every_days > 0) text += ", every_days: " + number_text(item.every_days);
  if (!item.of_regimen.text.empty()) text += ", of_regimen: " + item.of_regimen.text;
  return text + ", doses: " + std::to_string(item.doses) + "}";
}

/// Do the boxes around two regions meet?
bool overlap(const Region& a, const Region& b) {
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto low = [axis](const Region& r) {
      return r.shape == Region::Shape::box ? r.from_um[axis] : r.from_um[axis] - r.to_um[0];
    };
    const auto high = [axis](const Region& r) {
      return r.shape == Region::Shape::box ? r.to_um[axis] : r.from_um[axis] + r.to_um[0];
    };
    if (high(a) < low(b) || high(b) < low(a)) return false;
  }
  return true;
}

bool meets_lattice(const Region& region, const LatticeParameters& lattice) {
  Region all{Region::Shape::box, {}, {}};
  for (std::size_t axis = 0; axis < 3; ++axis) all.to_um[axis] = lattice.size[axis] * lattice.spacing_um;
  if (lattice.size[2] == 1) all.from_um[2] = -1e12, all.to_um[2] = 1e12;
  return overlap(region, all);
}

}  // namespace

std::string therapy_text(const Therapy& therapy) {
  std::string text;
  for (const TherapyItem& item : therapy) text += (text.empty() ? "" : ", ") + item_text(item);
  return "[" + text + "]";
}

std::string therapy_lines(const Therapy& therapy) {
  if (therapy.empty()) return "[]";
  std::string text;
  for (const TherapyItem& item : therapy) text += "\n  - " + item_text(item);
  return text;
}

std::string therapy_key(std::size_t item) {
  return "therapy[" + std::to_string(item) + "]";
}

std::vector<Conflict> therapy_conflicts(const RunParameters& run) {
  std::vector<Conflict> out;
  const Therapy& therapy = run.model.therapy;
  for (std::size_t k = 0; k < therapy.size(); ++k) {
    const TherapyItem& item = therapy[k];
    const bool may_outlast = !item.of_regimen.text.empty();
    if (item.start_volume_mm3 == 0 && item.start_day > run.duration_days && !may_outlast)
      out.push_back({{therapy_key(k), "duration_days"},
                     "starts on day " + number_text(item.start_day) +
                         ", after the end of the run; expected at most "
                         "duration_days = " +
                         number_text(run.duration_days)});
    if (record_of(item.treatment).arrival == Arrival::compartments && !run.model.compartments.enabled)
      out.push_back({{therapy_key(k), "compartments.enabled"},
                     "acts in lymph node or blood, which are off; expected compartments.enabled: true"});
    if (item.doses > 1 && item.every_days * 1440 < run.model.time.entry_min)
      out.push_back({{therapy_key(k), "time.entry_min"},
                     "gives a dose every " + number_text(item.every_days) +
                         " days; expected at least time.entry_min = " +
                         number_text(run.model.time.entry_min) + " min between them"});
    if (item.treatment != Treatment::surgery) continue;
    if (!meets_lattice(item.region, run.model.lattice))
      out.push_back({{therapy_key(k), "lattice.size"},
                     "the region lies outside the lattice; expected one that meets it"});
    for (std::size_t other = 0; other < k; ++other)
      if (therapy[other].treatment == Treatment::surgery && therapy[other].start_day == item.start_day &&
          therapy[other].start_volume_mm3 == item.start_volume_mm3 &&
          overlap(therapy[other].region, item.region))
        out.push_back({{therapy_key(k), therapy_key(other)},
                       "overlaps the surgery of " + therapy_key(other) +
                           " at the same time; expected regions apart, or one"});
  }
  return out;
}

}  // namespace tilscape
