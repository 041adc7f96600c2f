// The simulation on a GPU, as tools see it: no CUDA header needed.
#pragma once

#include <memory>

#include "agents/simulation.hpp"
#include "cuda/execution/device_launch.hpp"
#include "cuda/runtime/device_info.hpp"

namespace tilscape {

/// @throws DeviceError when there is no usable device; OutOfMemory when the world does not fit
std::unique_ptr<Simulation> make_device_simulation(const SimulationStart& start, DeviceLaunch launch = {});

}  // namespace tilscape
