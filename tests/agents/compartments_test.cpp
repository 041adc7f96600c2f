// The compartments of the cancer-immunity cycle: rest, conservation, and what each term does, by formula.
#include "agents/body/compartments.hpp"

#include <cmath>
#include <vector>

#include "agents/body/body.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
namespace c = compartments::at;

namespace {

compartments::PatientRates patient() {
  compartments::PatientRates p;
  p.rates = default_parameters().model.compartments;
  p.tumour_mm3 = 1000;
  p.blood_cells[3] = 1e6;
  return p;
}

std::vector<double> at_rest(const compartments::PatientRates& p) {
  std::vector<double> x(compartments::count_of(p.rates));
  compartments::set_baseline(p, x);
  return x;
}

std::vector<double> rates(const compartments::PatientRates& p, const std::vector<double>& x,
                          const compartments::DrugLevels& drugs = {}) {
  std::vector<double> rate(x.size());
  compartments::rates_of_change(p, drugs, x, rate);
  return rate;
}

}  // namespace

TEST_CASE("without antigen nothing changes", "[agents][body]") {
  const auto p = patient();
  for (const double rate : rates(p, at_rest(p))) CHECK(rate == 0);
}

TEST_CASE("antigen leaves by uptake and decay, and takes dendritic cells along only in alarm",
          "[agents][body]") {
  auto p = patient();
  p.rates.antigen_uptake_per_day = 10, p.rates.antigen_decay_per_day = 2;
  p.rates.maturation_per_day = 1.5, p.rates.danger_half_per_dendritic_cell = 10;
  auto x = at_rest(p);
  const double cells = x[c::immature];
  CHECK(cells == 1e6);
  x[c::antigen + 3] = 3000, x[c::antigen + 7] = 1000;
  auto rate = rates(p, x);
  CHECK(rate[c::antigen + 3] == Approx(-12.0 * 3000));
  CHECK(rate[c::maturing + 3] == 0);  // no danger
  x[c::danger] = 10 * cells;          // half of the alarm
  rate = rates(p, x);
  CHECK(rate[c::maturing + 3] == Approx(0.75 * cells * 0.75));
  CHECK(rate[c::maturing + 7] == Approx(0.75 * cells * 0.25));
  CHECK(rate[c::immature] == Approx(-0.75 * cells));  // each that matures has left
}

TEST_CASE("priming saturates where naive cells outnumber the sites", "[agents][body]") {
  auto p = patient();
  auto x = at_rest(p);
  x[c::presenting + 3] = 100, x[c::naive + 3] = 1e5;
  auto rate = rates(p, x);
  const double sites = 10 * 100;
  CHECK(-rate[c::naive + 3] == Approx(23 * sites / (sites + 1e5) * 1e5));
  CHECK(rate[c::activated + 3] == Approx(-rate[c::naive + 3]));
  x[c::presenting + 3] = 1e9;
  CHECK(-rates(p, x)[c::naive + 3] == Approx(23 * 1e5).epsilon(1e-4));
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
  auto p = patient();
  auto x = at_rest(p);
  x[c::presenting + 3] = 100;
  const double full = rates(p, x)[c::activated + 3];
  p.rates.unhelped_priming = 0.25, p.rates.naive_helper_cells = 0;
  auto depleted = at_rest(p);
  REQUIRE(depleted.size() == c::helped_count);
  depleted[c::presenting + 3] = 100;
  CHECK(rates(p, depleted)[c::activated + 3] == 0.25 * full);
  CHECK(rates(p, depleted)[c::helper] == 0);
  depleted[c::helper] = p.rates.helper_half_cells;  // half of the dendritic cells are licensed
  CHECK(rates(p, depleted)[c::activated + 3] == (0.25 + 0.75 / 2) * full);
  depleted[c::helper] = 1e30;
  CHECK(rates(p, depleted)[c::activated + 3] == full);
}

TEST_CASE("helpers come to a steady state where dendritic cells abound", "[agents][body]") {
  // N = N0 r / (r + a) and H = a N / l, where each free cell is activated at a, replaced at r and lost at l.
  auto p = patient();
  p.rates.unhelped_priming = 0, p.rates.naive_helper_cells = 5e4;
  p.rates.naive_turnover_per_day = 0.5, p.rates.helper_activation_per_day = 2,
  p.rates.helper_loss_per_day = 0.4;
  p.rates.mature_death_per_day = 0;
  auto x = at_rest(p);
  for (const double rate : rates(p, x)) CHECK(rate == 0);
  x[c::presenting + 3] = 4e14, x[c::presenting + 9] = 6e14;  // sites of all classes count
  x[c::naive_helper] = 5e4 * 0.5 / 2.5;
  x[c::helper] = 2 * x[c::naive_helper] / 0.4;
  const auto rate = rates(p, x);
  CHECK(rate[c::naive_helper] == Approx(0).margin(1e-6));
  CHECK(rate[c::helper] == Approx(0).margin(1e-6));
  x[c::presenting + 3] = 0, x[c::presenting + 9] = 500;  // sites of half the naive cells: a third are held
  CHECK(rates(p, x)[c::helper] == Approx(2 * x[c::naive_helper] / 3 - 0.4 * x[c::helper]));
}

TEST_CASE("a vaccine primes where there are CD4 cells, and next to nothing where they are depleted",
          "[agents][body]") {
  ModelParameters m = default_parameters().model;
  m.compartments.enabled = true;
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

TEST_CASE("effectors that leave the lymph node arrive in the blood", "[agents][body]") {
  const auto p = patient();
  auto x = at_rest(p);
  x[c::effector + 3] = 500;
  const auto rate = rates(p, x);
  CHECK(rate[c::blood + 3] == Approx(24.0 * 500));
  CHECK(rate[c::effector + 3] == Approx(-24.01 * 500));
}
