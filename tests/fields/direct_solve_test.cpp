// The default number of cycles, from a zero start, against a direct solve: below 1e-3 of the greatest value
// on every shape of lattice and pattern of sinks.
#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "tests/catch.hpp"
#include "tests/fields/field_case.hpp"

namespace tilscape::testing {

namespace {

struct Shape {
  Size size;
  Boundary boundary;
};
const Shape shapes[] = {{{1, 1, 1}, Boundary::closed},      {{2, 1, 1}, Boundary::closed},
                        {{93, 70, 1}, Boundary::closed},    {{257, 3, 5}, Boundary::closed},
                        {{3, 5, 257}, Boundary::closed},    {{32, 32, 32}, Boundary::closed},
                        {{101, 77, 1}, Boundary::periodic}, {{33, 31, 29}, Boundary::periodic}};

/// The greatest error, as a part of the greatest value.
double error_of(const std::vector<float>& value, const std::vector<double>& exact) {
  double error = 0, greatest = 0;
  for (std::size_t s = 0; s < exact.size(); ++s) {
    error = std::max(error, std::fabs(value[s] - exact[s]));
    greatest = std::max(greatest, exact[s]);
  }
  REQUIRE(greatest > 0);
  return error / greatest;
}

/// Error of the default cycles from zero.
double error_from_zero(const FieldSpec& spec, const Lattice& lattice, const SiteCodes& codes,
                       double period_min) {
  const std::vector<float> zero(lattice.world_sites(), 0.0f);
  return error_of(advanced(spec, lattice, codes, period_min),
                  direct_solution(spec, lattice, codes, zero, period_min));
}

/// Runs a case on every shape; `fill` sets the codes.
template <class Fill>
void check_on_all_shapes(const FieldSpec& spec, double period_min, const Fill& fill) {
  for (const Shape& shape : shapes) {
    const Lattice lattice = lattice_of(shape.size, shape.boundary);
    SiteCodes codes(lattice);
    fill(lattice, codes);
    INFO(text_of(shape.size) << (shape.boundary == Boundary::periodic ? " periodic" : " closed"));
    CHECK(error_from_zero(spec, lattice, codes, period_min) < 1e-3);
  }
}

void fill_with_cells(SiteCodes& codes) {
  std::fill(codes.tissue.begin(), codes.tissue.end(), cell_code);
}

}  // namespace

TEST_CASE("oxygen enters from a fixed border", "[fields]") {
  FieldSpec spec = oxygen();
  spec.border = FieldBorder::fixed_value;
  spec.tissue_source_per_min[cell_code] = 1;  // something to solve for where there is no border
  check_on_all_shapes(spec, 0, [](const Lattice&, SiteCodes& codes) { fill_with_cells(codes); });
}

TEST_CASE("one strong vessel feeds the tissue", "[fields]") {
  const double exchange_per_min = GENERATE(50.0, 5e3, 1e7);  // 0.1, 11 and 22,500 times what diffuses
  FieldSpec spec = oxygen();
  spec.tissue_exchange_per_min[vessel_code] = exchange_per_min;
  INFO("exchange " << exchange_per_min);
  check_on_all_shapes(spec, 0, [](const Lattice& lattice, SiteCodes& codes) {
    fill_with_cells(codes);
    codes.tissue[lattice.sites() / 2] = vessel_code;
  });
}

TEST_CASE("uptake that varies a thousandfold from site to site", "[fields]") {
  FieldSpec spec = oxygen();
  spec.tissue_exchange_per_min = {};
  for (int code = 0; code < site_codes; ++code) spec.tissue_uptake_per_min[code] = std::exp2(code - 3);
  spec.tissue_source_per_min[3] = 1;
  check_on_all_shapes(spec, 0, [](const Lattice& lattice, SiteCodes& codes) {
    std::mt19937 random(11);
    for (std::uint8_t& code : codes.tissue) code = random() % site_codes;
    codes.tissue[lattice.sites() / 2] = 3;
  });
}

TEST_CASE("a cytokine spreads within short and long periods", "[fields]") {
  const double period_min = GENERATE(0.1, 10.0, 60.0);
  INFO("period " << period_min);
  check_on_all_shapes(cytokine(), period_min, [](const Lattice& lattice, SiteCodes& codes) {
    std::mt19937 random(5);
    for (std::uint8_t& code : codes.immune) code = random() % 100 == 0;
    codes.immune[lattice.sites() / 3] = 1;
  });
}

TEST_CASE("a field that does not diffuse is solved site by site", "[fields]") {
  const double diffusivity = GENERATE(0.0, 1e-300, 1e-16);  // 1e-20 of what a site loses, and less
  FieldSpec spec = cytokine();
  spec.diffusivity_um2_per_min = diffusivity;
  spec.tissue_uptake_per_min[cell_code] = 3;
  spec.tissue_exchange_per_min[vessel_code] = 20, spec.exchange_value = 7;
  spec.border = FieldBorder::fixed_value, spec.border_value = 5;  // which does not come in
  for (const bool quasi_steady : {false, true})
    for (const Shape& shape : shapes) {
      spec.quasi_steady = quasi_steady;
      const Lattice lattice = lattice_of(shape.size, shape.boundary);
      SiteCodes codes(lattice);
      std::mt19937 random(5);
      for (std::uint8_t& code : codes.tissue) code = random() % 3;
      for (std::uint8_t& code : codes.immune) code = random() % 2;
      const std::vector<float> before(lattice.world_sites(), 0.5f),
          after = advanced(spec, lattice, codes, 10, before);
      const double storage = quasi_steady ? 0 : 0.1;
      double error = 0;
      for (std::size_t s = 0; s < after.size(); ++s) {
        const bool is_cell = codes.tissue[s] == cell_code, is_vessel = codes.tissue[s] == vessel_code;
        const double gain = storage * 0.5 + (codes.immune[s] == cell_code ? 1 : 0) + (is_vessel ? 20 * 7 : 0);
        const double loss = storage + 0.004 + (is_cell ? 3 : 0) + (is_vessel ? 20 : 0);
        error = std::max(error, std::fabs(after[s] - gain / loss) / std::max(1.0, gain / loss));
      }
      INFO(text_of(shape.size) << (quasi_steady ? " steady" : ""));
      CHECK(error < 1e-6);
    }
}

TEST_CASE("many vessels: warm starts reach the steady state", "[fields]") {
  const Lattice lattice = lattice_of({48, 40, 24});
  SiteCodes codes(lattice);
  std::mt19937 random(3);
  for (std::uint8_t& code : codes.tissue) code = random() % 50 == 0 ? vessel_code : cell_code;
  const std::vector<double> exact =
      direct_solution(oxygen(), lattice, codes, std::vector<float>(lattice.sites()), 0);
  const std::vector<float> once = advanced(oxygen(), lattice, codes, 0);
  const std::vector<float> twice = advanced(oxygen(), lattice, codes, 0, once);
  CHECK(error_of(once, exact) < 1e-3);
  CHECK(error_of(twice, exact) < 1e-5);
}

TEST_CASE("a vessel in a lattice of a few sites: the second solve is close", "[fields]") {
  FieldSpec spec = oxygen();
  spec.tissue_exchange_per_min[vessel_code] = 1e7;
  const std::pair<Size, Boundary> tiny[] = {{{2, 2, 2}, Boundary::closed}, {{3, 3, 3}, Boundary::periodic}};
  for (const auto& [size, boundary] : tiny) {
    const Lattice lattice = lattice_of(size, boundary);
    SiteCodes codes(lattice);
    fill_with_cells(codes);
    codes.tissue[lattice.sites() / 2] = vessel_code;
    const std::vector<double> exact =
        direct_solution(spec, lattice, codes, std::vector<float>(lattice.sites()), 0);
    const std::vector<float> once = advanced(spec, lattice, codes, 0);
    CHECK(error_of(once, exact) < 1e-2);
    CHECK(error_of(advanced(spec, lattice, codes, 0, once), exact) < 1e-4);
  }
}

}  // namespace tilscape::testing
