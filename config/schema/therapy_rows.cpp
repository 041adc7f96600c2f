// A path is a row like any other: made when it is first asked for.
#include "config/schema/therapy_rows.hpp"

#include <charconv>
#include <functional>
#include <map>

#include "config/schema/check.hpp"
#include "config/schema/suggest.hpp"

namespace tilscape {
namespace {

Row number_row(const char* key, const char* unit, NumberRange range) {
  Row row;
  row.key = key, row.unit = unit, row.kind = Kind::number, row.numbers = range;
  return row;
}

Row integer_row(const char* key, Kind kind, IntegerRange range, ListShape shape = {}) {
  Row row;
  row.key = key, row.unit = "1", row.kind = kind, row.integers = range, row.shape = shape;
  return row;
}

TherapyRows make_rows() {
  const auto dose = [](DoseUnit unit, const char* text, double most) {
    return TherapyRows::Dose{number_row(dose_key(unit), text, {0, most, true}), unit};
  };
  const IntegerRange any_class{0, antigen_classes - 1};
  TherapyRows rows;
  rows.dose = {dose(DoseUnit::mg, "mg", 1e6),
               dose(DoseUnit::mg_per_kg, "mg/kg", 1e5),
               dose(DoseUnit::million_iu_per_kg, "1e6 IU/kg", 1e4),
               dose(DoseUnit::cells, "cells", 1e13),
               dose(DoseUnit::gray, "Gy", 200),
               dose(DoseUnit::share, "1", 1)};
  rows.day = number_row("day", "day", {0, 100000});
  rows.volume = number_row("volume_mm3", "mm3", {0, 1e9, true});
  rows.every = number_row("every_days", "day", {0, 100000, true});
  rows.doses = integer_row("doses", Kind::integer, {1, 100000});
  rows.classes = integer_row("classes", Kind::integer_list, any_class, {1, antigen_classes, true});
  rows.antigen = integer_row("antigen", Kind::integer, any_class);
  rows.coordinate = number_row("um", "um", {-1e9, 1e9});
  rows.radius = number_row("radius_um", "um", {0, 1e9, true});
  return rows;
}

/// What a path may end in.
struct Part {
  std::string name;
  const Row* row;
  std::function<bool(const TherapyItem&)> is_in;
  std::function<Value(const TherapyItem&)> get;
  std::function<void(TherapyItem&, const Value&)> set;
};

template <class Number>
Part part(const char* name, const Row& row, Number TherapyItem::*member,
          std::function<bool(const TherapyItem&)> is_in) {
  using Held = std::conditional_t<std::is_same_v<Number, double>, double, std::uint64_t>;
  return {
      name, &row, std::move(is_in),
      [member](const TherapyItem& item) { return Value{static_cast<Held>(item.*member)}; },
      [member](TherapyItem& item, const Value& v) { item.*member = static_cast<Number>(std::get<Held>(v)); }};
}

std::vector<Part> make_parts() {
  using I = TherapyItem;
  const TherapyRows& rows = therapy_rows();
  const auto always = [](const I&) { return true; };
  std::vector<Part> parts;
  for (const TherapyRows::Dose& dose : rows.dose)
    parts.push_back(part(dose.row.key.c_str(), dose.row, &I::dose,
                         [unit = dose.unit](const I& item) { return item.unit == unit; }));
  parts.push_back(
      part("start.day", rows.day, &I::start_day, [](const I& item) { return item.start_volume_mm3 == 0; }));
  parts.push_back(part("start.volume_mm3", rows.volume, &I::start_volume_mm3,
                       [](const I& item) { return item.start_volume_mm3 > 0; }));
  parts.push_back(part("every_days", rows.every, &I::every_days, always));
  parts.push_back(part("doses", rows.doses, &I::doses, always));
  parts.push_back({"antigen", &rows.antigen,
                   [](const I& item) { return record_of(item.treatment).target == TargetKind::antigen; },
                   [](const I& item) { return Value{std::uint64_t{item.classes.at(0)}}; },
                   [](I& item, const Value& v) {
                     item.classes = {static_cast<std::uint32_t>(std::get<std::uint64_t>(v))};
                   }});
  return parts;
}

const std::vector<Part>& all_parts() {
  static const std::vector<Part> parts = make_parts();
  return parts;
}

constexpr std::string_view begin_of_path = "therapy[";

struct Path {
  std::size_t item;
  const Part* part;
};

/// The last part of a path, or all of it.
std::string_view end_of(std::string_view path) {
  const std::size_t bracket = path.find("].");
  return bracket == std::string_view::npos ? path : path.substr(bracket + 2);
}

std::optional<Path> parsed(std::string_view path) {
  if (!is_therapy_path(path)) return {};
  std::size_t item = 0;
  const char* end = path.data() + path.size();
  const auto number = std::from_chars(path.data() + begin_of_path.size(), end, item);
  if (number.ec != std::errc() || !path.starts_with(therapy_key(item) + ".")) return {};
  for (const Part& part : all_parts())
    if (part.name == end_of(path)) return Path{item, &part};
  return {};
}

bool leads_somewhere(const Path& path, const Therapy& therapy) {
  return path.item < therapy.size() && path.part->is_in(therapy[path.item]);
}

Row row_of(const std::string& key, const Path& path) {
  Row row = *path.part->row;
  row.key = key;
  row.get = [path](const RunParameters& run) -> Value {
    const Therapy& therapy = run.model.therapy;
    return leads_somewhere(path, therapy) ? path.part->get(therapy[path.item]) : std::string();
  };
  row.set = [path](RunParameters& run, const Value& value) {
    Therapy& therapy = run.model.therapy;
    if (leads_somewhere(path, therapy)) path.part->set(therapy[path.item], value);
  };
  return row;
}

}  // namespace

const TherapyRows& therapy_rows() {
  static const TherapyRows rows = make_rows();
  return rows;
}

bool is_therapy_path(std::string_view key) {
  return key.starts_with(begin_of_path);
}

const Row* find_therapy_row(const std::string& path) {
  static std::map<std::string, Row> rows;
  if (const auto known = rows.find(path); known != rows.end()) return &known->second;
  const std::optional<Path> found = parsed(path);
  return found ? &rows.emplace(path, row_of(path, *found)).first->second : nullptr;
}

std::optional<std::string> missing_in(const Therapy& therapy, const Row& row) {
  const std::optional<Path> path = parsed(row.key);
  if (!path || leads_somewhere(*path, therapy)) return {};
  if (therapy.empty()) return "the schedule is empty; expected a treatment";
  if (path->item >= therapy.size())
    return "there is no such treatment; expected " + therapy_key(0) +
           (therapy.size() > 1 ? " to " + therapy_key(therapy.size() - 1) : "");
  std::string names;
  for (const Part& part : all_parts())
    if (part.is_in(therapy[path->item])) names += (names.empty() ? "" : ", ") + part.name;
  return "that treatment has none; expected one of: " + names;
}

std::string expected_therapy_parts(std::string_view path) {
  std::vector<std::string> names;
  std::string text;
  for (const Part& part : all_parts()) {
    names.push_back(part.name);
    text += (text.empty() ? "" : ", ") + part.name;
  }
  return "unknown part of a treatment; expected therapy[k]. and one of: " + text +
         did_you_mean(end_of(path), names);
}

}  // namespace tilscape
