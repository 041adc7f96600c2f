// Instantiates the checks for the device executor.
#include "cuda/checks/device_checks.hpp"

#include "cuda/checks/field_checks.hpp"
#include "cuda/execution/device_executor.cuh"

namespace tilscape {

CheckResults check_device(DeviceLaunch launch, std::uint32_t largest) {
  DeviceExecutor device(launch);
  HostExecutor host;
  CheckResults results = check_primitives(device, host, largest);
  for (CheckResult& field : check_fields(device, host, largest)) results.push_back(std::move(field));
  return results;
}

FieldTiming time_device_fields(std::uint32_t side, int fields, int repeats) {
  DeviceExecutor device;
  return time_fields(device, side, fields, repeats);
}

}  // namespace tilscape
