// The simulation on the host, and how a run's parameters become its start.
#include "agents/simulation_on.hpp"
#include "core/host_executor.hpp"

namespace tilscape {

SimulationStart make_start(const RunParameters& run, const InitialTissue* tissue, int only_replicate) {
  SimulationStart start;
  start.execution = run.execution;
  for (std::uint32_t r = 0; r < run.replicates; ++r) {
    if (only_replicate >= 0 && r != static_cast<std::uint32_t>(only_replicate)) continue;
    start.replicates.push_back(make_replicate_start(run, tissue, r));
  }
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
