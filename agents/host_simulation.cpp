// The simulation on the host.
#include <utility>

#include "agents/simulation_on.hpp"
#include "core/execution/host_executor.hpp"

namespace tilscape {

std::unique_ptr<Simulation> make_host_simulation(const SimulationStart& start, int threads) {
  return make_host_simulation(start, HostExecutor(threads, start.execution.host_block));
}
std::unique_ptr<Simulation> make_host_simulation(const SimulationStart& start, HostExecutor executor) {
  return std::make_unique<SimulationOn<HostExecutor>>(std::move(executor), start);
}

}  // namespace tilscape
