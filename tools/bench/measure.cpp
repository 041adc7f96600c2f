// Nothing but steps runs while the clock does: counting cells and taking digests happens between repeats.
#include "tools/bench/measure.hpp"

#include <fmt/core.h>

#include <chrono>
#include <memory>

#include "core/base/errors.hpp"
#include "core/random/philox.hpp"
#include "tools/machine/machine.hpp"

namespace tilscape {

namespace {

using Clock = std::chrono::steady_clock;

CellCount count_cells(Simulation& simulation) {
  CellCount count;
  for (const CensusRow& row : simulation.census()) {
    count.tumour += static_cast<double>(row.tumour_cells());
    count.cd8_cells += static_cast<double>(row.cd8_cells());
    count.corpses += static_cast<double>(row.tissue[static_cast<std::size_t>(Tissue::tumour_apoptotic)] +
                                         row.tissue[static_cast<std::size_t>(Tissue::tumour_necrotic)]);
  }
  return count;
}

CellCount mean(const CellCount& a, const CellCount& b) {
  return {0.5 * (a.tumour + b.tumour), 0.5 * (a.cd8_cells + b.cd8_cells), 0.5 * (a.corpses + b.corpses)};
}

double timed_advance(Simulation& simulation, std::uint32_t steps) {
  const auto start = Clock::now();
  simulation.advance(steps);
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<PhaseSample> clocks_of(const Simulation& simulation) {
  std::vector<PhaseSample> clocks;
  for (const Phase& phase : simulation.phases())
    clocks.push_back({phase.seconds, phase.executions, phase.visited});
  return clocks;
}

/// One repeat. Where live agents are counted, the clock stands still while they are.
Sample take_sample(Simulation& simulation, const BenchCase& c) {
  Sample sample;
  const std::vector<PhaseSample> before = clocks_of(simulation);
  const std::uint64_t bytes_before = simulation.field_bytes_moved();
  if (c.scores_live_agents) {
    for (std::uint32_t k = 0; k < c.steps; ++k) {
      sample.live_agents += count_cells(simulation).live();
      sample.seconds += timed_advance(simulation, 1);
    }
  } else {
    sample.seconds = timed_advance(simulation, c.steps);
  }
  sample.field_bytes = simulation.field_bytes_moved() - bytes_before;
  sample.phases = clocks_of(simulation);
  for (std::size_t p = 0; p < before.size(); ++p) {
    sample.phases[p].seconds -= before[p].seconds;
    sample.phases[p].executions -= before[p].executions;
    sample.phases[p].visited -= before[p].visited;
  }
  return sample;
}

void check_digest(const Measurement& m) {
  if (!m.options.expected_digest || *m.options.expected_digest == m.digest) return;
  throw Defect(
      fmt::format("bench: {} with {} {}: digest {:016x}, on record is {:016x}: this build computes something "
                  "else, so its figures are not reported; if the model was changed on purpose, "
                  "tools/bench/README.md says how to record anew",
                  m.bench_case.name, grouped(m.options.cells), m.bench_case.counts, m.digest,
                  *m.options.expected_digest));
}

/// A case under way.
class Bench {
 public:
  Bench(const BenchCase& c, const MeasureOptions& options) : case_(c) {
    m_.bench_case = c;
    m_.options = options;
    m_.run = c.parameters(options.cells);
  }

  Measurement operator()() {
    use_threads(m_.options.threads);
    restart_peak_memory();
    run_world();
    m_.peak_bytes = peak_memory_bytes();
    if (case_.compares_one_by_one) run_one_by_one();
    return std::move(m_);
  }

 private:
  std::unique_ptr<Simulation> settled(int only_replicate) const {
    auto simulation =
        make_simulation(make_start(m_.run, nullptr, only_replicate), m_.options.backend, m_.options.threads);
    simulation->advance(case_.settle_steps);
    return simulation;
  }

  void run_world() {
    auto simulation = settled(-1);
    for (const Phase& phase : simulation->phases()) m_.phases.push_back({phase.name, phase.visits_agents});
    const CellCount before = count_cells(*simulation);
    for (int k = 0; k < m_.options.repeats; ++k) {
      if (k > 0 && case_.restarts_each_repeat) simulation = settled(-1);
      m_.samples.push_back(take_sample(*simulation, case_));
      if (k > 0) continue;
      digests_ = simulation->digest();
      m_.digest = combined_digest(digests_);
      check_digest(m_);
    }
    m_.cells = mean(before, count_cells(*simulation));
    m_.sites = simulation->lattice().world_sites();
    m_.world_bytes = simulation->bytes();
    m_.agent_bytes = simulation->agent_bytes();
  }

  void run_one_by_one() {
    m_.one_by_one_s.assign(static_cast<std::size_t>(m_.options.repeats), 0);
    for (std::uint32_t r = 0; r < m_.run.replicates; ++r) {
      const auto simulation = settled(static_cast<int>(r));
      for (std::size_t k = 0; k < m_.one_by_one_s.size(); ++k) {
        m_.one_by_one_s[k] += take_sample(*simulation, case_).seconds;
        if (k == 0 && simulation->digest()[0] != digests_[r])
          throw Defect(fmt::format("bench: {}: replicate {} has other bits alone than among the others",
                                   case_.name, r));
      }
    }
  }

  const BenchCase& case_;
  Measurement m_;
  std::vector<std::uint64_t> digests_;  // after the first repeat, by replicate
};

}  // namespace

std::uint64_t combined_digest(const std::vector<std::uint64_t>& digests) {
  if (digests.size() == 1) return digests[0];
  std::uint64_t combined = 0;
  for (const std::uint64_t digest : digests) combined = mix64(combined ^ digest);
  return combined;
}

Measurement measure(const BenchCase& bench_case, const MeasureOptions& options) {
  return Bench(bench_case, options)();
}

}  // namespace tilscape
