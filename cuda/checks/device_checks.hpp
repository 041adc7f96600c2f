// The checks of cuda/checks/executor_checks.hpp and cuda/checks/field_checks.hpp for the GPU against the
// host, and the timing of cuda/checks/field_timing.hpp on it.
#pragma once

#include <cstdint>

#include "cuda/checks/executor_checks.hpp"
#include "cuda/checks/field_timing.hpp"
#include "cuda/execution/device_launch.hpp"

namespace tilscape {

/// @param largest  sizes above this are left out
/// @throws DeviceError when there is no usable device or a kernel fails
CheckResults check_device(DeviceLaunch launch = {}, std::uint32_t largest = ~0u);

/// @throws DeviceError; OutOfMemory when the lattice does not fit
FieldTiming time_device_fields(std::uint32_t side, int fields, int repeats);

}  // namespace tilscape
