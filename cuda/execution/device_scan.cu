// The only file that includes CUB.
#include "cuda/execution/device_scan.hpp"

#include <cub/device/device_scan.cuh>

#include "cuda/runtime/check_cuda.hpp"

namespace tilscape {

void scan_in_place(DeviceMemory& memory, std::uint32_t* values, std::uint64_t n) {
  std::size_t bytes = 0;
  check_cuda(cub::DeviceScan::ExclusiveSum(nullptr, bytes, values, values, n, memory.stream()),
             "cub::DeviceScan::ExclusiveSum (size)");
  const Buffer<unsigned char> scratch(memory, bytes);
  check_cuda(cub::DeviceScan::ExclusiveSum(scratch.data(), bytes, values, values, n, memory.stream()),
             "cub::DeviceScan::ExclusiveSum");
}

}  // namespace tilscape
