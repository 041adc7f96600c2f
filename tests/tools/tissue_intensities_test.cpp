// Intensities against values worked out by hand.
#include "tools/tissue/tissue_intensities.hpp"

#include <cmath>

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

TissueTable tumour_with(const std::vector<double>& pdl1) {
  TissueTable table;
  table.path = "t.csv";
  for (std::size_t i = 0; i < pdl1.size(); ++i)
    table.cells.push_back({0, 0, CellType::tumour, pdl1[i], NAN, i + 2});
  return table;
}

}  // namespace

TEST_CASE("quantiles are linear between values") {
  CHECK(quantile({}, 0.5) == 0);
  CHECK(quantile({3}, 0.99) == 3);
  CHECK(quantile({1, 3}, 0.5) == 2);
  CHECK(quantile({0, 10, 20, 30, 40}, 0.95) == Approx(38));
  CHECK(quantile({0, 10}, 1) == 10);
}

TEST_CASE("PD-L1 is a fold of the median tumour cell, clipped to 0 to 6") {
  TissueTable table = tumour_with({2, 4, 8, 100, -1, NAN});
  table.cells.push_back({0, 0, CellType::stroma, 1000, NAN, 9});  // no carrier: neither counted nor given
  const ModelIntensities model = model_intensities(table, true);
  CHECK(model.pdl1_import.reference == 4);  // of −1, 2, 4, 8, 100
  CHECK(model.pdl1 == std::vector<float>{0.5f, 1, 2, 6, 0, -1, -1});
  CHECK(model.pdl1_import.cells == 5);
  CHECK(model.pdl1_import.clipped == 2);
  CHECK_FALSE(model.pd1_import.given);
}

TEST_CASE("PD-1 is a share of the 99th percentile of T cells") {
  TissueTable table;
  for (int i = 0; i <= 100; ++i)
    table.cells.push_back({0, 0, CellType::cd8_t_cell, NAN, static_cast<double>(i), 2});
  const ModelIntensities model = model_intensities(table, true);
  CHECK(model.pd1_import.reference == Approx(99));
  CHECK(model.pd1[33] == Approx(1.0 / 3));
  CHECK(model.pd1[100] == 1);
  CHECK(model.pd1_import.clipped == 1);
}

TEST_CASE("without normalisation values are kept, and must be the model's") {
  CHECK(model_intensities(tumour_with({0, 2.5}), false).pdl1 == std::vector<float>{0, 2.5f});
  CHECK_THAT(input_error([] {
               model_intensities(tumour_with({1, -2}), false);
             }),
             contains("t.csv:3: pdl1: -2 is out"));
  TissueTable table;
  table.path = "t.csv";
  table.cells.push_back({0, 0, CellType::cd8_t_cell, NAN, 1.5, 2});
  CHECK_THAT(input_error([&] { model_intensities(table, false); }),
             contains("t.csv:2: pd1: 1.5 is out of range"));
}

TEST_CASE("a reference of zero is refused") {
  CHECK_THAT(input_error([] {
               model_intensities(tumour_with({0, 0, 5}), true);
             }),
             contains("t.csv: pdl1: the 0.5 quantile over tumour cells is 0; expected more than 0"));
}
