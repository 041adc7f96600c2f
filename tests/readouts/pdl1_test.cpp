// PD-L1 scores of tissue whose stained cells can be counted.
#include "agents/readouts/pdl1.hpp"

#include <cmath>

#include "tests/catch.hpp"
#include "tests/readouts/readout_fixture.hpp"

using namespace tilscape;
using namespace tilscape::readout_test;

TEST_CASE("scores are percentages of live tumour cells, the combined one at most 100", "[readouts][pdl1]") {
  CHECK(score_pdl1(200, 50, 0).tps_percent == Approx(25));
  CHECK(score_pdl1(200, 50, 30).cps == Approx(40));
  CHECK(score_pdl1(200, 50, 30).tps_percent == Approx(25));
  CHECK(score_pdl1(200, 150, 100).cps == 100);
  CHECK(score_pdl1(200, 0, 0).cps == 0);
  CHECK(std::isnan(score_pdl1(0, 0, 5).tps_percent));
  CHECK(std::isnan(score_pdl1(0, 0, 5).cps));
}

TEST_CASE("stained tumour cells, and immune cells at the tumour that IFN-γ reaches", "[readouts][pdl1]") {
  ModelParameters m = still_model({20, 20, 1});
  InitialTissue tissue;
  for (std::uint32_t k = 0; k < 10; ++k)  // a row of ten, three of them stained, one just so
    tissue.push_back({LocalSite{5 + k + 20 * 10}, CellType::tumour, k < 2 ? 3.0f : k == 2 ? 2.0f : 1.9f});
  tissue.push_back({LocalSite{5 + 20 * 11}, CellType::cd8_t_cell});  // beside
  tissue.push_back({LocalSite{9 + 20 * 10}, CellType::macrophage});  // on one
  tissue.push_back({LocalSite{5 + 20 * 13}, CellType::treg});        // too far
  m.fields[ifn_gamma_field].initial = 0;
  CHECK(read(m, tissue).pdl1->tps_percent == Approx(30));
  CHECK(read(m, tissue).pdl1->cps == Approx(30));
  m.fields[ifn_gamma_field].initial = 1e3;  // saturating: the law's maximum is above twofold
  CHECK(read(m, tissue).pdl1->tps_percent == Approx(30));
  CHECK(read(m, tissue).pdl1->cps == Approx(50));
  ReadoutParameters strict = all_readouts();
  strict.pdl1_positive_fold = 2.5;
  CHECK(read(m, tissue, strict).pdl1->tps_percent == Approx(20));
}
