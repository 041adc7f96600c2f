// The simulation on the host, and how a run's parameters become its start.
#include <algorithm>
#include <utility>

#include "agents/simulation_on.hpp"
#include "core/host_executor.hpp"
#include "core/host_team.hpp"

namespace tilscape {

SimulationStart make_start(const RunParameters& run, const InitialTissue* tissue, int only_replicate) {
  SimulationStart start;
  start.execution = run.execution;
  const auto first = static_cast<std::uint32_t>(std::max(only_replicate, 0));
  start.replicates.resize(only_replicate >= 0 ? 1 : run.replicates);
  for_each_part(start.replicates.size(), [&](std::size_t r) {
    start.replicates[r] = make_replicate_start(run, tissue, first + static_cast<std::uint32_t>(r));
  });
  return start;
}

ReplicateStart make_replicate_start(const RunParameters& run, const InitialTissue* tissue,
                                    std::uint32_t replicate) {
  return {run.model, run.seed, replicate,
          tissue ? *tissue : synthetic_tissue(run.model, run.seed, replicate)};
}

std::unique_ptr<Simulation> make_host_simulation(const SimulationStart& start, int threads) {
  return make_host_simulation(start, HostExecutor(threads, start.execution.host_block));
}
std::unique_ptr<Simulation> make_host_simulation(const SimulationStart& start, HostExecutor executor) {
  return std::make_unique<SimulationOn<HostExecutor>>(std::move(executor), start);
}

}  // namespace tilscape
