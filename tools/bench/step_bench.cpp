// The fixed case of the performance table: a 3-D tumour of a million cells under attack by 100,000 T cells,
// every phase active. Prints agent-updates/s over the agent phases, cell-hours/s of the whole step, and the
// machine's memory bandwidth from the same run.
//
//   build/bench/bench_step [--size 160] [--tumour-cells 1000000] [--t-cells 100000] [--hours 2] [--threads N]
#include <fmt/core.h>
#include <omp.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <vector>

#include "agents/simulation.hpp"
#include "config/schema.hpp"
#include "tools/backend.hpp"
#include "tools/machine.hpp"

namespace {

using namespace tilscape;

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Best of ten: a[i] = b[i] + 3 c[i] over three arrays of 128 MB; 24 bytes per index.
double triad_gb_per_s(int threads) {
  constexpr std::int64_t n = 16'000'000;
  HostMemory memory;
  Buffer<double> a(memory, n), b(memory, n), c(memory, n);
  double best = 0;
  for (int repeat = 0; repeat < 10; ++repeat) {
    double *pa = a.data(), *pb = b.data(), *pc = c.data();
    const double s = seconds_of([&] {
#pragma omp parallel for num_threads(threads) schedule(static)
      for (std::int64_t i = 0; i < n; ++i) pa[i] = pb[i] + 3 * pc[i];
    });
    best = std::max(best, 24.0 * n / s * 1e-9);
  }
  return best;
}

struct Case {
  std::uint32_t size = 160, tumour_cells = 1'000'000, t_cells = 100'000;
  double hours = 2; std::uint32_t block = 256, reorder = 16;
  int threads = usable_cores();
};

RunParameters parameters(const Case& c) {
  RunParameters run = default_parameters();
  run.seed = 1; run.execution.host_block = c.block; run.execution.reorder_every_steps = c.reorder;
  run.model.lattice.size = {c.size, c.size, c.size};
  run.model.initial.tumour_cells = c.tumour_cells;
  run.model.initial.stroma_fraction = 0.1;
  run.model.initial.t_cell_fraction = static_cast<double>(c.t_cells) / (1.0 * c.size * c.size * c.size);
  return run;
}

void report(Simulation& simulation, const std::vector<Phase>& before, double wall_s, const Case& c) {
  double agent_s = 0, updates = 0;
  fmt::print("{:<18}{:>10}{:>14}{:>12}\n", "phase", "seconds", "visits", "ns/visit");
  for (std::size_t k = 0; k < before.size(); ++k) {
    const Phase& p = simulation.phases()[k];
    const double s = p.seconds - before[k].seconds;
    const auto visits = static_cast<double>(p.visited - before[k].visited);
    fmt::print("{:<18}{:>10.3f}{:>14}{:>12.1f}\n", p.name, s, grouped(static_cast<std::uint64_t>(visits)),
               visits > 0 ? 1e9 * s / visits : 0.0);
    if (p.visits_agents) agent_s += s, updates += visits;
  }
  const CensusRow now = simulation.census()[0];
  const auto cells = static_cast<double>(now.tumour_cells() + now.t_cells());
  fmt::print("cells now         {} tumour, {} CD8 T\n", grouped(now.tumour_cells()), grouped(now.t_cells()));
  fmt::print("agent-updates/s   {:.2f} M over the agent phases\n", 1e-6 * updates / agent_s);
  fmt::print("cell-hours/s      {:.3f} M over the whole step ({:.1f} s per simulated day)\n",
             1e-6 * cells * c.hours / wall_s, wall_s * 24 / c.hours);
  fmt::print("memory            {} world and fields, {} peak\n",
             human_bytes(static_cast<double>(simulation.bytes())),
             human_bytes(static_cast<double>(peak_memory_bytes())));
  fmt::print("digest            {:016x}\n", simulation.digest()[0]);
}

}  // namespace

int main(int argc, char** argv) {
  Case c;
  CLI::App app("Times the whole step of a 3-D tumour under attack");
  app.add_option("--size", c.size, "Sites per axis")->capture_default_str();
  app.add_option("--tumour-cells", c.tumour_cells)->capture_default_str();
  app.add_option("--t-cells", c.t_cells)->capture_default_str();
  app.add_option("--hours", c.hours, "Simulated hours to time, after one to settle")->capture_default_str();
  app.add_option("--block", c.block); app.add_option("--reorder", c.reorder);
  app.add_option("--threads", c.threads)->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  fmt::print("machine           {}, {} threads\n", processor_name(), c.threads);
  fmt::print("triad             {:.1f} GB/s\n", triad_gb_per_s(c.threads));
  const RunParameters run = parameters(c);
  const auto simulation = make_host_simulation(make_start(run, nullptr), c.threads);
  const auto steps_per_h = static_cast<std::uint32_t>(60 / run.model.time.base_step_min);
  simulation->advance(steps_per_h);
  const std::vector<Phase> before = simulation->phases();
  const double wall =
      seconds_of([&] { simulation->advance(static_cast<std::uint32_t>(c.hours * steps_per_h)); });
  report(*simulation, before, wall, c);
}
