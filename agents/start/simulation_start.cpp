#include "agents/start/simulation_start.hpp"

#include <algorithm>

#include "agents/start/synthetic_tissue.hpp"
#include "core/execution/host_team.hpp"

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

}  // namespace tilscape
