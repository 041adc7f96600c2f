// Page-locked memory is taken once: doing it in a step would stop the device.
#include "cuda/runtime/device_readback.hpp"

#include "cuda/runtime/check_cuda.hpp"

namespace tilscape {

DeviceReadback::DeviceReadback(DeviceMemory& memory, std::size_t size)
    : stream_(memory.stream()), size_(size) {
  if (size == 0) return;
  check_cuda(cudaMallocHost(reinterpret_cast<void**>(&values_), size * sizeof *values_), "cudaMallocHost");
  check_cuda(cudaEventCreateWithFlags(&copied_, cudaEventDisableTiming), "cudaEventCreateWithFlags");
}

DeviceReadback::~DeviceReadback() {
  if (size_ == 0) return;
  cudaEventSynchronize(copied_);
  cudaEventDestroy(copied_);
  cudaFreeHost(values_);
}

void DeviceReadback::begin(const Buffer<std::uint64_t>& from) {
  if (size_ == 0) return;
  check_cuda(cudaMemcpyAsync(values_, from.data(), size_ * sizeof *values_, cudaMemcpyDeviceToHost, stream_),
             "cudaMemcpyAsync to host");
  check_cuda(cudaEventRecord(copied_, stream_), "cudaEventRecord");
}

std::span<const std::uint64_t> DeviceReadback::values() const {
  if (size_ > 0) check_cuda(cudaEventSynchronize(copied_), "cudaEventSynchronize");
  return {values_, size_};
}

}  // namespace tilscape
