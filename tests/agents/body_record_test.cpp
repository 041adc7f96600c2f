// A body's state by name: it comes back whole, from whatever order, and what cannot be understood is refused
// by its name.
#include "agents/body/body_record.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>

#include "agents/body/body.hpp"
#include "config/schema/schema.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

using Levels = std::vector<double>;

/// Every part of the body is there.
ModelParameters model() {
  ModelParameters m = default_parameters().model;
  m.compartments.enabled = true;
  m.compartments.unhelped_priming = 0.5;
  m.compartments.tumour_fraction = 0.5;
  TherapyItem drug, cells;
  drug.drug = Drug::ipilimumab, drug.dose = 200, drug.unit = DoseUnit::mg;
  cells.treatment = Treatment::car_t_cells, cells.classes = {3}, cells.dose = 1e7;
  m.therapy = {drug, cells};
  m.blood.entry_per_min_per_cm3 = 1;
  return m;
}

KeptBody some_days_later(const Body& body) {
  KeptBody kept{body.start(), std::vector<std::uint64_t>(body_count::count)};
  for (std::uint32_t update = 1; update <= 300; ++update) kept.state = body.next(kept.state, update, 0);
  kept.state.told[body_count::immunogenic_antigen + 7] = 5;
  kept.counts[body_count::silent_deaths] = 11;
  return kept;
}

/// The value of a part that has one.
double& level(BodyRecord& record, const std::string& name) {
  std::size_t place = 0;
  for (const BodyPart& part : record.level_parts) {
    if (part.name == name) return record.levels[place];
    place += part.count;
  }
  throw std::logic_error("no part " + name);
}

/// The parts of a list the other way round, each with its values.
template <class T>
void turn_round(BodyParts& parts, std::vector<std::vector<T>*> lists) {
  for (std::vector<T>* list : lists) {
    std::vector<T> turned;
    std::size_t end = list->size();
    for (auto part = parts.rbegin(); part != parts.rend(); end -= part++->count)
      turned.insert(turned.end(), list->begin() + static_cast<std::ptrdiff_t>(end - part->count),
                    list->begin() + static_cast<std::ptrdiff_t>(end));
    *list = turned;
  }
  std::reverse(parts.begin(), parts.end());
}

/// Without what came later, which stands behind all else.
template <class T>
void cut(const BodyParts& parts, std::vector<T>& values) {
  std::size_t known = 0;
  for (const BodyPart& part : parts) known += part.came_later ? 0 : part.count;
  values.resize(known);
}

void check_same(const KeptBody& a, const KeptBody& b) {
  CHECK(a.state == b.state);
  CHECK(a.counts == b.counts);
}

std::string why_refused(const std::function<void()>& take) {
  try {
    take();
  } catch (const OutputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a body comes back from its record, whatever order its parts stand in", "[agents][body]") {
  const Body body(model(), 1, 0, 10);
  const KeptBody kept = some_days_later(body);
  BodyRecord record = body.record(kept);
  check_same(body.restored(record), kept);
  turn_round<double>(record.level_parts, {&record.levels});
  turn_round<std::uint64_t>(record.row_parts, {&record.fraction, &record.table});
  turn_round<std::uint64_t>(record.count_parts, {&record.told, &record.counts});
  REQUIRE(record.levels != kept.state.levels);
  check_same(body.restored(record), kept);
}

TEST_CASE("a record from before the names is read by the order that it had", "[agents][body]") {
  ModelParameters m = model();
  m.therapy.pop_back();  // CAR T cells of that time are not those of today
  const Body body(m, 1, 0, 10);
  const KeptBody kept = some_days_later(body);
  BodyRecord record = body.record(kept);
  cut(record.level_parts, record.levels);
  cut(record.row_parts, record.fraction), cut(record.row_parts, record.table);
  cut(record.count_parts, record.told), cut(record.count_parts, record.counts);
  record.level_parts = record.row_parts = record.count_parts = {};
  check_same(body.restored(record), kept);
}

TEST_CASE("what a body does not know is refused by its name, unless nothing has happened to it",
          "[agents][body]") {
  const Body body(model(), 1, 0, 10);
  const KeptBody kept = some_days_later(body);
  const auto with = [&](double mg, double first_dose) {
    BodyRecord record = body.record(kept);
    record.level_parts.push_back({"dostarlimab.mg", 2});
    record.level_parts.push_back({"dostarlimab.first_dose_day", 1});
    record.levels.insert(record.levels.end(), {mg, 0, first_dose});
    return record;
  };
  check_same(body.restored(with(0, -1)), kept);
  check_same(body.restored(with(0, 0)), kept);
  const double no_number = std::numeric_limits<double>::quiet_NaN();
  for (const double mg : {1e-9, no_number})
    CHECK(why_refused([&] {
            body.restored(with(mg, -1));
          }).ends_with("its body has dostarlimab.mg, which this version does not know"));
  BodyRecord cells = body.record(kept);
  cells.row_parts.push_back({"b_cell", 1});
  cells.fraction.push_back(0), cells.table.push_back(2);
  CHECK(why_refused([&] { body.restored(cells); }).ends_with("b_cell, which this version does not know"));
}

TEST_CASE("what came later keeps the value that it starts with where a record lacks it", "[agents][body]") {
  const BodyParts parts{{"old", 2}, {"new", 1, true}};
  Levels now{1, 2, 3};
  take_by_name(parts, now, {{"old", 2}}, Levels{5, 6});
  CHECK(now == Levels{5, 6, 3});
  take_by_name(parts, now, {{"new", 1}, {"old", 2}}, Levels{9, 7, 8});
  CHECK(now == Levels{7, 8, 9});
  CHECK(why_refused([&] { take_by_name(parts, now, {{"new", 1}}, Levels{9}); }).ends_with("lacks old"));
}

TEST_CASE("a record whose parts and values do not belong together is refused", "[agents][body]") {
  const BodyParts parts{{"a", 2}, {"b", 1}};
  Levels now(3);
  const auto refused = [&](const BodyParts& kept_parts, std::size_t values) {
    return why_refused([&] { take_by_name(parts, now, kept_parts, Levels(values)); });
  };
  CHECK(refused({{"a", 2}, {"b", 1}}, 3).empty());
  CHECK(refused({{"a", 1}, {"b", 2}}, 3).ends_with("1 values of a; expected 2"));
  CHECK_FALSE(refused({{"a", 2}, {"b", 1}}, 2).empty());
  CHECK_FALSE(refused({{"a", 2}, {"b", 1}}, 4).empty());
  CHECK_FALSE(refused({{"a", 2}, {"a", 2}, {"b", 1}}, 5).empty());
  CHECK_FALSE(refused({{"a", 2}, {"b", std::numeric_limits<std::size_t>::max()}}, 3).empty());
}

TEST_CASE("the body of another schedule is refused", "[agents][body]") {
  ModelParameters m = model();
  const Body body(m, 1, 0, 10);
  const BodyRecord record = body.record(some_days_later(body));
  m.therapy.pop_back();
  CHECK(why_refused([&] {
          Body(m, 1, 0, 10).restored(record);
        }).ends_with("2 values of therapy.start_day; expected 1"));
  m = model();
  m.compartments.unhelped_priming = 1;
  CHECK(why_refused([&] {
          Body(m, 1, 0, 10).restored(record);
        }).ends_with("compartments.naive_helper, which this version does not know"));
}

TEST_CASE("each level has a part of its own, at its place", "[agents][body]") {
  const Body body(model(), 1, 0, 10);
  BodyRecord record = body.record(some_days_later(body));
  const LevelPlaces& at = body.places();
  const DrugPlaces& drug = at.drug[index_of(Drug::ipilimumab)];
  CHECK(level(record, "ipilimumab.mg") == record.levels[drug.central_mg]);
  CHECK(level(record, "ipilimumab.mg") > 0);
  CHECK(level(record, "ipilimumab.first_dose_day") == record.levels[drug.first_dose]);
  CHECK(level(record, "therapy.doses_given") == record.levels[at.item_given]);
  CHECK(level(record, "compartments.treg") == record.levels[at.compartments + compartments::at::treg]);
  CHECK(level(record, "compartments.helper") == record.levels[at.compartments + compartments::at::helper]);
}
