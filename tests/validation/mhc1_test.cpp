// MHC-I of tumour cells in constant IFN-γ: it approaches basal + (1 − basal)·c/(c + EC50) at its rate, stays
// basal in cells without JAK1/2, and is 0 without B2M. The law is linear in the table's argument, so that
// single precision is all that is lost.
#include "tests/catch.hpp"
#include "tests/validation/cases.hpp"

using namespace tilscape;

namespace {

constexpr double basal = 0.3, ec50_ng_per_ml = 0.2, rate_per_h = 0.05;

ModelParameters cells_in(double ifn_gamma_ng_per_ml) {
  ModelParameters m = quiet_model({8, 8, 1});
  m.fields[ifn_gamma_field].initial = ifn_gamma_ng_per_ml;
  m.escape.mhc1_basal = basal, m.escape.mhc1_ec50_ng_per_ml = ec50_ng_per_ml;
  m.escape.mhc1_rate_per_h = rate_per_h;
  return m;
}

std::vector<float> mhc1_after(const ModelParameters& m, std::uint32_t hours) {
  const auto simulation = make_host_simulation(start_of(m, {{centre_of(m), CellType::tumour}}, 1), 1);
  simulation->advance(60 * hours);
  return simulation->cells(0).mhc1;
}

}  // namespace

TEST_CASE("IFN-gamma restores MHC-I by its law, at its rate", "[validation][mhc1]") {
  for (const double c : {0.0, 0.05, 0.2, 1.0, 1e6})
    for (const std::uint32_t hours : {6u, 24u, 400u}) {
      INFO("IFN-gamma " << c << ", " << hours << " h");
      const double rest = basal + (1 - basal) * c / (c + ec50_ng_per_ml);
      const double expected = rest + (basal - rest) * std::exp(-rate_per_h * hours);
      CHECK(mhc1_after(cells_in(c), hours).at(0) == Approx(expected).margin(1e-5));
    }
}

TEST_CASE("IFN-gamma leaves MHC-I of cells without JAK at its basal level", "[validation][mhc1]") {
  // The founder divides in the first minute and both daughters lose JAK, before MHC-I first changes.
  ModelParameters m = cells_in(1e6);
  m.tumour.division_per_day = 1e6;
  for (const double loss : {1.0, 0.0}) {
    m.mutation.jak_loss_per_daughter = loss;
    const auto levels = mhc1_after(m, 400);
    REQUIRE(levels.size() == 64);
    for (const float level : levels) CHECK(level == Approx(loss > 0 ? basal : 1).margin(1e-5));
  }
}

TEST_CASE("Cells without B2M show no MHC-I, whatever IFN-gamma there is", "[validation][mhc1]") {
  for (const double c : {0.0, 1e6}) {
    ModelParameters m = cells_in(c);
    m.tumour.division_per_day = 1e6;
    m.mutation.b2m_loss_per_daughter = 1;
    for (const float level : mhc1_after(m, 400)) CHECK(level == 0);
  }
}
