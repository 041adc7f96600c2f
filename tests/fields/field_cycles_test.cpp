// How many cycles a solve takes, and that what a replicate gets besides is its own affair.
#include "core/fields/field_cycles.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

#include "config/schema/schema.hpp"
#include "tests/catch.hpp"
#include "tests/fields/field_case.hpp"

namespace tilscape::testing {

namespace {

constexpr double period_min = 10;

const FieldSpec& default_field(FieldIndex field) {
  static const RunParameters run = default_parameters();
  return run.model.fields[field];
}

int cycles_of(FieldIndex field, bool vessels_come_and_go = false, double spacing_um = 15) {
  return warm_field_cycles(default_field(field), spacing_um, period_min, vessels_come_and_go);
}

/// Three replicates of a tissue with vessels.
SiteCodes tissue_of(const Lattice& lattice) {
  SiteCodes codes(lattice);
  std::mt19937 random(9);
  for (std::uint8_t& code : codes.tissue) code = random() % 40 == 0 ? vessel_code : cell_code;
  return codes;
}

}  // namespace

TEST_CASE("a solve takes as many cycles as what one site can change asks for", "[fields]") {
  CHECK(cycles_of(oxygen_field) == 3);  // nothing secretes it, and a cell takes up 0.6 % of a site's
  CHECK(cycles_of(oxygen_field, true) == 5);
  CHECK(cycles_of(ifn_gamma_field) == 4);
  CHECK(cycles_of(chemokine_field) == 4);
  CHECK(cycles_of(il2_field) == 7);  // a cell alone has more at its site than the reference
  CHECK(cycles_of(tgf_beta_field) == 4);
  CHECK(cycles_of(vegf_field) == 4);
  CHECK(cycles_of(antibody_field) == 3);
  CHECK(cycles_of(antibody_field, true) == 4);
  CHECK(cycles_of(small_molecule_field) == 3);
  CHECK(cycles_of(small_molecule_field, true) == 4);
}

TEST_CASE("a field whose lone sources stand out takes more cycles, one that does not diffuse takes none",
          "[fields]") {
  FieldSpec spec = cytokine();
  int before = 0;
  for (const double secretion_per_min : {1e-3, 1e-1, 1.0, 10.0, 1e3}) {
    spec.immune_source_per_min[cell_code] = secretion_per_min;
    const int cycles = warm_field_cycles(spec, 15, period_min, false);
    CHECK(cycles >= before);
    before = cycles;
  }
  CHECK(before == cold_field_cycles);
  spec.diffusivity_um2_per_min = 0;
  CHECK(warm_field_cycles(spec, 15, period_min, false) == 0);
}

TEST_CASE("more cycles for one replicate: it is as exact as from any start, the others stay as they are",
          "[fields]") {
  const Boundary boundary = GENERATE(Boundary::closed, Boundary::periodic);
  const Size size = GENERATE(Size{29, 29, 29}, Size{41, 30, 1});
  const Lattice world = lattice_of(size, boundary, 3), alone = lattice_of(size, boundary);
  const SiteCodes codes = tissue_of(world);
  const std::size_t sites = alone.sites();
  FieldSpec spec = oxygen();
  spec.cycles = 3;
  const std::vector<float> few = advanced(spec, world, codes, 0);
  std::vector<float> u(world.world_sites());
  HostExecutor executor(2);
  FieldSolver<HostExecutor> solver(executor, world);
  solver.advance(spec, codes.tissue.data(), codes.immune.data(), u.data(), 0);
  solver.go_on(1, cold_field_cycles - spec.cycles);
  for (const std::size_t r : {0, 2})
    CHECK(std::memcmp(u.data() + r * sites, few.data() + r * sites, sites * sizeof(float)) == 0);

  SiteCodes part(alone);
  std::copy_n(codes.tissue.begin() + static_cast<std::ptrdiff_t>(sites), sites, part.tissue.begin());
  std::vector<float> single(sites);
  HostExecutor other(1);
  FieldSolver<HostExecutor, PlainLegs<HostExecutor>> plain(other, alone);
  plain.advance(spec, part.tissue.data(), part.immune.data(), single.data(), 0);
  plain.go_on(0, cold_field_cycles - spec.cycles);
  CHECK(std::memcmp(u.data() + sites, single.data(), sites * sizeof(float)) == 0);

  const std::vector<double> exact = direct_solution(spec, alone, part, std::vector<float>(sites, 0.0f), 0);
  double error = 0, error_of_few = 0;
  for (std::size_t s = 0; s < sites; ++s) {
    error = std::max(error, std::fabs(single[s] - exact[s]));
    error_of_few = std::max(error_of_few, std::fabs(few[sites + s] - exact[s]));
  }
  const double greatest = *std::max_element(exact.begin(), exact.end());
  CHECK(error < 1e-4 * greatest);
  CHECK(error_of_few > 10 * error);
}

}  // namespace tilscape::testing
