// Every key of an item is a row of a small schema of its own, so that types, ranges and messages are those of
// any other parameter.
#include "config/read/read_therapy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "config/read/convert.hpp"
#include "config/read/regimens.hpp"
#include "config/read/text_file.hpp"
#include "config/schema/check.hpp"
#include "config/schema/suggest.hpp"
#include "config/schema/therapy_rows.hpp"

namespace tilscape {
namespace {

using Unit = TherapyItem::Unit;

/// What may stand for `drug` or `procedure`, and which dose it takes.
struct Name {
  std::string name;
  Treatment treatment;
  Drug drug;
  std::vector<std::string> dose_keys;
};

Unit dose_unit(Treatment treatment) {
  switch (treatment) {
    case Treatment::radiation:
      return Unit::gray;
    case Treatment::surgery:
      return Unit::none;
    case Treatment::stroma_depletion:
      return Unit::share;
    default:
      return Unit::cells;
  }
}

/// The names that `key` may have.
std::vector<Name> names_of(const std::string& key) {
  std::vector<Name> all;
  for (std::size_t k = 0; key == "drug" && k < drug_kinds; ++k) {
    const auto drug = static_cast<Drug>(k);
    std::vector<std::string> doses{dose_key(Unit::mg), dose_key(Unit::mg_per_kg)};
    if (drug == Drug::aldesleukin) doses.emplace_back(dose_key(Unit::million_iu_per_kg));
    all.push_back({drug_names[k], Treatment::drug, drug, doses});
  }
  for (const TreatmentName& t : treatment_names) {
    if (t.key != key) continue;
    const char* dose = dose_key(dose_unit(t.treatment));
    all.push_back({t.name, t.treatment, Drug::count,
                   dose ? std::vector<std::string>{dose} : std::vector<std::string>{}});
  }
  return all;
}

const std::vector<Name>& drugs() {
  static const std::vector<Name> names = names_of("drug");
  return names;
}

const std::vector<Name>& procedures() {
  static const std::vector<Name> names = names_of("procedure");
  return names;
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

class ItemReader {
 public:
  /// @param place  of the map in the configuration: "therapy[1]", or a map in it, "therapy[1].start"
  ItemReader(const YamlNode& map, std::string place, std::vector<TherapyProblem>& problems)
      : map_(map), place_(std::move(place)), problems_(problems) {}

  /// An item, or those of a regimen.
  Therapy read() {
    keep_each_key_once();
    if (const YamlNode* name = value_of("regimen")) return read_regimen(*name);
    return {read_item()};
  }

 private:
  TherapyItem read_item() {
    const Name* name = read_name();
    if (name) {
      item_.treatment = name->treatment;
      if (name->treatment == Treatment::drug) item_.drug = name->drug;
      read_dose(*name);
      read_target(*name);
    }
    read_start();
    read_repeats();
    if (const YamlNode* regimen = value_of("of_regimen"))
      if (const Regimen* known = find(*regimen, "of_regimen", regimens()))
        item_.of_regimen.text = known->name;
    if (!name) know_every_key();
    refuse_the_rest(name ? *name : Name{"a treatment", {}, {}, {}});
    return item_;
  }

  /// Its days count from its start. What begins later than its start is marked as part of it.
  Therapy read_regimen(const YamlNode& node) {
    const Regimen* regimen = find(node, "regimen", regimens());
    read_start();
    refuse_the_rest({"a regimen", {}, {}, {}});
    if (!regimen) return {};
    Therapy items = regimen->items;
    for (TherapyItem& item : items) {
      if (item_.start_volume_mm3 > 0 && item.start_day > 0) {
        complain(node.line, "regimen",
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

  void complain(int line, const std::string& key, const std::string& what) {
    problems_.push_back({line, key.empty() ? place_ : place_ + "." + key, what});
  }

  void keep_each_key_once() {
    std::vector<std::string> seen;
    for (std::size_t i = 0; i + 1 < map_.items.size(); i += 2) {
      const YamlNode& key = map_.items[i];
      if (std::find(seen.begin(), seen.end(), key.text) != seen.end())
        complain(key.line, excerpt(key.text), "stands twice; expected each key once");
      seen.push_back(key.text);
    }
  }

  /// The value of a key, if it is there; it is known from then on.
  const YamlNode* value_of(const std::string& key) {
    known_.push_back(key);
    for (std::size_t i = 0; i + 1 < map_.items.size(); i += 2)
      if (map_.items[i].form == YamlNode::Form::scalar && map_.items[i].text == key)
        return &map_.items[i + 1];
    return nullptr;
  }

  template <class T>
  std::optional<T> read(const Row& row, const YamlNode& node, const std::string& key) {
    std::vector<Complaint> complaints;
    const auto value = to_value(row, node, complaints);
    for (const Complaint& c : complaints) complain(c.line, key, c.what);
    return value ? std::optional<T>(std::get<T>(*value)) : std::nullopt;
  }
  template <class T>
  std::optional<T> read(const Row& row) {
    const YamlNode* node = value_of(row.key);
    return node ? read<T>(row, *node, row.key) : std::nullopt;
  }

  /// Which keys an item may have depends on its name; without one, any of them may be right.
  void know_every_key() {
    for (const TherapyRows::Dose& dose : therapy_rows().dose) known_.push_back(dose.row.key);
    for (const char* key : {"dose", "classes", "antigen", "sphere", "box"}) known_.emplace_back(key);
  }

  const Name* read_name() {
    const YamlNode *drug = value_of("drug"), *procedure = value_of("procedure");
    if (drug && procedure) {
      complain(map_.line, "", "has a drug and a procedure; expected one of the two");
      return nullptr;
    }
    if (!drug && !procedure) {
      if (!has_mistyped_name())
        complain(map_.line, "", "has neither drug nor procedure nor regimen; expected one of them");
      return nullptr;
    }
    return find(drug ? *drug : *procedure, drug ? "drug" : "procedure", drug ? drugs() : procedures());
  }

  /// `drugg`, say, which is refused with a hint of its own.
  bool has_mistyped_name() const {
    for (std::size_t i = 0; i + 1 < map_.items.size(); i += 2)
      if (!nearest_word(map_.items[i].text, {"drug", "procedure", "regimen"}).empty()) return true;
    return false;
  }

  /// The one that a node names.
  template <class Named>
  const Named* find(const YamlNode& node, const char* key, const std::vector<Named>& names) {
    std::vector<std::string> words;
    for (const Named& name : names) {
      if (node.form == YamlNode::Form::scalar && node.text == name.name) return &name;
      words.push_back(name.name);
    }
    const std::string hint = node.form == YamlNode::Form::scalar ? did_you_mean(node.text, words) : "";
    complain(node.line, key, shown(node) + " is not known; expected one of: " + joined(words) + hint);
    return nullptr;
  }

  void read_dose(const Name& name) {
    int given = 0;
    for (const TherapyRows::Dose& key : therapy_rows().dose) {
      if (std::find(name.dose_keys.begin(), name.dose_keys.end(), key.row.key) == name.dose_keys.end())
        continue;
      if (!value_of(key.row.key)) continue;
      ++given;
      if (const auto dose = read<double>(key.row)) item_.dose = *dose;
      item_.unit = key.unit;
    }
    if (const YamlNode* bare = value_of("dose"))
      complain(bare->line, "dose", "has no unit; expected one of: " + joined(name.dose_keys));
    else if (given != (name.dose_keys.empty() ? 0 : 1))
      complain(map_.line, "",
               fmt::format("{} has {} doses; expected one of: {}", name.name, given ? "several" : "no",
                           joined(name.dose_keys)));
  }

  void read_target(const Name& name) {
    switch (name.treatment) {
      case Treatment::vaccine:
        if (const auto classes = read<IntegerList>(therapy_rows().classes))
          item_.classes.assign(classes->begin(), classes->end());
        else if (!value_of("classes"))
          complain(map_.line, "classes", "is missing; expected " + expectation(therapy_rows().classes));
        break;
      case Treatment::adoptive_t_cells:
      case Treatment::car_t_cells:
        if (const auto antigen = read<std::uint64_t>(therapy_rows().antigen))
          item_.classes = {static_cast<std::uint32_t>(*antigen)};
        else if (!value_of("antigen"))
          complain(map_.line, "antigen",
                   "is missing; expected the antigen class of the cells' receptor, 0 to 63");
        break;
      case Treatment::surgery:
        read_region();
        break;
      default:
        break;
    }
  }

  void read_region() {
    const YamlNode *sphere = value_of("sphere"), *box = value_of("box");
    if (!sphere == !box)
      return complain(
          map_.line, "",
          "surgery takes out one region; expected sphere: {centre_um: [x, y, z], radius_um: r} or box: "
          "{from_um: [x, y, z], to_um: [x, y, z]}");
    ItemReader inside(sphere ? *sphere : *box, place_ + (sphere ? ".sphere" : ".box"), problems_);
    item_.region = sphere ? inside.sphere() : inside.box();
  }

  Region sphere() {
    keep_each_key_once();
    Region region;
    region.from_um = point("centre_um");
    if (const auto radius = read<double>(therapy_rows().radius))
      region.to_um[0] = *radius;
    else if (!value_of("radius_um"))
      complain(map_.line, "radius_um", "is missing; expected " + expectation(therapy_rows().radius));
    refuse_the_rest({});
    return region;
  }

  Region box() {
    keep_each_key_once();
    const Region region{Region::Shape::box, point("from_um"), point("to_um")};
    for (std::size_t axis = 0; axis < 3; ++axis)
      if (region.to_um[axis] < region.from_um[axis])
        complain(map_.line, "to_um", "lies before from_um; expected from_um to be the smaller corner");
    refuse_the_rest({});
    return region;
  }

  /// Two numbers, or three.
  Region::Point point(const char* key) {
    Region::Point p;
    const YamlNode* node = value_of(key);
    const bool is_point =
        node && node->form == YamlNode::Form::list && (node->items.size() == 2 || node->items.size() == 3);
    if (!is_point) {
      complain(node ? node->line : map_.line, key, "is no point; expected [x, y] or [x, y, z] in um");
      return p;
    }
    for (std::size_t axis = 0; axis < node->items.size(); ++axis)
      if (const auto x = read<double>(therapy_rows().coordinate, node->items[axis], key)) p[axis] = *x;
    return p;
  }

  void read_start() {
    const YamlNode* start = value_of("start");
    if (!start) return;
    if (start->form != YamlNode::Form::map || start->items.size() != 2)
      return complain(start->line, "start",
                      "found " + shown(*start) + "; expected {day: D} or {volume_mm3: V}");
    ItemReader inside(*start, place_ + ".start", problems_);
    if (const auto day = inside.read<double>(therapy_rows().day)) item_.start_day = *day;
    if (const auto volume = inside.read<double>(therapy_rows().volume)) item_.start_volume_mm3 = *volume;
    inside.refuse_the_rest({});
  }

  void read_repeats() {
    if (const auto every = read<double>(therapy_rows().every)) item_.every_days = *every;
    if (const auto doses = read<std::uint64_t>(therapy_rows().doses))
      item_.doses = static_cast<std::uint32_t>(*doses);
    if (item_.doses > 1 && item_.every_days == 0 && !value_of("every_days"))
      complain(map_.line, "every_days",
               fmt::format("is missing for {} doses; expected {}", item_.doses,
                           expectation(therapy_rows().every)));
  }

  void refuse_the_rest(const Name& name) {
    for (std::size_t i = 0; i + 1 < map_.items.size(); i += 2) {
      const YamlNode& key = map_.items[i];
      if (std::find(known_.begin(), known_.end(), key.text) != known_.end()) continue;
      complain(key.line, excerpt(key.text),
               "unknown key" + (name.name.empty() ? "" : " of " + name.name) +
                   "; expected one of: " + joined(unique_known()) + did_you_mean(key.text, known_));
    }
  }

  std::vector<std::string> unique_known() const {
    std::vector<std::string> keys;
    for (const std::string& key : known_)
      if (key != "dose" && std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    return keys;
  }

  const YamlNode& map_;
  std::string place_;
  std::vector<TherapyProblem>& problems_;
  std::vector<std::string> known_;
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
    for (TherapyItem& one : ItemReader(item, place, problems).read()) {
      therapy.push_back(std::move(one));
      lines.push_back(item.line);
    }
  }
  return therapy;
}

}  // namespace tilscape
