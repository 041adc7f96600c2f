// Whole patients: how many T cells one dead cell primes, what limits priming, where effectors are, and that
// every cell is somewhere: in the nodes, in the blood, beyond, or in the tissue.
#include <cmath>

#include "agents/body/body.hpp"
#include "agents/parameters/derive.hpp"
#include "tests/agents/patient_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
namespace c = compartments::at;

namespace {

constexpr std::uint32_t antigen_class = 0;

/// A section of 1.8 mm, of which nobody leaves the blood for the tissue.
ModelParameters section() {
  ModelParameters m = default_parameters().model;
  m.compartments.enabled = true;
  m.lattice.size = {120, 120, 1};
  m.blood.cd8_cells = {};
  m.blood.entry_per_min_per_cm3 = 0;
  return m;
}

double level(const Body& body, const BodyState& state, std::size_t place) {
  return state.levels[body.places().compartments + place];
}

/// Effectors of a class in the whole body.
double effectors(const Body& body, const BodyState& state, std::uint32_t k = antigen_class) {
  return level(body, state, c::effector + k) + level(body, state, c::blood + k) +
         level(body, state, c::periphery + k);
}

/// So many dead cells of the lattice, as it tells of them.
void tell_of_deaths(BodyState& state, std::uint64_t cells) {
  state.told[body_count::immunogenic_antigen + antigen_class] += cells;
  state.told[body_count::immunogenic_deaths] += cells;
}

}  // namespace

TEST_CASE("the lattice is the share of the patient's tumour that its volume is, unless a share is given",
          "[agents][body]") {
  ModelParameters m = section();
  m.lattice.size = {100, 100, 100}, m.lattice.spacing_um = 10;
  CHECK(tumour_fraction(m) == Approx(4e-5).epsilon(0.1));  // 1 mm3 of 3.7 cm
  CHECK(tumour_fraction(m) == Approx(6 / (3.14159265358979 * 37 * 37 * 37)).epsilon(1e-12));
  m.compartments.tumour_diameter_mm = 0.5;
  CHECK(tumour_fraction(m) == 1);
  m.compartments.tumour_fraction = 0.25;
  CHECK(tumour_fraction(m) == 0.25);
}

TEST_CASE("one dead cell of the lattice primes few T cells", "[agents][body]") {
  ModelParameters m = section();
  for (const double fraction : {0.0, 1e-3}) {  // by the diameter, and as the tumour of a mouse
    m.compartments.tumour_fraction = fraction;
    const Body body(m, 1, 0, 10);
    BodyState state = body.start();
    tell_of_deaths(state, 1);
    for (std::uint32_t update = 1; update <= 40 * 1440 / m.time.entry_min; ++update)
      state = body.next(state, update, 0);
    const double primed = effectors(body, state);
    CHECK(primed > 0);
    CHECK(primed < 1e4);
  }
}

TEST_CASE("once the naive cells of the nodes are used, a class is primed by those that come",
          "[agents][body]") {
  ModelParameters m = section();
  m.compartments.effector_death_per_day = m.compartments.il2_secretion_nmol_per_cell_per_h = 0;
  m.compartments.generations = 3, m.compartments.generations_costimulation = 0;  // of each eight
  m.compartments.mature_death_per_day = m.compartments.presentation_loss_per_day = 0;
  TherapyItem vaccine;  // as much antigen as can be, on more sites than are needed
  vaccine.treatment = Treatment::vaccine, vaccine.dose = 1e8, vaccine.classes = {antigen_class};
  m.treatment.vaccine_antigen_per_cell = 1e6;
  m.therapy = {vaccine};
  const Body body(m, 1, 0, 10);
  BodyState state = body.start();
  const auto primed = [&] {
    return effectors(body, state) / 8 + level(body, state, c::activated + antigen_class);
  };
  std::uint32_t update = 0;
  const auto until = [&](double day) {
    while (update * m.time.entry_min < day * 1440) state = body.next(state, ++update, 0);
  };
  until(1);
  CHECK(primed() == Approx(136 + 207).epsilon(0.1));
  CHECK(level(body, state, c::naive + antigen_class) < 20);
  for (double day = 1; day < 10; ++day) {
    const double before = primed();
    until(day + 1);
    CHECK(primed() - before == Approx(207).epsilon(0.1));
  }
}

TEST_CASE("of a million effectors put into the blood 6,800 are there an hour later", "[agents][body]") {
  ModelParameters m = section();
  TherapyItem cells;
  cells.treatment = Treatment::adoptive_t_cells, cells.dose = 1e6, cells.classes = {9};
  m.therapy = {cells};
  const Body body(m, 1, 0, 10);
  BodyState state = body.next(body.start(), 1, 0);  // given at the end of the first update
  CHECK(body.blood_cells(state, 9) == 1e6);
  for (std::uint32_t update = 2; update <= 1 + 60 / m.time.entry_min; ++update)
    state = body.next(state, update, 0);
  CHECK(body.blood_cells(state, 9) == Approx(6.8e3).epsilon(0.1));
  const double lost = 1 - std::exp(-m.compartments.effector_death_per_day / 24);
  CHECK(effectors(body, state, 9) == Approx(1e6 * (1 - lost)).epsilon(1e-9));  // the rest in the periphery
}

TEST_CASE("every cell is somewhere: nodes, blood, periphery and tissue add up", "[agents][body]") {
  // No deaths, one division of each activated cell: naive + activated + (effectors + those in the tissue)
  // / 2.
  ModelParameters m = section();
  CompartmentParameters& p = m.compartments;
  p.effector_death_per_day = p.naive_turnover_per_day = p.naive_node_division_per_day = 0;
  p.generations = 1, p.generations_costimulation = p.generations_il2 = 0;
  p.tumour_fraction = 0.01;
  m.blood.cd8_cells[antigen_class] = 1e5;
  m.blood.entry_per_min_per_cm3 = 5 / (1e5 * lattice_mm3(m) * 1e-3 * m.time.entry_min);
  const Body body(m, 1, 0, 1000);
  BodyState state = body.start();
  double in_tissue = 0;
  const auto all = [&] {
    double sum = effectors(body, state) / 2 + in_tissue / 2 / p.tumour_fraction;
    for (const std::size_t place : {c::naive, c::naive_blood, c::naive_periphery, c::activated})
      sum += level(body, state, place + antigen_class);
    return sum;
  };
  const double at_first = all();
  std::uint64_t entered = 0;
  for (std::uint32_t update = 1; update <= 2000; ++update) {
    if (update % 50 == 0) tell_of_deaths(state, 20);
    state = body.next(state, update, 0);
    const std::uint64_t sent = state.table[entry_row::cd8 + antigen_class], stay = sent - sent / 3;
    in_tissue += static_cast<double>(sent);  // on their way
    CHECK(all() == Approx(at_first).epsilon(1e-12));
    state.told[body_count::entered(entry_row::cd8 + antigen_class)] = stay;
    in_tissue -= static_cast<double>(sent - stay);  // back with the next report
    entered += stay;
  }
  CHECK(entered > 1000);
  CHECK(level(body, state, c::activated + antigen_class) > 0);
}

TEST_CASE("deaths take effectors at their rate, wherever they are", "[agents][body]") {
  ModelParameters m = section();
  m.compartments.effector_death_per_day = 0.1;
  TherapyItem cells;
  cells.treatment = Treatment::adoptive_t_cells, cells.dose = 1e6, cells.classes = {9};
  m.therapy = {cells};
  const Body body(m, 1, 0, 10);
  BodyState state = body.next(body.start(), 1, 0);
  for (std::uint32_t update = 2; update <= 1 + 5 * 1440 / m.time.entry_min; ++update)
    state = body.next(state, update, 0);
  CHECK(effectors(body, state, 9) == Approx(1e6 * std::exp(-0.5)).epsilon(1e-9));
}

TEST_CASE("more dead cells prime more T cells, to a limit that one class has", "[agents][body]") {
  const ModelParameters m = section();
  const auto primed_in_10_days = [&m](std::uint64_t deaths_per_update) {
    const Body body(m, 1, 0, 10);
    BodyState state = body.start();
    for (std::uint32_t update = 1; update <= 10 * 1440 / m.time.entry_min; ++update) {
      tell_of_deaths(state, deaths_per_update);
      state = body.next(state, update, 0);
    }
    return effectors(body, state);
  };
  const double few = primed_in_10_days(1), many = primed_in_10_days(100),
               all = primed_in_10_days(100'000'000);
  CHECK(few < many);
  CHECK(many < all);
  // 136 and ten times 207 cells, each of which becomes 2^16 at most
  CHECK(all < (136 + 10 * 215) * std::pow(2, 16));
}
