// What is fast in a patient: the exchange between blood and periphery against its solution, IL-2 against its
// steady state, both at any step; and the order and error of the whole method.
#include "agents/body/exchange.hpp"

#include <algorithm>
#include <cmath>

#include "tests/agents/patient_fixture.hpp"
#include "tests/catch.hpp"

using namespace tilscape;
namespace c = compartments::at;

namespace {

constexpr std::size_t k = 3;

/// A patient whose T cells of class 3 are being primed by many dendritic cells.
std::vector<double> in_response(const compartments::PatientRates& p) {
  std::vector<double> x = at_rest(p);
  x[c::danger] = 1e4, x[c::antigen + k] = 1e6;
  x[c::presenting] = 1e5, x[c::presented + k] = 2e5;
  x[c::activated + k] = 300, x[c::effector + k] = 1e4;
  return x;
}

/// The largest difference of two solutions, relative to the value; below `least` it does not count.
double difference(const std::vector<double>& a, const std::vector<double>& b, double least) {
  double most = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::abs(b[i]) > least) most = std::max(most, std::abs(a[i] / b[i] - 1));
  return most;
}

}  // namespace

TEST_CASE("cells put into the blood leave it by the solution of two compartments, at any step",
          "[agents][body]") {
  const auto p = patient();
  const double in = 2.436 * 1440, out = 24;
  for (const double days : {1e-5, 1.0 / 1440, 0.01, 30.0}) {
    std::vector<double> x(c::count);
    x[c::blood + 9] = 1e6;
    compartments::Exchange(p, days)(x);
    INFO(days);
    CHECK(x[c::blood + 9] ==
          Approx(1e6 * (out + in * std::exp(-(in + out) * days)) / (in + out)).epsilon(1e-12));
    CHECK(x[c::blood + 9] + x[c::periphery + 9] == Approx(1e6).epsilon(1e-15));
  }
}

TEST_CASE("naive cells come back to their rest, and none is lost on the way", "[agents][body]") {
  const auto p = patient();
  std::vector<double> x = at_rest(p);
  const double all = x[c::naive_blood + k] + x[c::naive_periphery + k];
  x[c::naive_blood + k] += 1000, x[c::naive_periphery + k] -= 1000;
  compartments::Exchange(p, 1)(x);
  CHECK(x[c::naive_blood + k] == Approx(p.naive.blood).epsilon(1e-12));
  CHECK(x[c::naive_blood + k] + x[c::naive_periphery + k] == Approx(all).epsilon(1e-15));
}

TEST_CASE("IL-2 goes to where secretion is what is lost and consumed, and stays there", "[agents][body]") {
  CompartmentParameters rates = default_parameters().model.compartments;
  rates.il2_secretion_nmol_per_cell_per_h = 3e-5, rates.il2_consumption_nmol_per_cell_per_h = 6e-6;
  rates.il2_loss_per_min = 0.2, rates.il2_half_nM = 0.3, rates.lymph_node_ml = 2;
  const auto p = patient(rates);
  std::vector<double> x(c::count);
  // 0.6 nM: 14.4 nmol/L/h are lost at 12/h times 1.2, and of 3,600 effectors two thirds of 21.6/2 consumed
  x[c::effector + k] = 3600, x[c::il2_nM] = 0.6;
  const double lost = 12 * 0.6, consumed = 3600 * 6e-6 / 2e-3 * 0.6 / 0.9;
  x[c::activated + k] = (lost + consumed) / (3e-5 / 2e-3);
  for (const double days : {1e-4, 1.0, 1e3}) {
    compartments::Exchange(p, days)(x);
    CHECK(x[c::il2_nM] == Approx(0.6).epsilon(1e-12));
  }
  x[c::il2_nM] = 0;
  for (int step = 0; step < 100; ++step) compartments::Exchange(p, 1)(x);
  CHECK(x[c::il2_nM] == Approx(0.6).epsilon(1e-9));
  x[c::activated + k] = 0, x[c::il2_nM] = 1e12;  // as after a dose that nobody gives
  for (int step = 0; step < 1000; ++step) {
    compartments::Exchange(p, 1)(x);
    REQUIRE((x[c::il2_nM] >= 0 && x[c::il2_nM] <= 1e12));
  }
  CHECK(x[c::il2_nM] < 1e-12);
}

TEST_CASE("where IL-2 plays no part the method is of second order", "[agents][body]") {
  CompartmentParameters rates = default_parameters().model.compartments;
  rates.il2_secretion_nmol_per_cell_per_h = 0;
  const auto p = patient(rates);
  const auto x = in_response(p);
  // Half an hour of steps short beside the 24 s that effectors stay in the blood.
  const auto fine = steps_later(p, x, 64 * 128, 30.0 / (64 * 128));
  const double coarse = difference(steps_later(p, x, 128, 30.0 / 128), fine, 1),
               half = difference(steps_later(p, x, 256, 30.0 / 256), fine, 1);
  CHECK(coarse > 1e-9);
  CHECK(std::log2(coarse / half) == Approx(2).margin(0.15));
}

TEST_CASE("steps of a minute follow a response within a few in ten thousand", "[agents][body]") {
  const auto p = patient();
  const auto x = in_response(p);
  for (const std::uint32_t hours : {1u, 24u}) {
    auto now = steps_later(p, x, hours * 60, 1), fine = steps_later(p, x, hours * 60 * 16, 1.0 / 16);
    INFO(hours);
    CHECK(now[c::il2_nM] == Approx(fine[c::il2_nM]).epsilon(5e-3));  // whose method is of first order
    now[c::il2_nM] = fine[c::il2_nM];
    CHECK(difference(now, fine, 1e-3) < 5e-4);
  }
}

TEST_CASE("at the ends of every range a step of a minute stays finite, and no number falls below 0",
          "[agents][body]") {
  const auto starts_with = [](const Row& row) { return row.key.starts_with("compartments."); };
  for (const Row& row : schema()) {
    if (!starts_with(row) || row.kind != Kind::number || row.key.ends_with("tumour_fraction")) continue;
    for (const double end : {row.numbers.low, row.numbers.high}) {
      if (row.numbers.low_excluded && end == row.numbers.low) continue;
      RunParameters run = default_parameters();
      row.set(run, end);
      const auto p = patient(run.model.compartments);
      if (p.naive.node < 0 || p.naive.periphery < 0 || p.naive.made_per_day < 0) continue;  // refused
      INFO(row.key << " = " << end);
      auto x = in_response(p);
      x[c::blood + 5] = 1e14;
      const auto later = steps_later(p, x, 600, 1);
      CHECK(std::all_of(later.begin(), later.end(), [](double v) { return v >= -1e-6 && v <= 1e30; }));
    }
  }
}
