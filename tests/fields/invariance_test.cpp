// What must not be seen in a field: threads, blocks, other replicates; and what must not be in it: subnormal
// numbers, negative values, −0.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

#include "tests/catch.hpp"
#include "tests/fields/field_case.hpp"

namespace tilscape::testing {

namespace {

SiteCodes random_tissue(const Lattice& lattice, unsigned seed) {
  SiteCodes codes(lattice);
  std::mt19937 random(seed);
  for (std::uint8_t& code : codes.tissue) code = random() % 40 == 0 ? vessel_code : random() % 2;
  for (std::uint8_t& code : codes.immune) code = random() % 10 == 0;
  return codes;
}

bool same_bits(const float* a, const float* b, std::size_t count) {
  return std::memcmp(a, b, count * sizeof(float)) == 0;
}

/// The residual of each replicate after one advance from zero.
std::vector<float> residuals_of(const FieldSpec& spec, const Lattice& lattice, const SiteCodes& codes) {
  std::vector<float> u(lattice.world_sites());
  HostExecutor executor(2);
  FieldSolver<HostExecutor> solver(executor, lattice);
  solver.advance(spec, codes.tissue.data(), codes.immune.data(), u.data(), 5);
  return solver.residuals();
}

}  // namespace

TEST_CASE("threads and blocks leave every bit of a field alone", "[fields]") {
  const Lattice lattice = lattice_of({37, 29, 11});
  const SiteCodes codes = random_tissue(lattice, 1);
  for (const FieldSpec& spec : {oxygen(), cytokine()}) {
    const std::vector<float> one = advanced(spec, lattice, codes, 5, {}, 1);
    CHECK(*std::max_element(one.begin(), one.end()) > 0);
    CHECK(same_bits(one.data(), advanced(spec, lattice, codes, 5, {}, 2).data(), one.size()));
    CHECK(same_bits(one.data(), advanced(spec, lattice, codes, 5, {}, 2, 31).data(), one.size()));
  }
}

TEST_CASE("a replicate in a world has the bits that it has alone", "[fields]") {
  const Boundary boundary = GENERATE(Boundary::closed, Boundary::periodic);
  const Size size = GENERATE(Size{19, 14, 9}, Size{33, 18, 1});
  const Lattice world = lattice_of(size, boundary, 3), alone = lattice_of(size, boundary);
  const SiteCodes codes = random_tissue(world, 2);
  const std::size_t sites = alone.sites();
  for (const FieldSpec& spec : {oxygen(), cytokine()}) {
    const std::vector<float> together = advanced(spec, world, codes, 5);
    const std::vector<float> residuals = residuals_of(spec, world, codes);
    REQUIRE(residuals.size() == 3);
    CHECK(residuals[0] != residuals[1]);
    for (std::size_t r = 0; r < 3; ++r) {
      SiteCodes part(alone);
      std::copy_n(codes.tissue.begin() + r * sites, sites, part.tissue.begin());
      std::copy_n(codes.immune.begin() + r * sites, sites, part.immune.begin());
      const std::vector<float> single = advanced(spec, alone, part, 5);
      CHECK(same_bits(together.data() + r * sites, single.data(), sites));
      CHECK(residuals_of(spec, alone, part) == std::vector<float>{residuals[r]});
    }
  }
}

TEST_CASE("values below 1e-12 of the reference are +0", "[fields]") {
  const Lattice lattice = lattice_of({400, 1, 1});
  SiteCodes codes(lattice);
  codes.immune[0] = 1;
  FieldSpec spec = cytokine();
  spec.diffusivity_um2_per_min = 1;  // L = 2 µm within a period: the tail underflows long before the far end
  spec.reference = 10;
  const std::vector<float> u = advanced(spec, lattice, codes, 4);
  CHECK(u[0] > 1);
  CHECK(u[1] > 1e-3);
  for (const float value : u) {
    CHECK_FALSE(std::signbit(value));
    CHECK((value == 0 || value >= 1e-11f));
  }
  CHECK(u[399] == 0);
}

TEST_CASE("a steady state without any sink in reach keeps its values", "[fields]") {
  const Lattice lattice = lattice_of({8, 8, 8});
  const std::vector<float> before(lattice.sites(), 38.0f);
  CHECK(advanced(oxygen(), lattice, SiteCodes(lattice), 0, before) == before);
}

TEST_CASE("a field that is off is left alone", "[fields]") {
  const Lattice lattice = lattice_of({8, 8, 1});
  SiteCodes codes(lattice);
  codes.immune[5] = 1;
  FieldSpec spec = cytokine();
  spec.enabled = false;
  const std::vector<float> before(lattice.sites(), 0.25f);
  CHECK(advanced(spec, lattice, codes, 10, before) == before);
}

TEST_CASE("the residual falls with the cycles and one workspace serves several fields", "[fields]") {
  const Lattice lattice = lattice_of({40, 30, 20});
  const SiteCodes codes = random_tissue(lattice, 4);
  HostExecutor executor(1);
  FieldSolver<HostExecutor> solver(executor, lattice);
  const FieldSolver<HostExecutor, PlainLegs<HostExecutor>> plain(executor, lattice);
  CHECK(plain.bytes() < 17 * lattice.world_sites());
  CHECK(solver.bytes() < plain.bytes() + 2'000'000);  // what a thread keeps in its cache
  FieldSpec spec = oxygen();
  spec.border = FieldBorder::fixed_value;
  float before = 1;
  for (const int cycles : {1, 2, 4}) {
    spec.cycles = cycles;
    std::vector<float> u(lattice.world_sites());
    solver.advance(spec, codes.tissue.data(), codes.immune.data(), u.data(), 0);
    const float residual = solver.residuals().at(0);
    CHECK(residual < 0.5f * before);
    CHECK(residual > 0);
    before = residual;
    std::vector<float> other(lattice.world_sites());
    solver.advance(cytokine(), codes.tissue.data(), codes.immune.data(), other.data(), 5);
    CHECK(same_bits(other.data(), advanced(cytokine(), lattice, codes, 5).data(), other.size()));
    CHECK(same_bits(u.data(), advanced(spec, lattice, codes, 0).data(), u.size()));
  }
}

}  // namespace tilscape::testing
