// Fields, lattices and patterns of codes that the tests of this folder share.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/execution/host_executor.hpp"
#include "core/multigrid/field_solver.hpp"
#include "tests/fields/direct_solver.hpp"

namespace tilscape::testing {

inline constexpr int cell_code = 1, vessel_code = 2;

using Size = std::array<std::uint32_t, 3>;
inline Lattice lattice_of(Size size, Boundary boundary = Boundary::closed, std::uint32_t replicates = 1,
                          float spacing_um = 15) {
  return make_lattice(size, spacing_um, boundary, Neighbourhood::moore, replicates);
}
inline std::string text_of(Size size) {
  return std::to_string(size[0]) + "x" + std::to_string(size[1]) + "x" + std::to_string(size[2]);
}

/// Quasi-steady oxygen: L = 100 µm where cells are, vessels at 50 mmHg that let through ten times what
/// diffuses.
inline FieldSpec oxygen() {
  FieldSpec s;
  s.name = "oxygen", s.unit = "mmHg";
  s.quasi_steady = true;
  s.diffusivity_um2_per_min = 1e5;
  s.tissue_uptake_per_min[cell_code] = 10;
  s.tissue_exchange_per_min[vessel_code] = 5000;
  s.exchange_value = 50;
  s.border_value = 38, s.reference = 38;
  return s;
}

/// A cytokine that immune cells of code 1 secrete, in backward-Euler steps.
inline FieldSpec cytokine() {
  FieldSpec s;
  s.name = "ifn_gamma", s.unit = "ng/mL";
  s.diffusivity_um2_per_min = 600;
  s.decay_per_min = 0.004;
  s.immune_source_per_min[cell_code] = 1;
  return s;
}

/// The field after one advance from `before` (zero where it is empty).
inline std::vector<float> advanced(const FieldSpec& spec, const Lattice& lattice, const SiteCodes& codes,
                                   double period_min, std::vector<float> before = {}, int threads = 1,
                                   std::uint32_t block = HostExecutor::max_block) {
  before.resize(lattice.world_sites(), 0.0f);
  HostExecutor executor(threads, block);
  FieldSolver<HostExecutor> solver(executor, lattice);
  solver.advance(spec, codes.tissue.data(), codes.immune.data(), before.data(), period_min);
  return before;
}

}  // namespace tilscape::testing
