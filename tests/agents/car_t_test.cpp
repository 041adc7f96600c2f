// CAR T cells in the blood against Stein's solution: expansion, contraction, memory; how their peak follows
// the dose, and that doses add up.
#include "agents/body/car_t.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "agents/body/body.hpp"
#include "config/schema/schema.hpp"
#include "core/base/errors.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

TherapyItem infusion(double cells, double day = 0) {
  TherapyItem item;
  item.treatment = Treatment::car_t_cells, item.dose = cells, item.classes = {5}, item.start_day = day;
  return item;
}

/// The blood of a patient hour by hour, on whose lattice nobody enters.
struct Course {
  explicit Course(const ModelParameters& m) : body(m, 1, 0, 10), state(body.start()) {}

  double blood() const {
    const LevelPlaces& at = body.places();
    return state.levels[at.car_expanding + 5] + state.levels[at.car_effector + 5] +
           state.levels[at.car_memory + 5];
  }
  double until(double day) {
    while (hour < day * 24) {
      state = body.next(state, ++hour, 0);
      if (blood() > peak) peak = blood(), peak_day = hour / 24.0;
    }
    return blood();
  }

  Body body;
  BodyState state;
  std::uint32_t hour = 0;
  double peak = 0, peak_day = 0;
};

ModelParameters model(Therapy therapy) {
  ModelParameters m = default_parameters().model;
  m.time.entry_min = 60;
  m.blood.entry_per_min_per_cm3 = 0;
  m.therapy = std::move(therapy);
  return m;
}

double peak_of(Therapy therapy) {
  Course course(model(std::move(therapy)));
  course.until(60);
  return course.peak;
}

}  // namespace

TEST_CASE("1e8 CAR T cells follow the transgene of Stein 2019", "[agents][body]") {
  Course course(model({infusion(1e8)}));
  const double given = 1.0 / 24, peak = 24000 * 83000.0, rho = std::log(3900) / 9.3;  // at the end of an hour
  for (const double day : {1.0, 5.0, 9.0})
    CHECK(course.until(day) == Approx(peak / 3900 * std::exp(rho * (day - given))).epsilon(1e-9));
  for (const double day : {9.375, 12.0, 30.0, 100.0, 400.0}) {
    const double since = day - given - 9.3;
    CHECK(course.until(day) ==
          Approx(peak * ((1 - 0.0079) * std::exp(-0.16 * since) + 0.0079 * std::exp(-0.0032 * since)))
              .epsilon(1e-9));
  }
  CHECK((course.peak > 1e9 && course.peak < 3e9));
  CHECK((course.peak_day >= 9 && course.peak_day <= 10));
  CHECK(course.peak / 83000 == Approx(24000).epsilon(0.05));  // of an hour near it
}

TEST_CASE("the solution does not depend on how time is cut", "[agents][body]") {
  const CarTParameters car = default_parameters().model.car_t;
  CarTCells once, often;
  infuse(car, once, 1e8, 0.25), infuse(car, often, 1e8, 0.25);
  advance(car, once, 0.25, 30);
  for (int k = 0; k < 300; ++k) advance(car, often, 0.25 + k * 0.1, 0.1);
  CHECK(once.expanding == 0);
  CHECK(often.effectors == Approx(once.effectors).epsilon(1e-9));
  CHECK(often.memory == Approx(once.memory).epsilon(1e-9));
}

TEST_CASE("ten times the dose is a peak 1.24 times as high, and few cells become what they can",
          "[agents][body]") {
  CHECK(peak_of({infusion(1e9)}) / peak_of({infusion(1e8)}) == Approx(1.24).epsilon(0.01));
  CHECK(peak_of({infusion(1e8)}) / peak_of({infusion(1e7)}) == Approx(1.24).epsilon(0.01));
  CHECK(peak_of({infusion(1e3)}) == Approx(3900e3).epsilon(0.04));  // the fold; an hour of growth is 4 %
}

TEST_CASE("doses add up: a second one of a hundredth changes the peak by less than a twentieth",
          "[agents][body]") {
  const double alone = peak_of({infusion(1e8)});
  for (const double day : {0.0, 3.0, 9.0, 9.5, 20.0}) {
    INFO(day);
    CHECK(peak_of({infusion(1e8), infusion(1e6, day)}) == Approx(alone).epsilon(0.05));
  }
  CHECK(peak_of({infusion(4e7), infusion(6e7)}) == Approx(alone).epsilon(1e-9));  // at once
  Course two(model({infusion(1e8), infusion(1e8, 40)})), one(model({infusion(1e8)}));
  CHECK(two.until(39) == one.until(39));
  // What two doses at once would have more, expands from the second one on.
  CHECK(two.until(49.35) - one.until(49.35) == Approx(alone * (std::pow(2, 0.093) - 1)).epsilon(0.05));
}

TEST_CASE("any dose and any parameter in range stay finite", "[agents][body]") {
  for (const double dose : {1e-3, 1.0, 1e8, 1e15})
    for (const double fold : {1.0, 1e9})
      for (const double days : {0.1, 1e4})
        for (const double exponent : {0.0, 1.0}) {
          ModelParameters m = model({infusion(dose), infusion(dose, 1)});
          m.therapy[0].doses = 20, m.therapy[0].every_days = 0.5;
          m.car_t.expansion_fold = fold, m.car_t.expansion_days = days, m.car_t.dose_exponent = exponent;
          m.car_t.contraction_per_day = exponent * 400, m.car_t.memory_decay_per_day = 400;
          Course course(m);
          course.until(15);
          INFO(dose << " " << fold << " " << days << " " << exponent);
          CHECK(std::all_of(course.state.levels.begin(), course.state.levels.end(),
                            [](double v) { return v >= -1 && v <= 1e30; }));
        }
}

TEST_CASE("cells that leave for the tissue are of all that circulate, and come back alike",
          "[agents][body]") {
  ModelParameters m = model({infusion(1e8)});
  m.compartments.tumour_fraction = 1e-4;
  m.car_t.share_in_blood = 0.01;
  Course course(m);
  course.until(5);
  m.blood.entry_per_min_per_cm3 = 1e3;
  const Body open(m, 1, 0, 500);
  const Body shut(model({infusion(1e8)}), 1, 0, 10);
  const auto blood = [&](const BodyState& state) {
    Course at = course;
    at.state = state;
    return at.blood();
  };
  const BodyState left = open.next(course.state, 121, 0), stayed = shut.next(course.state, 121, 0);
  const auto sent = static_cast<double>(left.table[entry_row::car + 5]);
  REQUIRE(sent > 100);
  CHECK(blood(stayed) - blood(left) == Approx(sent * 1e4 * 0.01).epsilon(1e-9));
  // None finds room (told stays 0), so that all are back an hour later.
  Body closed = open;
  closed.set_vessels(0);
  CHECK(blood(closed.next(left, 122, 0)) == Approx(blood(shut.next(stayed, 122, 0))).epsilon(1e-9));
}

TEST_CASE("CAR T cells of a state whose doses restarted each other are refused", "[agents][body]") {
  Course course(model({infusion(1e8)}));
  course.until(5);
  BodyRecord record = course.body.record({course.state, std::vector<std::uint64_t>(body_count::count)});
  CHECK_NOTHROW(course.body.restored(record));
  record.levels.resize(record.levels.size() - 2 * antigen_classes);  // what came later
  record.level_parts.resize(record.level_parts.size() - 2);
  CHECK_THROWS_AS(course.body.restored(record), OutputError);
  for (double& day : std::span(record.levels).subspan(course.body.places().car_infusion, antigen_classes))
    day = -1;
  CHECK_NOTHROW(course.body.restored(record));  // of a patient who has none
}
