// Does the field solver give the same bits on an executor as on the host? Lattices with every kind of border,
// odd sizes, thin axes and a single site; oxygen-like, secreted and quasi-steady fields.
#pragma once

#include <bit>
#include <string>
#include <vector>

#include "core/multigrid/field_solver.hpp"
#include "cuda/checks/executor_checks.hpp"

namespace tilscape {

namespace field_checks {

struct Case {
  std::string name;
  Lattice lattice;
  FieldSpec spec;
};

/// Vessels with code 1, cells that take up with code 2, cells that secrete with immune code 1.
inline FieldSpec spec(bool quasi_steady, FieldBorder border) {
  FieldSpec s;
  s.name = "checked";
  s.quasi_steady = quasi_steady;
  s.diffusivity_um2_per_min = 6000;
  s.decay_per_min = 0.1;
  s.tissue_exchange_per_min[1] = 200;
  s.exchange_value = 60;
  s.tissue_uptake_per_min[2] = 10;
  s.immune_source_per_min[1] = 3;
  s.border = border;
  s.border_value = 38;
  s.initial = 20;
  return s;
}

inline std::vector<Case> cases() {
  const auto lattice = [](std::array<std::uint32_t, 3> size, Boundary boundary,
                          std::uint32_t replicates = 1) {
    return make_lattice(size, 15, boundary, Neighbourhood::moore, replicates);
  };
  const auto closed = Boundary::closed, periodic = Boundary::periodic;
  const FieldSpec steady = spec(true, FieldBorder::no_flux), in_time = spec(false, FieldBorder::no_flux),
                  fixed = spec(true, FieldBorder::fixed_value);
  return {{"1 x 1, closed", lattice({1, 1, 1}, closed), steady},
          {"2 x 1, closed", lattice({2, 1, 1}, closed), steady},
          {"93 x 70, fixed border", lattice({93, 70, 1}, closed), fixed},
          {"93 x 70, in time, 3 replicates", lattice({93, 70, 1}, closed, 3), in_time},
          {"257 x 3 x 5, periodic", lattice({257, 3, 5}, periodic), steady},
          {"33 x 33 x 33, periodic, in time", lattice({33, 33, 33}, periodic), in_time},
          {"64 x 64 x 64, fixed border", lattice({64, 64, 64}, closed), fixed}};
}

/// Bits of the values after two advances, and of the residuals.
template <class Executor>
std::vector<std::uint32_t> solved(Executor& executor, const Case& c) {
  const std::uint32_t sites = c.lattice.world_sites();
  std::vector<std::uint8_t> tissue(sites), immune(sites);
  for (std::uint32_t s = 0; s < sites; ++s) {
    const std::uint32_t dice = executor_checks::scrambled(s) % 100;
    tissue[s] = dice < 2 ? 1 : dice < 60 ? 2 : 0;
    immune[s] = dice % 7 == 0;
  }
  Buffer<std::uint8_t> tissue_codes(executor.memory(), sites), immune_codes(executor.memory(), sites);
  tissue_codes.from_host(tissue.data(), sites);
  immune_codes.from_host(immune.data(), sites);
  const std::vector<float> initial(sites, static_cast<float>(c.spec.initial));
  Buffer<float> u(executor.memory(), sites);
  u.from_host(initial.data(), sites);
  FieldSolver<Executor> solver(executor, c.lattice);
  for (int k = 0; k < 2; ++k) solver.advance(c.spec, tissue_codes.data(), immune_codes.data(), u.data(), 10);
  std::vector<std::uint32_t> bits;
  for (const float value : u.to_host()) bits.push_back(std::bit_cast<std::uint32_t>(value));
  for (const float residual : solver.residuals()) bits.push_back(std::bit_cast<std::uint32_t>(residual));
  return bits;
}

}  // namespace field_checks

/// Every case with at most `largest` sites.
template <class Executor>
CheckResults check_fields(Executor& tested, HostExecutor& oracle, std::uint32_t largest) {
  CheckResults results;
  for (const field_checks::Case& c : field_checks::cases()) {
    const std::uint32_t sites = c.lattice.world_sites();
    if (sites > largest) continue;
    const bool equal = field_checks::solved(tested, c) == field_checks::solved(oracle, c);
    results.push_back({"field solve, " + c.name, sites, equal});
  }
  return results;
}

}  // namespace tilscape
