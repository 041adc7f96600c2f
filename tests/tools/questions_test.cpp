// Distances that can be worked out by hand, and tissues that are none.
#include "tools/tissue/questions.hpp"

#include "tests/tools/scratch.hpp"

using namespace tilscape;

namespace {

/// side × side cells on a square grid.
TissueTable square(std::size_t side, double spacing_um) {
  TissueTable table;
  for (std::size_t i = 0; i < side * side; ++i) {
    const double x_um = spacing_um * static_cast<double>(i % side),
                 y_um = spacing_um * static_cast<double>(i / side);
    table.places.push_back({x_um, y_um, i + 2});
    table.box.include(x_um, y_um);
  }
  return table;
}

std::string asked(const TissueTable& table, double density_per_mm2) {
  std::string text;
  for (const std::string& question : questions_about(table, density_per_mm2)) text += question + "\n";
  return text;
}

}  // namespace

TEST_CASE("the median distance to the nearest cell is that of a grid, and of a thousand of its cells") {
  CHECK(spacing_of(square(4, 9).places).median_nearest_um == 9);
  CHECK(spacing_of(square(100, 9).places).median_nearest_um == 9);
  CHECK(spacing_of({}).median_nearest_um == 0);
  CHECK(spacing_of({{1, 1, 2}}).median_nearest_um == 0);
  CHECK(spacing_of({{0, 0, 2}, {3, 4, 3}}).median_nearest_um == 5);
}

TEST_CASE("cells on the place of another are counted, and not their own neighbours") {
  const CellSpacing spacing = spacing_of({{5, 5, 2}, {0, 0, 3}, {5, 5, 4}, {5, 5, 5}, {0, 0, 6}});
  CHECK(spacing.same_place == 3);
  CHECK(spacing.line == 4);
  CHECK(spacing.like_line == 2);
  CHECK(spacing.median_nearest_um == Approx(std::sqrt(50)));
}

TEST_CASE("a tissue raises no question") {
  CHECK(asked(square(20, 10.5), 9070).empty());
  CHECK(asked(square(20, 7), 20400).empty());  // lymphocytes side by side
}

TEST_CASE("pixels that were taken for micrometres, and the reverse, are asked about") {
  CHECK_THAT(asked(square(20, 4), 62500),
             contains("62500 cells per mm2 are more than any tissue has (25000): is um_per_unit right"));
  CHECK_THAT(asked(square(20, 2), 250000), contains("half of the cells lie within 2 um of another"));
  CHECK_THAT(asked(square(20, 60), 278), contains("half of the cells have no other within 60 um"));
  CHECK_THAT(asked(square(20, 120), 69), contains("69 cells per mm2 are fewer than a tissue has (100)"));
  CHECK(asked(square(3, 120), 69).empty());  // too few to tell
}
