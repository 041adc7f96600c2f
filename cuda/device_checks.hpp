// The checks of cuda/executor_checks.hpp and cuda/field_checks.hpp for the GPU against the host, and the
// timing of cuda/field_timing.hpp on it.
#pragma once

#include <cstdint>

#include "cuda/device_launch.hpp"
#include "cuda/executor_checks.hpp"
#include "cuda/field_timing.hpp"

namespace tilscape {

/// @param largest  sizes above this are left out
/// @throws DeviceError when there is no usable device or a kernel fails
CheckResults check_device(DeviceLaunch launch = {}, std::uint32_t largest = ~0u);

/// @throws DeviceError; OutOfMemory when the lattice does not fit
FieldTiming time_device_fields(std::uint32_t side, int fields, int repeats);

}  // namespace tilscape
