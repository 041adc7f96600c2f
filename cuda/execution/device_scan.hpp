// The prefix sum of the device executor. Its own file, because CUB takes long to compile.
#pragma once

#include <cstdint>

#include "cuda/runtime/device_memory.hpp"

namespace tilscape {

/// values[i] becomes the sum of all values before i, modulo 2³². 8 bytes moved per value, and scratch memory
/// for the call.
void scan_in_place(DeviceMemory& memory, std::uint32_t* values, std::uint64_t n);

}  // namespace tilscape
