// The simulation on the host, and how a run's parameters become its start.
#include <algorithm>

#include "agents/simulation_on.hpp"
#include "core/host_executor.hpp"

namespace tilscape {

SimulationStart make_start(const RunParameters& run, const InitialTissue* tissue, int only_replicate) {
  SimulationStart start;
  start.execution = run.execution;
  const std::int64_t first = std::max(only_replicate, 0),
                     last = only_replicate >= 0 ? first + 1 : std::int64_t{run.replicates};
  start.replicates.resize(static_cast<std::size_t>(last - first));
#pragma omp parallel for schedule(dynamic) if (last - first > 1)
  for (std::int64_t r = first; r < last; ++r)
    start.replicates[r - first] = make_replicate_start(run, tissue, static_cast<std::uint32_t>(r));
  return start;
}

ReplicateStart make_replicate_start(const RunParameters& run, const InitialTissue* tissue,
                                    std::uint32_t replicate) {
  return {run.model, run.seed, replicate,
          tissue ? *tissue : synthetic_tissue(run.model, run.seed, replicate)};
}

std::unique_ptr<Simulation> make_host_simulation(const SimulationStart& start, int threads) {
  return std::make_unique<SimulationOn<HostExecutor>>(HostExecutor(threads, start.execution.host_block),
                                                      start);
}

}  // namespace tilscape
