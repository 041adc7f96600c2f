// Every phase compiled for the GPU, from the same source that agents/host_simulation.cpp compiles for the
// host.
#include "cuda/device_simulation.hpp"

#include "agents/simulation_on.hpp"
#include "cuda/execution/device_executor.cuh"

namespace tilscape {

std::unique_ptr<Simulation> make_device_simulation(const SimulationStart& start, DeviceLaunch launch) {
  return std::make_unique<SimulationOn<DeviceExecutor>>(DeviceExecutor(launch), start);
}

}  // namespace tilscape
