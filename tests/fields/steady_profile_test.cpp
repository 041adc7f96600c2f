// Steady states with a known profile: point sources in space and in the plane (biology.md, row 2) and oxygen
// in a slab of tissue (row 3).
#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/fields/field_case.hpp"

namespace tilscape::testing {

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double length_um = 100, spacing_um = 15;  // L = √(D/λ), 6.7 sites
constexpr double fine_spacing_um = 1;               // 100 sites

FieldSpec decaying_with_point_source(double source_per_min) {
  FieldSpec s;
  s.name = "tracer";
  s.quasi_steady = true;
  s.diffusivity_um2_per_min = 1000;
  s.decay_per_min = s.diffusivity_um2_per_min / (length_um * length_um);
  s.immune_source_per_min[1] = source_per_min;
  s.cycles = 12;  // to convergence: what is tested is the operator
  return s;
}

/// What a source of 1 per minute holds at a distance, in space.
double yukawa(double r_um) {
  return std::exp(-r_um / length_um) / (4 * pi * 1000 * r_um);
}

/// Relative deviations of a field around a source in the middle of a lattice from `profile(x, y, z)`, in µm
/// from it.
struct Deviations {
  double shell = 0;  // the greatest of the means over directions, in shells one site thick, beyond 3 sites
  double site = 0;   // the greatest of a single site beyond 3 sites
  double far = 0;    // and beyond 6 sites
};

template <class Profile>
Deviations deviations_from(Size size, int reach, const Profile& profile, double h_um = spacing_um) {
  const Lattice lattice = lattice_of(size, Boundary::closed, 1, static_cast<float>(h_um));
  SiteCodes codes(lattice);
  const std::uint32_t middle[3] = {size[0] / 2, size[1] / 2, size[2] / 2};
  codes.immune[middle[0] + size[0] * (middle[1] + std::size_t{size[1]} * middle[2])] = 1;
  const std::vector<float> u = advanced(decaying_with_point_source(1), lattice, codes, 0);
  Deviations worst;
  std::vector<double> sums(reach, 0.0);
  std::vector<int> counts(reach, 0);
  std::size_t s = 0;
  for (std::uint32_t z = 0; z < size[2]; ++z)
    for (std::uint32_t y = 0; y < size[1]; ++y)
      for (std::uint32_t x = 0; x < size[0]; ++x, ++s) {
        const double from[3] = {1.0 * x - middle[0], 1.0 * y - middle[1], 1.0 * z - middle[2]};
        const double r = std::hypot(from[0], from[1], from[2]);
        if (r <= 3 || r >= reach) continue;
        const double deviation = u[s] / profile(from[0] * h_um, from[1] * h_um, from[2] * h_um) - 1;
        worst.site = std::max(worst.site, std::fabs(deviation));
        if (r > 6) worst.far = std::max(worst.far, std::fabs(deviation));
        sums[static_cast<int>(r)] += deviation;
        ++counts[static_cast<int>(r)];
      }
  for (int k = 3; k < reach; ++k) worst.shell = std::max(worst.shell, std::fabs(sums[k] / counts[k]));
  return worst;
}

}  // namespace

// The lattice ends 5.4 lengths from the source; its mirror image adds less than 0.1 % within 2.4 lengths. A
// lattice is not isotropic near a point: its Green's function exceeds the continuum's along the axes by
// h²/4r² and more (3.3 % at four sites) and falls below it along the diagonals, whatever solves it. The mean
// over directions is free of that.
TEST_CASE("a steady point source in space: Q exp(-r/L) / (4 pi D r)", "[fields][analytic]") {
  const double release = spacing_um * spacing_um * spacing_um;  // of one site at rate 1
  const auto profile = [&](double x, double y, double z) { return release * yukawa(std::hypot(x, y, z)); };
  const Deviations worst = deviations_from({73, 73, 73}, 16, profile);
  CHECK(worst.shell < 0.005);
  CHECK(worst.site < 0.035);
  CHECK(worst.far < 0.02);
}

// Where the length is well resolved, every single site beyond three holds the 2 %. The lattice is small
// against the length, so the profile counts the mirror images behind its closed borders, one lattice apart in
// every direction.
TEST_CASE("a steady point source in space, on a fine lattice", "[fields][analytic]") {
  constexpr std::uint32_t sites = 129;
  constexpr int images = 8;  // the next ones are more than 11 lengths away
  const double release = fine_spacing_um * fine_spacing_um * fine_spacing_um,
               period_um = sites * fine_spacing_um;
  const auto profile = [&](double x, double y, double z) {
    double sum = 0;
    for (int i = -images; i <= images; ++i)
      for (int j = -images; j <= images; ++j)
        for (int k = -images; k <= images; ++k)
          sum += yukawa(std::hypot(x + i * period_um, y + j * period_um, z + k * period_um));
    return release * sum;
  };
  const Deviations worst = deviations_from({sites, sites, sites}, 10, profile, fine_spacing_um);
  CHECK(worst.shell < 0.01);
  CHECK(worst.site < 0.02);
}

TEST_CASE("a steady point source in the plane: Q K0(r/L) / (2 pi D)", "[fields][analytic]") {
  const double release = spacing_um * spacing_um;
  const auto profile = [&](double x, double y, double) {
    return release * std::cyl_bessel_k(0, std::hypot(x, y) / length_um) / (2 * pi * 1000);
  };
  const Deviations worst = deviations_from({97, 97, 1}, 20, profile);
  CHECK(worst.shell < 0.01);
  CHECK(worst.site < 0.02);
}

TEST_CASE("oxygen in a slab between two fixed borders falls as cosh", "[fields][analytic]") {
  FieldSpec spec = oxygen();  // L = 100 µm
  spec.border = FieldBorder::fixed_value;
  const std::uint32_t sites = GENERATE(20u, 33u);
  const Lattice lattice =
      lattice_of({sites, 1, 1}, Boundary::closed, 1, spacing_um);  // y and z have no extent
  SiteCodes codes(lattice);
  for (std::uint8_t& code : codes.tissue) code = cell_code;
  const std::vector<float> u = advanced(spec, lattice, codes, 0);
  const double half_um = 0.5 * sites * spacing_um;
  for (std::uint32_t x = 0; x < sites; ++x) {
    const double depth_um = (x + 0.5) * spacing_um - half_um;
    const double expected = 38 * std::cosh(depth_um / length_um) / std::cosh(half_um / length_um);
    CHECK(u[x] == Approx(expected).epsilon(0.01));
  }
}

}  // namespace tilscape::testing
