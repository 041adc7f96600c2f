// Drugs in the body against the half-lives and concentrations that their sources state (row 16 of the
// reproduced results), by stepping the same equations as a run does.
#include "agents/body/pharmacokinetics.hpp"

#include <cmath>
#include <vector>

#include "agents/body/body.hpp"
#include "config/schema/schema.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

const DrugParameters& drug(Drug which) {
  static const DrugTable table = default_parameters().model.drugs;
  return table[static_cast<std::size_t>(which)];
}

/// A patient with one drug, given from day 0 on.
struct Course {
  ModelParameters model = default_parameters().model;
  explicit Course(Drug which, double dose, TherapyItem::Unit unit, double every_days, std::uint32_t doses) {
    TherapyItem item;
    item.drug = which, item.dose = dose, item.unit = unit, item.every_days = every_days, item.doses = doses;
    model.therapy = {item};
    model.time.entry_min = 60;
  }
  /// nM in plasma after each hour.
  std::vector<double> plasma_nM(double days) const {
    const Body body(model, 1, 0, 0);
    BodyState state = body.start();
    std::vector<double> values;
    for (std::uint32_t hour = 1; hour <= days * 24; ++hour) {
      state = body.next(state, hour, 0);
      values.push_back(body.plasma_nM(state, model.therapy[0].drug));
    }
    return values;
  }
};

}  // namespace

TEST_CASE("terminal half-lives are those of the sources", "[validation][pharmacokinetics]") {
  const auto half_life = [](Drug which, double day) {
    return pharmacokinetics::terminal_half_life_days(drug(which), day);
  };
  CHECK(half_life(Drug::pembrolizumab, 0) == Approx(25.8).epsilon(0.005));
  CHECK(half_life(Drug::nivolumab, 0) == Approx(20.9).epsilon(0.005));
  CHECK(half_life(Drug::nivolumab, 1e6) == Approx(27.6).epsilon(0.005));
  CHECK(half_life(Drug::atezolizumab, 0) == Approx(26.6).epsilon(0.005));
  CHECK(half_life(Drug::ipilimumab, 0) == Approx(15.0).epsilon(0.005));
  CHECK(half_life(Drug::aldesleukin, 0) * 1440 == Approx(85).epsilon(0.005));
}

TEST_CASE("after one dose a run falls by half in a terminal half-life", "[validation][pharmacokinetics]") {
  for (const auto& [which, half_life] :
       {std::pair(Drug::pembrolizumab, 25.791), std::pair(Drug::ipilimumab, 15.0001)}) {
    const auto nM = Course(which, 100, TherapyItem::Unit::mg, 0, 1).plasma_nM(130);
    const auto at = [&](double day) { return nM[static_cast<std::size_t>(day * 24) - 1]; };
    const double found = 30 * std::log(2) / std::log(at(100) / at(130));
    CHECK(found == Approx(half_life).epsilon(0.001));
  }
}

TEST_CASE("steady averages are dose over interval and clearance", "[validation][pharmacokinetics]") {
  const auto average_mg_per_l = [](Drug which, double mg, double every_days) {
    const auto nM = Course(which, mg, TherapyItem::Unit::mg, every_days, 30).plasma_nM(28 * every_days);
    const auto hours = static_cast<std::size_t>(every_days * 24);
    double sum = 0;
    for (std::size_t k = nM.size() - hours; k < nM.size(); ++k) sum += nM[k];
    return sum / static_cast<double>(hours) * drug(which).molar_mass_g_per_mol * 1e-6;
  };
  CHECK(average_mg_per_l(Drug::pembrolizumab, 200, 21) == Approx(43.3).epsilon(0.01));
  CHECK(average_mg_per_l(Drug::atezolizumab, 1200, 21) == Approx(286).epsilon(0.01));
}

TEST_CASE("2 mg/kg of pembrolizumab every three weeks occupies at least 95 % of its receptors all the time",
          "[validation][pharmacokinetics]") {
  const Course course(Drug::pembrolizumab, 2, TherapyItem::Unit::mg_per_kg, 21, 4);
  const auto nM = course.plasma_nM(84);
  const DrugParameters& d = drug(Drug::pembrolizumab);
  for (const double c : nM) CHECK(drug_effect(c * d.tumour_to_plasma, d.half_effect_nM) >= 0.95);
}

TEST_CASE("what enters the body leaves it by clearance alone", "[validation][pharmacokinetics]") {
  const DrugParameters& d = drug(Drug::nivolumab);
  for (const double day : {0.0, 10.0, 58.75, 400.0}) {
    const auto change = pharmacokinetics::rate_of_change(d, {120, 40}, day);
    CHECK(change.central + change.peripheral ==
          Approx(-pharmacokinetics::clearance_l_per_day(d, day) * 120 / d.central_l));
  }
  CHECK(pharmacokinetics::clearance_l_per_day(d, 58.75) == Approx(0.2256 * std::exp(-0.295 / 2)));
}
