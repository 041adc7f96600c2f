// cudaMalloc, cudaFree and copies, every one of them checked.
#include "cuda/device_memory.hpp"

#include <string>

#include "core/errors.hpp"
#include "cuda/check_cuda.hpp"

namespace tilscape {

void check_cuda(cudaError_t status, const char* call) {
  if (status == cudaSuccess) return;
  cudaGetLastError();  // the runtime would report the same error again at the next call
  throw DeviceError(std::string(call) + ": " + cudaGetErrorString(status));
}

DeviceMemory::DeviceMemory() {
  check_cuda(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
}

// A destructor cannot throw; what fails here has failed at a call before it, or fails again at the next one.
DeviceMemory::~DeviceMemory() {
  cudaStreamSynchronize(stream_);
  cudaStreamDestroy(stream_);
}

void* DeviceMemory::allocate(std::size_t bytes) {
  void* data = nullptr;
  const cudaError_t status = cudaMalloc(&data, bytes);
  if (status != cudaErrorMemoryAllocation) {
    check_cuda(status, "cudaMalloc");
    return data;
  }
  cudaGetLastError();
  std::size_t free = 0, total = 0;
  check_cuda(cudaMemGetInfo(&free, &total), "cudaMemGetInfo");
  throw OutOfMemory("device memory: cannot allocate " + std::to_string(bytes) + " bytes; " +
                    std::to_string(free) + " of " + std::to_string(total) + " bytes are free");
}

// Kernels that are queued may still use the memory.
void DeviceMemory::release(void* data, std::size_t) noexcept {
  cudaStreamSynchronize(stream_);
  cudaFree(data);
}

void DeviceMemory::zero(void* data, std::size_t bytes) {
  check_cuda(cudaMemsetAsync(data, 0, bytes, stream_), "cudaMemsetAsync");
}

void DeviceMemory::copy(void* to, const void* from, std::size_t bytes) {
  check_cuda(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, stream_), "cudaMemcpyAsync");
}

void DeviceMemory::copy_to_host(void* to, const void* from, std::size_t bytes) {
  check_cuda(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream_), "cudaMemcpyAsync to host");
  wait();
}

void DeviceMemory::copy_from_host(void* to, const void* from, std::size_t bytes) {
  check_cuda(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream_), "cudaMemcpyAsync from host");
  wait();
}

void DeviceMemory::wait() {
  check_cuda(cudaStreamSynchronize(stream_), "cudaStreamSynchronize");
}

}  // namespace tilscape
