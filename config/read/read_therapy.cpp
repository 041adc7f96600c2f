// Every key of an item is a row of a small schema of its own, so that types, ranges and messages are those of
// any other parameter.
#include "config/read/read_therapy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "config/read/map_reader.hpp"
#include "config/read/read_region.hpp"
#include "config/read/regimens.hpp"
#include "config/schema/check.hpp"
#include "config/schema/suggest.hpp"
#include "config/schema/therapy_rows.hpp"
#include "config/schema/treatment_names.hpp"

namespace tilscape {
namespace {

class ItemReader {
 public:
  explicit ItemReader(MapReader map) : map_(std::move(map)) {}

  /// An item, or those of a regimen.
  Therapy read() {
    map_.keep_each_key_once();
    if (const YamlNode* name = map_.value_of("regimen")) return read_regimen(*name);
    return {read_item()};
  }

 private:
  TherapyItem read_item() {
    const NamedTreatment* named = read_name();
    if (named) {
      item_.treatment = named->treatment;
      if (named->treatment == Treatment::drug) item_.drug = named->drug;
      read_dose(*named);
      read_target();
    }
    read_start();
    read_repeats();
    if (const YamlNode* regimen = map_.value_of("of_regimen"))
      if (const Regimen* known = map_.find(*regimen, "of_regimen", regimens()))
        item_.of_regimen.text = known->name;
    if (!named) know_every_key();
    map_.refuse_the_rest(named ? named->name : "a treatment");
    return item_;
  }

  /// Its days count from its start. What begins later than its start is marked as part of it.
  Therapy read_regimen(const YamlNode& node) {
    const Regimen* regimen = map_.find(node, "regimen", regimens());
    read_start();
    map_.refuse_the_rest("a regimen");
    if (!regimen) return {};
    Therapy items = regimen->items;
    for (TherapyItem& item : items) {
      if (item_.start_volume_mm3 > 0 && item.start_day > 0) {
        map_.complain(
            node.line, "regimen",
            fmt::format("{} goes on with another treatment on its day {:g}; expected start: {{day: D}}",
                        regimen->name, item.start_day));
        return {};
      }
      if (item.start_day > 0) item.of_regimen.text = regimen->name;
      item.start_day += item_.start_day;
      item.start_volume_mm3 = item_.start_volume_mm3;
    }
    return items;
  }

  /// Which keys an item may have depends on its name; without one, any of them may be right.
  void know_every_key() {
    for (const TherapyRows::Dose& dose : therapy_rows().dose) map_.know(dose.row.key);
    for (const char* key : {"dose", "classes", "antigen", "sphere", "box"}) map_.know(key);
  }

  const NamedTreatment* read_name() {
    const YamlNode *drug = map_.value_of("drug"), *procedure = map_.value_of("procedure");
    if (drug && procedure) {
      map_.complain(map_.map().line, "", "has a drug and a procedure; expected one of the two");
      return nullptr;
    }
    if (!drug && !procedure) {
      if (!has_mistyped_name())
        map_.complain(map_.map().line, "",
                      "has neither drug nor procedure nor regimen; expected one of them");
      return nullptr;
    }
    const char* key = drug ? "drug" : "procedure";
    return map_.find(drug ? *drug : *procedure, key, treatments_under(key));
  }

  /// `drugg`, say, which is refused with a hint of its own.
  bool has_mistyped_name() const {
    const std::vector<YamlNode>& items = map_.map().items;
    for (std::size_t i = 0; i + 1 < items.size(); i += 2)
      if (!nearest_word(items[i].text, {"drug", "procedure", "regimen"}).empty()) return true;
    return false;
  }

  void read_dose(const NamedTreatment& named) {
    int given = 0;
    for (const TherapyRows::Dose& key : therapy_rows().dose) {
      if (std::find(named.doses.begin(), named.doses.end(), key.unit) == named.doses.end()) continue;
      if (!map_.value_of(key.row.key)) continue;
      ++given;
      if (const auto dose = map_.read<double>(key.row)) item_.dose = *dose;
      item_.unit = key.unit;
    }
    if (const YamlNode* bare = map_.value_of("dose"))
      map_.complain(bare->line, "dose", "has no unit; expected one of: " + joined(dose_keys(named)));
    else if (given != (named.doses.empty() ? 0 : 1))
      map_.complain(map_.map().line, "",
                    fmt::format("{} has {} doses; expected one of: {}", named.name, given ? "several" : "no",
                                joined(dose_keys(named))));
  }

  void read_target() {
    const TherapyRows& rows = therapy_rows();
    switch (record_of(item_.treatment).target) {
      case TargetKind::classes:
        if (const auto classes = map_.require<IntegerList>(rows.classes, expectation(rows.classes)))
          item_.classes.assign(classes->begin(), classes->end());
        break;
      case TargetKind::antigen:
        if (const auto antigen = map_.require<std::uint64_t>(
                rows.antigen, "the antigen class of the cells' receptor, 0 to 63"))
          item_.classes = {static_cast<std::uint32_t>(*antigen)};
        break;
      case TargetKind::region:
        item_.region = read_region(map_);
        break;
      case TargetKind::none:
        break;
    }
  }

  void read_start() {
    const YamlNode* start = map_.value_of("start");
    if (!start) return;
    if (start->form != YamlNode::Form::map || start->items.size() != 2)
      return map_.complain(start->line, "start",
                           "found " + shown(*start) + "; expected {day: D} or {volume_mm3: V}");
    MapReader inside = map_.inside(*start, "start");
    if (const auto day = inside.read<double>(therapy_rows().day)) item_.start_day = *day;
    if (const auto volume = inside.read<double>(therapy_rows().volume)) item_.start_volume_mm3 = *volume;
    inside.refuse_the_rest();
  }

  void read_repeats() {
    const TherapyRows& rows = therapy_rows();
    if (const auto every = map_.read<double>(rows.every)) item_.every_days = *every;
    if (const auto doses = map_.read<std::uint64_t>(rows.doses))
      item_.doses = static_cast<std::uint32_t>(*doses);
    if (item_.doses > 1 && item_.every_days == 0 && !map_.value_of("every_days"))
      map_.complain(
          map_.map().line, "every_days",
          fmt::format("is missing for {} doses; expected {}", item_.doses, expectation(rows.every)));
  }

  MapReader map_;
  TherapyItem item_;
};

}  // namespace

Therapy to_therapy(const YamlNode& node, std::vector<int>& lines, std::vector<TherapyProblem>& problems) {
  Therapy therapy;
  lines.clear();
  if (node.form == YamlNode::Form::null) return therapy;
  if (node.form != YamlNode::Form::list) {
    problems.push_back({node.line, "therapy", "found " + shown(node) + "; expected a list of treatments"});
    return therapy;
  }
  if (node.items.size() > most_therapy_items)
    problems.push_back(
        {node.line, "therapy",
         fmt::format("has {} items; expected at most {}", node.items.size(), most_therapy_items)});
  for (const YamlNode& item : node.items) {
    const std::string place = therapy_key(therapy.size());
    if (item.form != YamlNode::Form::map) {
      problems.push_back({item.line, place,
                          "found " + shown(item) + "; expected {drug: NAME, dose_mg: …, start: {day: …}}"});
      continue;
    }
    for (TherapyItem& one : ItemReader(MapReader(item, place, problems)).read()) {
      therapy.push_back(std::move(one));
      lines.push_back(item.line);
    }
  }
  return therapy;
}

}  // namespace tilscape
