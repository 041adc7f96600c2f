// Specifications that have no solution are refused, in words.
#include "core/errors.hpp"
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

}  // namespace tilscape::testing
