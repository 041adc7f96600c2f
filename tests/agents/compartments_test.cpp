// The compartments of the cancer-immunity cycle: rest, and what each term of their rates does, by formula.
// What is fast is tested in exchange_test.cpp, whole patients in patient_test.cpp.
#include "agents/body/compartments.hpp"

#include <cmath>

#include "agents/body/body.hpp"
#include "tests/agents/patient_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
namespace c = compartments::at;

TEST_CASE("without antigen nothing changes, neither in an instant nor in a month", "[agents][body]") {
  const auto p = patient();
  const auto x = at_rest(p);
  for (const double rate : rates(p, x)) CHECK(rate == 0);
  const auto later = steps_later(p, x, 30 * 1440, 1);
  for (std::size_t i = 0; i < x.size(); ++i) CHECK(later[i] == Approx(x[i]).epsilon(1e-12));
}

TEST_CASE("at rest a class has its naive cells in nodes, blood and periphery as the source has them",
          "[agents][body]") {
  const auto rest = compartments::naive_at_rest(default_parameters().model.compartments);
  CHECK(rest.node == Approx(136).epsilon(0.02));
  CHECK(rest.blood == Approx(2730).epsilon(0.02));
  CHECK(rest.periphery == Approx(1.4e5).epsilon(0.03));
  CHECK(rest.made_per_day > 0);
  const auto p = patient();
  CHECK(1e6 / (1e6 + compartments::periphery_at_rest(p.rates, 1e6)) == Approx(0.0068).epsilon(0.01));
}

TEST_CASE("naive cells that divide faster in the nodes than they leave them have no rest", "[agents][body]") {
  CompartmentParameters rates = default_parameters().model.compartments;
  rates.naive_node_division_per_day = 1.9;
  CHECK(compartments::naive_at_rest(rates).node < 0);
  rates.naive_node_division_per_day = 1.7;  // as many are born there as all that die, and more
  CHECK(compartments::naive_at_rest(rates).made_per_day < 0);
}

TEST_CASE(
    "antigen leaves by uptake and decay; dendritic cells that mature in alarm take along what they hold",
    "[agents][body]") {
  CompartmentParameters rates_of_day = default_parameters().model.compartments;
  rates_of_day.antigen_uptake_per_day = 10, rates_of_day.antigen_decay_per_day = 2;
  rates_of_day.antigen_degradation_per_day = 20, rates_of_day.maturation_per_day = 1.5;
  rates_of_day.danger_half_per_mm3 = 0.1, rates_of_day.danger_decay_per_day = 3;
  rates_of_day.migration_per_day = 4, rates_of_day.mature_death_per_day = 0.5;
  rates_of_day.presentation_loss_per_day = 1, rates_of_day.dendritic_cells_per_mm3 = 1000;
  const auto p = patient(rates_of_day);
  auto x = at_rest(p);
  const double cells = x[c::immature];
  CHECK(cells == 1e6);
  x[c::antigen + 3] = 3000, x[c::held + 3] = 600, x[c::held + 7] = 40;
  auto rate = rates(p, x);
  CHECK(rate[c::antigen + 3] == Approx(-12.0 * 3000));
  CHECK(rate[c::held + 3] == Approx(10.0 * 3000 - 20 * 600));
  CHECK(rate[c::carried + 3] == 0);  // no danger
  CHECK(rate[c::maturing] == 0);
  x[c::danger] = 0.1 * 1000;  // half of the alarm
  rate = rates(p, x);
  CHECK(rate[c::danger] == Approx(-300));
  CHECK(rate[c::carried + 3] == Approx(0.75 * 600));
  CHECK(rate[c::carried + 7] == Approx(0.75 * 40));
  CHECK(rate[c::maturing] == Approx(0.75 * cells));
  CHECK(rate[c::immature] == Approx(-0.75 * cells));  // each that matures has left
  x[c::maturing] = 100, x[c::carried + 3] = 30, x[c::presenting] = 10, x[c::presented + 3] = 5;
  rate = rates(p, x);
  CHECK(rate[c::maturing] == Approx(0.75 * cells - 4.5 * 100));
  CHECK(rate[c::presenting] == Approx(4.0 * 100 - 0.5 * 10));
  CHECK(rate[c::carried + 3] == Approx(0.75 * 600 - 5.5 * 30));
  CHECK(rate[c::presented + 3] == Approx(4.0 * 30 - 1.5 * 5));
}

TEST_CASE("priming follows the antigen that a dendritic cell shows, and its free sites", "[agents][body]") {
  CompartmentParameters of_day = default_parameters().model.compartments;
  of_day.antigen_half_per_dendritic_cell = 2;
  const auto p = patient(of_day);
  auto x = at_rest(p);
  const auto primed = [&](std::size_t k) { return rates(p, x)[c::activated + k]; };
  x[c::naive + 3] = 1e5, x[c::presenting] = 1e9;  // sites enough
  CHECK(primed(3) == 0);                          // nothing is shown
  x[c::presented + 3] = 2e9;                      // the half
  CHECK(primed(3) == Approx(23 * 0.5 * 1e5).epsilon(1e-4));
  x[c::presented + 3] = 2e9 / 999;
  CHECK(primed(3) == Approx(23 * 1e-3 * 1e5).epsilon(1e-4));
  CHECK(rates(p, x)[c::naive + 3] + primed(3) ==
        Approx(-(1.8 + 0.002 - 0.28) * (1e5 - p.naive.node)).epsilon(1e-12));
  x[c::presenting] = 100, x[c::presented + 3] = 1e9;  // all is shown, on few sites
  CHECK(primed(3) == Approx(23.0 * 1000 / (1000 + 1e5) * 1e5).epsilon(1e-6));
  x[c::naive + 9] = 3e5, x[c::presented + 9] = 1e9;  // they compete for them
  CHECK(primed(3) == Approx(23.0 * 1000 / (1000 + 4e5) * 1e5).epsilon(1e-6));
}

TEST_CASE("an activated cell becomes 2^n effectors, n by co-stimulation and IL-2", "[agents][body]") {
  const auto p = patient();
  CHECK(compartments::costimulation(p.rates, p.rates.treg_cells, 0) == 0.5);
  CHECK(compartments::costimulation(p.rates, p.rates.treg_cells, 1) == 1);
  CHECK(compartments::costimulation(p.rates, 0, 0) == 1);
  CHECK(compartments::generations(p.rates, 0.5, 0) == 3.5);
  CHECK(compartments::generations(p.rates, 1, 0.32) == Approx(2 + 3 + 5.5));
  auto x = at_rest(p);
  x[c::activated + 3] = 1000;
  const auto rate = rates(p, x);
  CHECK(rate[c::activated + 3] == Approx(-1000 / 3.5));
  CHECK(rate[c::effector + 3] == Approx(std::pow(2, 3.5) * 1000 / 3.5));
  const auto blocked = rates(p, x, {1, 0});  // anti-CTLA-4
  CHECK(blocked[c::effector + 3] == Approx(32 * 1000 / 5.0));
  CHECK(blocked[c::treg] == Approx(-0.1 * p.rates.treg_cells));
}

TEST_CASE("without CD4 cells priming is the unhelped share of itself, exactly", "[agents][body]") {
  CompartmentParameters of_day = default_parameters().model.compartments;
  const auto primed = [&of_day](double helpers) {
    const auto p = patient(of_day);
    auto x = at_rest(p);
    x[c::presenting] = 100, x[c::presented + 3] = 50;
    if (of_day.needs_help()) x[c::helper] = helpers;
    return rates(p, x)[c::activated + 3];
  };
  const double full = primed(0);
  CHECK(full > 0);
  of_day.unhelped_priming = 0.25, of_day.naive_helper_cells = 0;
  REQUIRE(at_rest(patient(of_day)).size() == c::helped_count);
  CHECK(primed(0) == 0.25 * full);
  CHECK(primed(of_day.helper_half_cells) == Approx((0.25 + 0.75 / 2) * full).epsilon(1e-15));
  CHECK(primed(1e30) == full);
}

TEST_CASE("helpers come to a steady state where dendritic cells abound", "[agents][body]") {
  // N = N0 r / (r + a) and H = a N / l, where each free cell is activated at a, replaced at r and lost at l.
  CompartmentParameters of_day = default_parameters().model.compartments;
  of_day.unhelped_priming = 0, of_day.naive_helper_cells = 5e4;
  of_day.naive_turnover_per_day = 0.5, of_day.helper_activation_per_day = 2, of_day.helper_loss_per_day = 0.4;
  const auto p = patient(of_day);
  auto x = at_rest(p);
  for (const double rate : rates(p, x)) CHECK(rate == 0);
  x[c::presenting] = 1e15;
  x[c::naive_helper] = 5e4 * 0.5 / 2.5;
  x[c::helper] = 2 * x[c::naive_helper] / 0.4;
  const auto rate = rates(p, x);
  CHECK(rate[c::naive_helper] == Approx(0).margin(1e-6));
  CHECK(rate[c::helper] == Approx(0).margin(1e-6));
  x[c::presenting] = 500;  // sites of half the naive cells: a third are held
  CHECK(rates(p, x)[c::helper] == Approx(2 * x[c::naive_helper] / 3 - 0.4 * x[c::helper]));
}

TEST_CASE("a vaccine primes where there are CD4 cells, and next to nothing where they are depleted",
          "[agents][body]") {
  ModelParameters m = default_parameters().model;
  m.compartments.enabled = true;
  m.compartments.il2_secretion_nmol_per_cell_per_h = 0;  // or each that is primed helps the others divide
  m.blood.cd8_cells = {};
  m.blood.entry_per_min_per_cm3 = 0;
  TherapyItem vaccine;
  vaccine.treatment = Treatment::vaccine, vaccine.dose = 1e6, vaccine.classes = {7};
  m.therapy = {vaccine};
  const auto primed_by = [&m](double day) {
    const Body body(m, 1, 0, 10);
    BodyState state = body.start();
    for (std::uint32_t update = 1; update <= day * 1440 / m.time.entry_min; ++update)
      state = body.next(state, update, 0);
    return body.blood_cells(state, 7);
  };
  const double first_day = primed_by(1), two_weeks = primed_by(14);
  m.compartments.unhelped_priming = 0;
  CHECK(primed_by(1) < first_day);  // helpers come first
  CHECK(primed_by(1) > 0);
  CHECK(primed_by(14) > 0.5 * two_weeks);
  m.compartments.naive_helper_cells = 0;
  CHECK(primed_by(14) == 0);
  m.compartments.unhelped_priming = 0.999999;  // as good as all: the law goes over into the one without
  CHECK(primed_by(14) == Approx(two_weeks).epsilon(1e-4));
}

TEST_CASE("effectors that leave the lymph nodes arrive in the blood", "[agents][body]") {
  const auto p = patient();
  auto x = at_rest(p);
  x[c::effector + 3] = 500;
  const auto rate = rates(p, x);
  CHECK(rate[c::blood + 3] == Approx(24.0 * 500));
  CHECK(rate[c::effector + 3] == Approx(-24.01 * 500));
}
