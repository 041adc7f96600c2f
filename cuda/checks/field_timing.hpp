// How long do V-cycles take on lattices too large to fill with cells? Codes are laid out on the device
// itself.
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

#include "core/multigrid/field_solver.hpp"
#include "cuda/checks/field_checks.hpp"

namespace tilscape {

struct FieldTiming {
  std::uint64_t sites = 0;
  int fields = 0;
  double seconds_per_cycle = 0;  // of one field: median over the solves, each with its assembly
  std::uint64_t bytes = 0;       // held: codes, fields, solver
};

namespace field_timing {

/// Two in a hundred sites vessels, most others cells, a seventh of all with an immune cell.
struct Codes {
  std::uint8_t *tissue, *immune;
  TILSCAPE_HD void operator()(std::uint32_t s) const {
    const std::uint32_t dice = executor_checks::scrambled(s) % 100;
    tissue[s] = dice < 2 ? 1 : dice < 60 ? 2 : 0;
    immune[s] = dice % 7 == 0;
  }
};

template <class Executor>
double seconds_of_solve(Executor& executor, FieldSolver<Executor>& solver, const FieldSpec& spec,
                        const Buffer<std::uint8_t>& tissue, const Buffer<std::uint8_t>& immune, float* u) {
  executor.wait();
  const auto start = std::chrono::steady_clock::now();
  solver.advance(spec, tissue.data(), immune.data(), u, 10);
  executor.wait();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace field_timing

/// Solves each field of a closed cube `repeats` times, after once to warm up.
/// @throws OutOfMemory
template <class Executor>
FieldTiming time_fields(Executor& executor, std::uint32_t side, int fields, int repeats) {
  const Lattice lattice = make_lattice({side, side, side}, 15, Boundary::closed, Neighbourhood::moore, 1);
  const std::uint32_t sites = lattice.world_sites();
  Buffer<std::uint8_t> tissue(executor.memory(), sites), immune(executor.memory(), sites);
  executor.for_each(sites, field_timing::Codes{tissue.data(), immune.data()});
  FieldSolver<Executor> solver(executor, lattice);
  FieldSpec spec = field_checks::spec(true, FieldBorder::no_flux);
  spec.cycles = cold_field_cycles;
  std::vector<Buffer<float>> values;
  for (int f = 0; f < fields; ++f) values.emplace_back(executor.memory(), sites);
  std::vector<double> seconds;
  for (int k = 0; k <= repeats; ++k)
    for (const Buffer<float>& u : values) {
      const double s = field_timing::seconds_of_solve(executor, solver, spec, tissue, immune, u.data());
      if (k > 0) seconds.push_back(s);
    }
  std::nth_element(seconds.begin(), seconds.begin() + seconds.size() / 2, seconds.end());
  return {sites, fields, seconds[seconds.size() / 2] / spec.cycles,
          tissue.bytes() + immune.bytes() + values.size() * values[0].bytes() + solver.bytes()};
}

}  // namespace tilscape
