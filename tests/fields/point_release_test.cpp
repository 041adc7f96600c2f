// A point release against the heat kernel: order of convergence and conservation of mass. biology.md, row 1.
#include <cmath>
#include <numeric>

#include "tests/catch.hpp"
#include "tests/fields/field_case.hpp"

namespace tilscape::testing {

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double diffusivity_um2_per_min = 100;
constexpr double side_um = 300;  // of one octant
constexpr double time_min = 9;   // σ = √(2Dt) = 42 µm: the border, 7σ away, does not matter
constexpr double coarse_spacing_um = 15;

/// Sites of one octant around the release: by symmetry its three inner faces let nothing through, so a closed
/// lattice with the release in its corner site is the whole space. The corner site then stands for eight of
/// them around r = 0.
struct Octant {
  Lattice lattice;
  FieldSpec spec;
  int steps;
  double period_min;
};

/// The problem with the spacing divided by `refinement`, and the period by its square.
Octant octant(int refinement, double decay_per_min) {
  const auto n = static_cast<std::uint32_t>(side_um / coarse_spacing_um * refinement);
  Octant o{lattice_of({n, n, n}, Boundary::closed, 1, static_cast<float>(coarse_spacing_um / refinement)),
           {},
           0,
           0};
  o.spec.name = "tracer";
  o.spec.diffusivity_um2_per_min = diffusivity_um2_per_min;
  o.spec.decay_per_min = decay_per_min;
  o.steps = 9 * refinement * refinement;
  o.period_min = time_min / o.steps;
  o.spec.reference = 1e-6;  // the release is 1 per site at first: far tails count
  return o;
}

/// An octant's share of the mass 8 · (volume of the corner site), after all steps.
std::vector<float> release(const Octant& o) {
  const SiteCodes codes(o.lattice);
  HostExecutor executor(1);  // lattices too small to share among threads
  FieldSolver<HostExecutor> solver(executor, o.lattice);
  std::vector<float> u(o.lattice.sites(), 0.0f);
  u[0] = 1;
  for (int step = 0; step < o.steps; ++step)
    solver.advance(o.spec, codes.tissue.data(), codes.immune.data(), u.data(), o.period_min);
  return u;
}

/// Root of the summed squared errors against M(4πDt)^(−3/2)·exp(−r²/4Dt − λt), as a part of the kernel's own.
double error_of_release(int refinement, double decay_per_min) {
  const Octant o = octant(refinement, decay_per_min);
  const std::vector<float> u = release(o);
  const double h = o.lattice.spacing_um, spread = 4 * diffusivity_um2_per_min * time_min;
  const double mass = 8 * h * h * h;
  double error = 0, total = 0;
  std::size_t s = 0;
  for (std::uint32_t z = 0; z < o.lattice.nz; ++z)
    for (std::uint32_t y = 0; y < o.lattice.ny; ++y)
      for (std::uint32_t x = 0; x < o.lattice.nx; ++x, ++s) {
        const double r2 = h * h * ((x + 0.5) * (x + 0.5) + (y + 0.5) * (y + 0.5) + (z + 0.5) * (z + 0.5));
        const double kernel =
            mass / std::pow(pi * spread, 1.5) * std::exp(-r2 / spread - decay_per_min * time_min);
        error += (u[s] - kernel) * (u[s] - kernel);
        total += kernel * kernel;
      }
  return std::sqrt(error / total);
}

}  // namespace

TEST_CASE("a point release follows the heat kernel with order 2", "[fields][analytic]") {
  const double decay_per_min = 0.02;
  const double coarse = error_of_release(1, decay_per_min);
  const double middle = error_of_release(2, decay_per_min);
  const double fine = error_of_release(4, decay_per_min);
  INFO("errors " << coarse << ", " << middle << ", " << fine);
  CHECK(fine < 0.01);
  CHECK(std::log2(coarse / middle) == Approx(2.0).margin(0.15));
  CHECK(std::log2(middle / fine) == Approx(2.0).margin(0.15));
}

TEST_CASE("without decay a release keeps its mass to 1e-6", "[fields][analytic]") {
  for (const int refinement : {1, 2}) {
    Octant o = octant(refinement, 0);
    const std::vector<float> u = release(o);
    const double mass = std::accumulate(u.begin(), u.end(), 0.0);
    CHECK(std::fabs(mass - 1) < 1e-6);
  }
}

}  // namespace tilscape::testing
