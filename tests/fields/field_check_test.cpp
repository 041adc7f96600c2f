// Specifications that have no solution are refused, in words.
#include <limits>

#include "core/base/errors.hpp"
#include "tests/catch.hpp"
#include "tests/fields/field_case.hpp"

namespace tilscape::testing {

TEST_CASE("a steady state needs a sink or a fixed border", "[fields]") {
  const Lattice closed = lattice_of({8, 8, 8}), periodic = lattice_of({8, 8, 8}, Boundary::periodic);
  FieldSpec spec = oxygen();
  CHECK_NOTHROW(check(spec, closed));
  spec.tissue_uptake_per_min = {};
  CHECK_NOTHROW(check(spec, closed));  // vessels still exchange
  spec.tissue_exchange_per_min = {};
  CHECK_THROWS_AS(check(spec, closed), InputError);
  CHECK(problem_of(spec, closed).find("steady state") != std::string::npos);

  FieldSpec bordered = spec;
  bordered.border = FieldBorder::fixed_value;
  CHECK_NOTHROW(check(bordered, closed));
  CHECK_THROWS_AS(check(bordered, periodic), InputError);
  CHECK_THROWS_AS(check(bordered, lattice_of({1, 1, 1})), InputError);

  FieldSpec decaying = spec;
  decaying.decay_per_min = 0.01;
  CHECK_NOTHROW(check(decaying, closed));
  FieldSpec stepping = spec;
  stepping.quasi_steady = false;
  CHECK_NOTHROW(check(stepping, closed));
  FieldSpec off = spec;
  off.enabled = false;
  CHECK_NOTHROW(check(off, closed));
}

// Half the spacing: an eighth of the volume takes up the same amount, and a quarter of the section the same
// exchange per length. Both over D/h², which is four times as large.
TEST_CASE("secretion is an amount per cell, exchange goes with the length of a vessel", "[fields]") {
  FieldSpec spec;
  spec.diffusivity_um2_per_min = 600;
  spec.immune_source_per_min[1] = 3;
  spec.tissue_exchange_per_min[7] = 5;
  spec.exchange_value = 50;
  spec.quasi_steady = true;
  spec.source_spacing_um = 16;
  const auto at = [&](float spacing_um) {
    return field_coefficients(spec,
                              make_lattice({8, 8, 1}, spacing_um, Boundary::closed, Neighbourhood::moore), 0);
  };
  const FieldCoefficients coarse = at(16), fine = at(8);
  CHECK(coarse.immune_source[1] == Approx(3 * 256.0 / 600));
  CHECK(fine.immune_source[1] == Approx(8 * 3 * 64.0 / 600));
  CHECK(coarse.tissue_sink[7] == Approx(5 * 256.0 / 600));
  CHECK(fine.tissue_sink[7] == Approx(4 * 5 * 64.0 / 600));
  CHECK(fine.tissue_source[7] == Approx(50 * 4 * 5 * 64.0 / 600));
  spec.source_spacing_um = 0;
  CHECK(at(8).immune_source[1] == Approx(3 * 64.0 / 600));
}

TEST_CASE("numbers without a meaning are refused", "[fields]") {
  const Lattice lattice = lattice_of({8, 8, 8});
  const auto refused = [&](const auto& spoil) {
    FieldSpec spec = oxygen();
    spoil(spec);
    return !problem_of(spec, lattice).empty();
  };
  CHECK_FALSE(refused([](FieldSpec&) {}));
  CHECK(refused([](FieldSpec& s) { s.diffusivity_um2_per_min = 0; }));
  CHECK(refused([](FieldSpec& s) { s.decay_per_min = -1; }));
  CHECK(refused([](FieldSpec& s) { s.immune_source_per_min[3] = -1; }));
  CHECK(refused([](FieldSpec& s) { s.tissue_uptake_per_min[15] = 1.0 / 0.0; }));
  CHECK(refused([](FieldSpec& s) { s.border_value = -1; }));
  CHECK(refused([](FieldSpec& s) { s.reference = 0; }));
  CHECK(refused([](FieldSpec& s) { s.cycles = -1; }));
  CHECK_THROWS_AS(field_coefficients(cytokine(), lattice, 0), std::invalid_argument);
}

TEST_CASE("without diffusion a steady state needs a loss at every site", "[fields]") {
  const Lattice lattice = lattice_of({8, 8, 8});
  FieldSpec spec = oxygen();
  spec.diffusivity_um2_per_min = 0;
  CHECK(problem_of(spec, lattice).find("decay") != std::string::npos);
  spec.decay_per_min = 1e-9;
  CHECK(problem_of(spec, lattice).empty());
  spec.decay_per_min = 0, spec.quasi_steady = false;
  CHECK(problem_of(spec, lattice).empty());
}

TEST_CASE("no level rises above what its sources allow", "[fields]") {
  const Lattice lattice = lattice_of({8, 8, 1}, Boundary::closed, 1, 30);
  FieldSpec spec = cytokine();  // 1 per min, 0.004 per min
  CHECK(highest_level(spec, lattice, 1e9) == Approx(250));
  CHECK(highest_level(spec, lattice, 10) == Approx(10));
  spec.source_spacing_um = 15;  // an eighth of it on sites of 30 um
  CHECK(highest_level(spec, lattice, 8) == Approx(1));
  spec.initial = 300;
  CHECK(highest_level(spec, lattice, 1e9) == 300);  // more than what balances the decay
  spec.initial = 3, spec.decay_per_min = 0, spec.quasi_steady = true;
  CHECK(highest_level(spec, lattice, 8) == std::numeric_limits<double>::infinity());
  spec.border = FieldBorder::fixed_value, spec.border_value = 4;
  CHECK(highest_level(spec, lattice, 8) == Approx(4 + 0.125 * 240 * 240 / (2 * 600.0)));
  spec.immune_source_per_min = {};
  CHECK(highest_level(spec, lattice, 8) == 4);
  spec.tissue_exchange_per_min[vessel_code] = 1, spec.exchange_value = 50;
  CHECK(highest_level(spec, lattice, 8) == 50);
}

}  // namespace tilscape::testing
