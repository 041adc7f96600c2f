// The 1-D tables of the hierarchy, against what finite volumes must conserve.
#include "core/multigrid/axis.hpp"

#include <numeric>

#include "tests/catch.hpp"

namespace tilscape {

namespace {

/// Cell lengths of a level, from the shares of the finer ones.
std::vector<double> lengths(std::uint32_t n, int level) {
  std::vector<double> fine(n, 1.0);
  for (int l = 0; l < level; ++l) {
    std::vector<double> coarse((fine.size() + 1) / 2, 0.0);
    for (std::size_t i = 0; i < fine.size(); ++i) coarse[i / 2] += fine[i];
    fine = coarse;
  }
  return fine;
}

}  // namespace

TEST_CASE("every axis comes down to one cell, by halves rounded up", "[fields]") {
  CHECK(multigrid_levels(1) == 1);
  CHECK(multigrid_levels(2) == 2);
  CHECK(multigrid_levels(3) == 3);
  CHECK(multigrid_levels(256) == 9);
  CHECK(multigrid_levels(257) == 10);
  const std::vector<AxisTables> axis = axis_hierarchy(93, AxisEnds::no_flux, 8);
  const std::uint32_t cells[] = {93, 47, 24, 12, 6, 3, 2, 1};
  for (int l = 0; l < 8; ++l) CHECK(axis[l].cells() == cells[l]);
}

TEST_CASE("what leaves one cell enters the next", "[fields]") {
  const AxisEnds ends = GENERATE(AxisEnds::no_flux, AxisEnds::fixed_value, AxisEnds::periodic);
  for (const std::uint32_t n : {1u, 2u, 5u, 64u, 93u, 257u}) {
    const int levels = multigrid_levels(n);
    const std::vector<AxisTables> axis = axis_hierarchy(n, ends, levels);
    for (int l = 0; l < levels; ++l) {
      const std::vector<double> w = lengths(n, l);
      const std::size_t cells = w.size();
      for (std::size_t i = 0; i + 1 < cells; ++i)
        CHECK(w[i] * axis[l].upper[i] == Approx(w[i + 1] * axis[l].lower[i + 1]).epsilon(1e-6));
      const bool wraps = ends == AxisEnds::periodic && cells > 1;
      CHECK(w[cells - 1] * axis[l].upper[cells - 1] == Approx(w[0] * axis[l].lower[0]).epsilon(1e-6));
      CHECK((axis[l].lower[0] > 0) == wraps);
      CHECK((axis[l].face[0] > 0) == (ends == AxisEnds::fixed_value && n > 1));
    }
  }
}

TEST_CASE("averages and interpolation keep constants", "[fields]") {
  const AxisEnds ends = GENERATE(AxisEnds::no_flux, AxisEnds::periodic);
  for (const std::uint32_t n : {2u, 5u, 64u, 93u, 257u})
    for (const AxisTables& axis : axis_hierarchy(n, ends, multigrid_levels(n))) {
      const std::uint32_t cells = axis.cells(), parents = (cells + 1) / 2;
      for (std::uint32_t p = 0; p < parents; ++p) {
        const bool pair = 2 * p + 1 < cells;
        CHECK(axis.share[2 * p] + (pair ? axis.share[2 * p + 1] : 0) == Approx(1).epsilon(1e-6));
        CHECK(axis.hat[0][p] + axis.hat[1][p] + axis.hat[2][p] + axis.hat[3][p] == Approx(1).epsilon(1e-6));
      }
      for (std::uint32_t i = 0; i < cells; ++i) CHECK(axis.own[i] + axis.next[i] == Approx(1).epsilon(1e-6));
    }
}

TEST_CASE("interior weights are the textbook's", "[fields]") {
  const AxisTables axis = axis_hierarchy(16, AxisEnds::no_flux, 5)[0];
  CHECK(axis.upper[3] == 1);
  CHECK(axis.own[5] == 0.75f);
  CHECK(axis.next[5] == 0.25f);
  const float hat[4] = {0.125f, 0.375f, 0.375f, 0.125f};
  for (int k = 0; k < 4; ++k) CHECK(axis.hat[k][3] == hat[k]);
  CHECK(axis_hierarchy(16, AxisEnds::fixed_value, 5)[0].face[15] == 2);
  CHECK(axis_hierarchy(16, AxisEnds::fixed_value, 5)[0].own[15] == 0.5f);
}

}  // namespace tilscape
