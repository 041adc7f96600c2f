// Whole solves, by wavefronts and by plain passes, on lattices of every length.
#include "core/execution/host_executor.hpp"
#include "core/multigrid/field_solver.hpp"
#include "cuda/checks/field_checks.hpp"
#include "tests/wide/holding.hpp"

namespace tilscape::testing {

namespace {

/// Values, residuals and what was written, after two fields that diffuse and one that does not, in one
/// workspace.
template <class Legs>
std::vector<std::uint32_t> solved(const Lattice& lattice, FieldBorder border, std::uint32_t seed,
                                  int threads) {
  const std::uint32_t sites = lattice.world_sites();
  std::vector<std::uint8_t> tissue(sites), immune(sites);
  std::vector<float> u(sites);
  constexpr float start[] = {0.0f, -0.0f, 1e-40f, 1e9f, 20.0f};
  for (std::uint32_t s = 0; s < sites; ++s) {
    const std::uint64_t dice = mix64(s + seed);
    tissue[s] = dice % 31 == 0 ? 1 : dice % 3 == 0 ? 2 : 0;
    immune[s] = dice % 7 == 0;
    u[s] = start[dice / 64 % 5];
  }
  HostExecutor executor(threads);
  FieldSolver<HostExecutor, Legs> solver(executor, lattice);
  std::vector<float> all;
  FieldSpec local = field_checks::spec(false, border);
  local.diffusivity_um2_per_min = 0;
  for (FieldSpec spec : {field_checks::spec(true, border), field_checks::spec(false, border), local}) {
    spec.cycles = 2;
    solver.advance(spec, tissue.data(), immune.data(), u.data(), 5);
    all.insert(all.end(), u.begin(), u.end());
    for (const float residual : solver.residuals()) all.push_back(residual);
  }
  return bits_of_all(all);
}

void hold_lattice(Holding& holding, std::array<std::uint32_t, 3> size, Boundary boundary,
                  std::uint32_t replicates) {
  const Lattice lattice = make_lattice(size, 15, boundary, Neighbourhood::moore, replicates);
  for (const FieldBorder border : {FieldBorder::no_flux, FieldBorder::fixed_value}) {
    const std::string where = std::to_string(size[0]) + " x " + std::to_string(size[1]) + " x " +
                              std::to_string(size[2]) + (boundary == Boundary::periodic ? ", periodic" : "") +
                              (border == FieldBorder::fixed_value ? ", fixed border" : "");
    holding.hold("field by wavefronts", where, [&] { return solved<HostLegs>(lattice, border, 7, 1); });
    holding.hold("field by wavefronts, 2 threads", where,
                 [&] { return solved<HostLegs>(lattice, border, 7, 2); });
    holding.hold("field by plain passes", where,
                 [&] { return solved<PlainLegs<HostExecutor>>(lattice, border, 7, 1); });
  }
}

}  // namespace

void hold_fields(Holding& holding) {
  for (std::uint32_t n = 1; n <= largest_size; ++n) {
    hold_lattice(holding, {n, 1 + n % 5, 1}, Boundary::closed, 1);
    hold_lattice(holding, {n, 3, 1 + n % 4}, Boundary::closed, 2);
    if (n > 2) hold_lattice(holding, {n, 5, n % 2 ? 1u : 3u}, Boundary::periodic, 1);
  }
  hold_lattice(holding, {1, 1, 1}, Boundary::closed, 70);
  hold_lattice(holding, {64, 48, 40}, Boundary::closed, 1);  // above what one thread does
}

}  // namespace tilscape::testing
