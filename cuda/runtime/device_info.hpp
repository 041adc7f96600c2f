// Whether there is a GPU, which one, and how fast its memory is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace tilscape {

/// Is there a GPU for which this program holds code, with memory pools (some virtual ones lack them)? Never
/// throws.
bool device_available();

/// The GPU's name, as its driver gives it.
/// @throws DeviceError when there is none
std::string device_name();

/// Bytes of its memory, in use or not. @throws DeviceError when there is no GPU
std::uint64_t device_memory_bytes();

/// Bytes read plus bytes written per second by a device-to-device copy of `bytes`, in GB/s: median of
/// `repeats`. @throws DeviceError, OutOfMemory
double device_copy_gb_per_s(std::size_t bytes, int repeats = 20);

}  // namespace tilscape
