// PD-L1 of tumour cells in constant IFN-γ (row 17): 1 + (max − 1)·cⁿ/(cⁿ + EC50ⁿ) with EC50 0.11 ng/mL and
// n 1.26, a fall at 0.1 per day without IFN-γ, and baseline for cells without JAK1/2.
//
// The law is interpolated in 256 intervals of u = c/(c + EC50). The error is greatest in the first one,
// where the law is u^1.26: 5·256^(−1.26)·max(v^1.26 − v) < 5·9.2e-4·0.1 = 5e-4. After 300 h at 0.1/h the rest
// is 5·e^(−30) < 1e-12, and single precision stalls below 4·6e-8/0.1 = 3e-6.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

ModelParameters cells_in(double ifn_gamma_ng_per_ml) {
  ModelParameters m = quiet_model({8, 8, 1});
  m.fields[ifn_gamma_field].initial = ifn_gamma_ng_per_ml;
  return m;
}

/// Levels of all live tumour cells after some hours.
std::vector<float> pdl1_after(const ModelParameters& m, const PlacedCell& founder, std::uint32_t hours) {
  const auto simulation = make_host_simulation(start_of(m, {founder}, 1), 1);
  simulation->advance(60 * hours);
  return simulation->cells(0).pdl1;
}

PlacedCell founder_of(const ModelParameters& m, float pdl1 = 1) {
  return {centre_of(m), CellType::tumour, pdl1};
}

double hill_law(double ifn_gamma, double most) {
  const double c = std::pow(ifn_gamma, 1.26), half = std::pow(0.11, 1.26);
  return 1 + (most - 1) * c / (c + half);
}

}  // namespace

TEST_CASE("PD-L1 settles on the Hill law of IFN-gamma", "[validation][pdl1]") {
  for (const double ifn_gamma : {0.0, 0.0002, 0.003, 0.02, 0.11, 0.5, 3.0, 1000.0}) {
    const ModelParameters m = cells_in(ifn_gamma);
    INFO("IFN-gamma " << ifn_gamma);
    const auto levels = pdl1_after(m, founder_of(m), 300);
    REQUIRE(levels.size() == 1);
    CHECK(std::abs(levels[0] - hill_law(ifn_gamma, 6)) < 5e-4);
  }
}

TEST_CASE("PD-L1 falls at 0.1 per day when IFN-gamma is gone", "[validation][pdl1]") {
  const ModelParameters m = cells_in(0);
  for (const std::uint32_t days : {1u, 7u, 20u})
    CHECK(pdl1_after(m, founder_of(m, 6), 24 * days)[0] ==
          Approx(1 + 5 * std::exp(-0.1 * days)).epsilon(1e-4));
}

TEST_CASE("PD-L1 of cells without JAK stays at baseline in IFN-gamma", "[validation][pdl1]") {
  // The founder divides in the first minute and both daughters lose JAK, an hour before PD-L1 first changes.
  ModelParameters m = cells_in(1);
  m.tumour.division_per_day = 1e6;
  for (const double loss : {1.0, 0.0}) {
    m.mutation.jak_loss_per_daughter = loss;
    const auto levels = pdl1_after(m, founder_of(m), 300);
    REQUIRE(levels.size() == 64);
    for (const float level : levels) CHECK(std::abs(level - (loss > 0 ? 1.0 : hill_law(1, 6))) < 5e-4);
  }
}

TEST_CASE("PD-L1 of amplified cells is at its constitutive level without IFN-gamma", "[validation][pdl1]") {
  ModelParameters m = cells_in(0);
  m.tumour.division_per_day = 1e6;
  m.mutation.pdl1_amplification_per_daughter = 1;
  m.escape.pdl1_amplified_fold = 4;
  for (const float level : pdl1_after(m, founder_of(m), 300)) CHECK(std::abs(level - 4) < 5e-4);
}
