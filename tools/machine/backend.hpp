// Which backend runs: the only place that knows whether this build has CUDA.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "agents/simulation.hpp"

namespace tilscape {

/// What `--backend` may say.
enum class BackendChoice { automatic, cuda, cpu };

/// @throws InputError unless the name is auto, cuda or cpu
BackendChoice backend_named(const std::string& name);

/// auto takes a GPU if this build has CUDA and the machine a usable device, else the host.
/// @throws DeviceError when `cuda` is asked for and cannot be had, saying which of the two is missing
BackendChoice resolve_backend(BackendChoice choice);

/// "cpu, 2 threads, Intel …" or "cuda, NVIDIA …". `choice` is resolved.
std::string backend_description(BackendChoice choice, int threads);

/// Of the GPU that `cuda` resolves to: call them only then.
std::string gpu_name();
std::uint64_t gpu_memory_bytes();
double gpu_copy_gb_per_s();  // bytes read and written by a copy of 1 GiB, in GB/s

/// @param threads  of the host; 0: every usable core that the world is large enough for
std::unique_ptr<Simulation> make_simulation(const SimulationStart& start, BackendChoice choice, int threads);

}  // namespace tilscape
