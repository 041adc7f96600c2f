// The second stream waits for each copy on the first one; the first never waits for the second.
#include "cuda/runtime/device_aside.hpp"

#include "core/base/errors.hpp"
#include "cuda/runtime/check_cuda.hpp"

namespace tilscape {

DeviceAside::DeviceAside(DeviceMemory& memory) : memory_(memory) {
  check_cuda(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
  check_cuda(cudaEventCreateWithFlags(&copied_, cudaEventDisableTiming), "cudaEventCreateWithFlags");
}

DeviceAside::~DeviceAside() {
  cudaStreamSynchronize(stream_);
  cudaEventDestroy(copied_);
  cudaStreamDestroy(stream_);
}

void* DeviceAside::allocate(std::size_t bytes) {
  const auto [free, total] = memory_.room();
  if (free < total / 8 + bytes) throw OutOfMemory("device memory: no room for a copy of what output needs");
  return memory_.allocate(bytes);
}

void DeviceAside::release(void* data, std::size_t) noexcept {
  cudaFreeAsync(data, stream_);
}

void DeviceAside::zero(void* data, std::size_t bytes) {
  memory_.zero(data, bytes);
}

void DeviceAside::copy(void* to, const void* from, std::size_t bytes) {
  memory_.copy(to, from, bytes);
  follow();
}

void DeviceAside::copy_to_host(void* to, const void* from, std::size_t bytes) {
  staging_.to_host(to, from, bytes, stream_);
}

void DeviceAside::copy_from_host(void* to, const void* from, std::size_t bytes) {
  memory_.copy_from_host(to, from, bytes);
  follow();
}

void DeviceAside::follow() {
  check_cuda(cudaEventRecord(copied_, memory_.stream()), "cudaEventRecord");
  check_cuda(cudaStreamWaitEvent(stream_, copied_, 0), "cudaStreamWaitEvent");
}

}  // namespace tilscape
