// CAR T cells in the blood: growth by their fold, the number that it approaches, contraction, memory.
#include <cmath>
#include <utility>

#include "agents/body/body.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

TEST_CASE("CAR T cells expand by their fold, then contract to memory", "[agents][body]") {
  ModelParameters m = default_parameters().model;
  m.time.entry_min = 60;
  m.car_t = {3900, 9.3, 1e12, 0.01, 0.16, 0.0032};
  TherapyItem item;
  item.treatment = Treatment::car_t_cells, item.dose = 1e3, item.classes = {5};
  m.therapy = {item};
  m.blood.entry_per_min_per_cm3 = 0;
  const Body body(m, 1, 0, 10);
  BodyState state = body.start();
  const std::size_t effector = body.places().car_effector + 5, memory = effector + antigen_classes;
  const auto cells = [&] { return state.levels[effector] + state.levels[memory]; };
  std::uint32_t hour = 0;
  const auto until = [&](double day) {
    while (hour < day * 24) state = body.next(state, ++hour, 0);
  };
  until(9.3);
  CHECK(state.levels[effector] == Approx(1e3 * std::pow(3900, 0.99)).epsilon(0.02));
  CHECK(cells() == Approx(1e3 * 3900).epsilon(0.1));
  until(20);
  const double early = state.levels[effector];
  until(30);
  CHECK(std::log(early / state.levels[effector]) / 10 == Approx(0.16).epsilon(1e-3));
  until(200);
  const double late = cells();
  until(300);
  CHECK(std::log(late / cells()) / 100 == Approx(0.0032).epsilon(1e-2));
}

TEST_CASE("CAR T cells above the number that growth approaches die back to it", "[agents][body]") {
  ModelParameters m = default_parameters().model;
  m.time.entry_min = 60;
  m.blood.entry_per_min_per_cm3 = 0;
  TherapyItem item;
  item.treatment = Treatment::car_t_cells, item.classes = {5};
  const auto after = [&](double dose, double most_cells, std::uint32_t hours) {
    m.car_t = {3900, 9.3, most_cells, 0.1, 0.16, 0.0032};
    item.dose = dose, m.therapy = {item};
    const Body body(m, 1, 0, 10);
    BodyState state = body.start();
    for (std::uint32_t hour = 1; hour <= hours; ++hour) state = body.next(state, hour, 0);
    const std::size_t effector = body.places().car_effector + 5;
    return std::pair{state.levels[effector], state.levels[effector + antigen_classes]};
  };
  // The logistic law has a closed form; memory cells, of which an overfull blood gets none, stay at 0.
  const double rate = std::log(3900) / 9.3, days = 71.0 / 24;  // the dose is given at the end of an hour
  const auto [effectors, memory] = after(3e8, 1e8, 72);
  CHECK(effectors == Approx(1e8 / (1 - (1 - 1.0 / 3) * std::exp(-rate * days))).epsilon(1e-6));
  CHECK(memory == 0);
  for (const double dose : {1.0, 1e13})
    for (const double most_cells : {1.0, 1e14}) {
      const auto [e, m_cells] = after(dose, most_cells, 240);
      INFO(dose << " cells of " << most_cells);
      CHECK((e >= 0 && e <= 1e14 && m_cells >= 0 && m_cells <= 1e14));
    }
}
