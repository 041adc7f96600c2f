// From rates to chances, steps and tables: p = 1 − e^(−rate·period) with the period of the rule's own phase.
#include "agents/parameters/derive.hpp"

#include <cmath>

#include "agents/rules/surveillance.hpp"
#include "agents/rules/tumour_turnover.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

/// Periods that tell the phases apart.
ModelParameters model() {
  ModelParameters m = default_parameters().model;
  m.time = {1, 5, 30, 60, 120, 10, 20, 60};
  return m;
}

RuleParameters rules_of(const ModelParameters& m) {
  return derive_rules(m, 1, 0);
}

double chance(const Chance& c) {
  return static_cast<double>(c.threshold) / (c.rare ? 18446744073709551616.0 : 4294967296.0);
}

/// A threshold of 32 bits, or a chance in single precision.
void check_chance(double found, double rate_times_period) {
  CHECK(found == Approx(1 - std::exp(-rate_times_period)).margin(3e-10).epsilon(1e-7));
}

}  // namespace

TEST_CASE("Rates become chances over the period of their phase", "[agents][derive]") {
  ModelParameters m = model();
  m.tumour.division_per_day = 2, m.mutation.driver_advantage = 0.5;
  m.tumour.death_per_day = 0.3;
  m.tumour.hypoxic_death_per_day = 4, m.tumour.necrotic_clearance_per_day = 0.1;
  m.tumour.apoptotic_clearance_h = 8;
  m.t_cell.death_per_day = 0.1;
  const RuleParameters r = rules_of(m);
  const double turnover_day = 60.0 / 1440;
  CHECK(r.turnover.divisions[0] == Approx(2 * turnover_day));
  CHECK(r.turnover.divisions[2] == Approx(2 * 2.25 * turnover_day));
  check_chance(chance(r.turnover.apoptosis), 0.3 * turnover_day);
  CHECK(r.turnover.necroses == Approx(4 * turnover_day));
  check_chance(chance(r.turnover.necrotic_clearance), 0.1 * turnover_day);
  check_chance(chance(r.turnover.apoptotic_clearance), 1.0 / 8);
  check_chance(chance(r.immune_turnover.death[1]), 0.1 * 120 / 1440);
  CHECK(r.surveillance.pace.recognitions == Approx(m.t_cell.recognition_per_min));  // a step is a minute
  CHECK(r.surveillance.pace.hits == Approx(m.t_cell.hits_per_h / 60));
  check_chance(r.surveillance.pd1_rise, m.t_cell.pd1_induction_per_h * 5 / 60);
  check_chance(r.surveillance.pd1_fall, m.t_cell.pd1_decay_per_day * 5 / 1440);
  check_chance(r.escape.pdl1_rise, m.escape.pdl1_induction_per_h * 0.5);
  check_chance(r.escape.pdl1_fall, m.escape.pdl1_decay_per_day * 30 / 1440);
  check_chance(r.escape.mhc1_approach, m.escape.mhc1_rate_per_h * 0.5);
  check_chance(1 - chance(r.walk.gait[1].keeps_heading), 1 / m.t_cell.persistence_min);
}

TEST_CASE("Drivers multiply the division rate, or add to it", "[agents][derive]") {
  ModelParameters m = model();
  m.tumour.division_per_day = 2, m.mutation.driver_advantage = 0.5;
  const double turnover_day = 60.0 / 1440;
  const auto check = [&](DriverEffect effect, std::uint32_t drivers, double factor) {
    m.mutation.driver_effect = effect;
    CHECK(rules_of(m).turnover.divisions[drivers] == Approx(2 * factor * turnover_day));
  };
  for (const auto effect : {DriverEffect::multiplicative, DriverEffect::additive}) {
    check(effect, 0, 1);
    check(effect, 1, 1.5);
  }
  check(DriverEffect::multiplicative, 4, 5.0625);
  check(DriverEffect::additive, 4, 3);
  check(DriverEffect::additive, 15, 8.5);
}

TEST_CASE("A clearance time of zero is certain clearance", "[agents][derive]") {
  ModelParameters m = model();
  m.tumour.apoptotic_clearance_h = 0;
  CHECK(chance(rules_of(m).turnover.apoptotic_clearance) == 1);
  CHECK(vanishes(rules_of(m).turnover, Tissue::tumour_apoptotic));
  CHECK_FALSE(vanishes(rules_of(m).turnover, Tissue::tumour_necrotic));
  m.tumour.apoptotic_clearance_h = 0.1;  // a chance of 1 − e^(−10)
  CHECK_FALSE(vanishes(rules_of(m).turnover, Tissue::tumour_apoptotic));
}

TEST_CASE("A rare event keeps its chance to nine digits", "[agents][derive]") {
  ModelParameters m = model();
  m.tumour.death_per_day = 1e-9;
  const Chance c = rules_of(m).turnover.apoptosis;
  CHECK(c.rare);
  CHECK(chance(c) == Approx(1e-9 * 60 / 1440).epsilon(1e-9));
}

TEST_CASE("Times become steps", "[agents][derive]") {
  ModelParameters m = model();
  const RuleParameters r = rules_of(m);
  CHECK(r.surveillance.pace.period_steps == 5);
  CHECK(r.surveillance.pace.engagement_steps == 60);
  CHECK(r.surveillance.pace.refractory_steps == 35);
  CHECK(r.surveillance.hit_memory_steps == 50);
  CHECK(r.surveillance.secretion_steps == 480);
  CHECK(r.immune_turnover.division_interval_steps == 720);
  CHECK(r.immune_turnover.division_window_steps == 1440);
  const PhasePeriods p = derive_periods(m.time);
  CHECK(p.surveillance == 5);
  CHECK(p.escape == 30);
  CHECK(p.tumour_turnover == 60);
  CHECK(p.immune_turnover == 120);
  CHECK(p.entry == 10);
  CHECK(p.fields == 20);
  m.time.base_step_min = 2.5;
  CHECK(derive_periods(m.time).surveillance == 2);
}

TEST_CASE("Entry goes with the blood and the lattice's volume", "[agents][derive]") {
  ModelParameters m = model();
  m.lattice.size = {100, 100, 10};
  m.lattice.spacing_um = 20;  // 100,000 sites of 8e-6 mm³
  m.blood.cd8_cells.fill(0);
  m.blood.cd8_cells[1] = 2e6, m.blood.cd8_cells[2] = 3e6;
  m.blood.entry_per_min_per_cm3 = 1e-4;
  CHECK(lattice_sites(m) == 100000);
  CHECK(lattice_mm3(m) == Approx(0.8));
  CHECK(entering_per_min(m) == Approx(0.4));
  CHECK(entering_per_blood_cell_per_min(m) == Approx(8e-8));
  CHECK(rules_of(m).entry.receptor_at_most[0] == 0);
  CHECK(rules_of(m).entry.receptor_at_most[1] == Approx(0.4 * 4294967296.0));
  CHECK(rules_of(m).entry.receptor_at_most[63] == std::uint64_t{1} << 32);
}

TEST_CASE("A dose of radiation follows the linear-quadratic law", "[agents][derive]") {
  TreatmentParameters t = default_parameters().model.treatment;
  t.radiation_alpha_per_gray = 0.3, t.radiation_beta_per_gray2 = 0.03, t.radiation_hypoxia_ratio = 3;
  t.radiation_lymphocyte_alpha_per_gray = 0.5, t.radiation_macrophage_alpha_per_gray = 0.05;
  const RadiationDose dose = derive_radiation(t, 6);
  CHECK(dose.linear == Approx(1.8));
  CHECK(dose.quadratic == Approx(1.08));
  CHECK(dose.lymphocyte == Approx(3));
  CHECK(dose.macrophage == Approx(0.3));
}

TEST_CASE("Doses per kg and in units of activity become mg", "[agents][derive]") {
  TreatmentParameters t;
  t.body_mass_kg = 80, t.il2_million_iu_per_mg = 16;
  TherapyItem item;
  item.dose = 2, item.unit = TherapyItem::Unit::mg;
  CHECK(dose_mg(item, t) == 2);
  item.unit = TherapyItem::Unit::mg_per_kg;
  CHECK(dose_mg(item, t) == 160);
  item.unit = TherapyItem::Unit::million_iu_per_kg;
  CHECK(dose_mg(item, t) == 10);
}

TEST_CASE("Founder classes are fully immunogenic, the others Exp(mean) up to 1", "[agents][derive]") {
  ModelParameters m = model();
  m.antigens.founder_classes = {4, 60};
  m.antigens.antigenicity_mean = 0.2;
  const SurveillanceRules r = rules_of(m).surveillance;
  double sum = 0;
  for (int c = 0; c < antigen_classes; ++c) {
    CHECK(r.antigenicity[c] >= 0);
    CHECK(r.antigenicity[c] <= 1);
    if (c != 4 && c != 60) sum += static_cast<double>(r.antigenicity[c]);
  }
  CHECK(r.antigenicity[4] == 1);
  CHECK(r.antigenicity[60] == 1);
  // The mean of 62 draws of a law with mean 0.2·(1 − e^(−5)) and a standard deviation below 0.2.
  CHECK(std::abs(sum / 62 - 0.1987) < 4 * 0.2 / std::sqrt(62.0));
}

TEST_CASE("Tables follow the Hill law between their nodes", "[agents][derive]") {
  ModelParameters m = model();
  m.escape.pdl1_max_fold = 6, m.escape.pdl1_ec50_ng_per_ml = 0.11, m.escape.pdl1_hill = 1.26;
  const RuleParameters r = rules_of(m);
  for (int k = -300; k <= 300; ++k) {
    const double x = std::pow(10.0, k / 50.0), u = std::pow(x / 0.11, 1.26);
    // Linear interpolation in 256 intervals; the bound is worked out in tests/validation/pdl1_test.cpp.
    CHECK(std::abs(static_cast<double>(r.escape.pdl1(static_cast<float>(x))) - (1 + 5 * u / (1 + u))) < 5e-4);
    // Exponent 2: |second derivative in u| below 8, so the error is below 8/(8·256²) = 1.6e-5.
    const double load = std::pow(x / 6, 2);
    CHECK(std::abs(static_cast<double>(r.surveillance.brake(static_cast<float>(x))) - 1 / (1 + load)) < 2e-5);
  }
  CHECK(r.escape.pdl1(0) == 1);
  CHECK(r.escape.pdl1(0.11f) == Approx(3.5));
  CHECK(r.escape.pdl1(1e30f) == Approx(6));
  CHECK(r.surveillance.brake(0) == 1);
}

TEST_CASE("The Poisson table has the law's chances and mean", "[agents][derive]") {
  ModelParameters m = model();
  for (const double mean : {0.0, 0.0075, 0.015, 1.0, 20.0}) {
    m.mutation.passengers_per_daughter = mean;
    const PoissonTable table = rules_of(m).mutation.passengers;
    CHECK(table(0) == 0);
    CHECK(table(0xffffffffu) < PoissonTable::size - 1);
    double found = 0, squares = 0, before = 0;
    for (int n = 0; n < PoissonTable::size; ++n) {
      const double p = static_cast<double>(table.at_most[n]) / 4294967296.0 - before;
      before += p, found += n * p, squares += n * n * p;
      if (n < PoissonTable::size - 1 && table.at_most[n] < std::uint64_t{1} << 32) {
        CHECK(table(static_cast<std::uint32_t>(table.at_most[n])) > static_cast<std::uint32_t>(n));
      }
    }
    // 64 thresholds, each rounded by up to half of 2⁻³².
    CHECK(found == Approx(mean).margin(64 * 64 / 4294967296.0));
    CHECK(squares - found * found == Approx(mean).margin(3 * 64 * 64 * 64 / 4294967296.0));
  }
}
