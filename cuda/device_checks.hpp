// The checks of cuda/executor_checks.hpp and cuda/field_checks.hpp for the GPU against the host.
#pragma once

#include <cstdint>

#include "cuda/device_launch.hpp"
#include "cuda/executor_checks.hpp"

namespace tilscape {

/// @param largest  sizes above this are left out
/// @throws DeviceError when there is no usable device or a kernel fails
CheckResults check_device(DeviceLaunch launch = {}, std::uint32_t largest = ~0u);

}  // namespace tilscape
