// The device's memory pool and copies, every call checked.
#include "cuda/runtime/device_memory.hpp"

#include <cstdint>
#include <string>

#include "core/base/errors.hpp"
#include "cuda/runtime/check_cuda.hpp"

namespace tilscape {

void check_cuda(cudaError_t status, const char* call) {
  if (status == cudaSuccess) return;
  cudaGetLastError();  // the runtime would report the same error again at the next call
  throw DeviceError(std::string(call) + ": " + cudaGetErrorString(status));
}

DeviceMemory::DeviceMemory() {
  int device = 0;
  check_cuda(cudaGetDevice(&device), "cudaGetDevice");
  check_cuda(cudaDeviceGetDefaultMemPool(&pool_, device), "cudaDeviceGetDefaultMemPool");
  std::uint64_t kept_bytes = UINT64_MAX;
  check_cuda(cudaMemPoolSetAttribute(pool_, cudaMemPoolAttrReleaseThreshold, &kept_bytes),
             "cudaMemPoolSetAttribute");
  check_cuda(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), "cudaStreamCreateWithFlags");
}

// A destructor cannot throw; what fails here has failed at a call before it, or fails again at the next one.
DeviceMemory::~DeviceMemory() {
  cudaStreamSynchronize(stream_);
  cudaStreamDestroy(stream_);
  cudaMemPoolTrimTo(pool_, 0);
}

void* DeviceMemory::allocate(std::size_t bytes) {
  void* data = nullptr;
  cudaError_t status = cudaMallocAsync(&data, bytes, stream_);
  if (status == cudaErrorMemoryAllocation) {  // what the pool keeps may be in pieces too small
    cudaGetLastError();
    wait();
    check_cuda(cudaMemPoolTrimTo(pool_, 0), "cudaMemPoolTrimTo");
    status = cudaMallocAsync(&data, bytes, stream_);
  }
  if (status != cudaErrorMemoryAllocation) {
    check_cuda(status, "cudaMallocAsync");
    return data;
  }
  cudaGetLastError();
  const auto [free, total] = room();
  throw OutOfMemory("device memory: cannot allocate " + std::to_string(bytes) + " bytes; " +
                    std::to_string(free) + " of " + std::to_string(total) + " bytes are free");
}

DeviceMemory::Room DeviceMemory::room() const {
  std::size_t free = 0, total = 0;
  std::uint64_t reserved = 0, used = 0;
  check_cuda(cudaMemGetInfo(&free, &total), "cudaMemGetInfo");
  check_cuda(cudaMemPoolGetAttribute(pool_, cudaMemPoolAttrReservedMemCurrent, &reserved),
             "cudaMemPoolGetAttribute");
  check_cuda(cudaMemPoolGetAttribute(pool_, cudaMemPoolAttrUsedMemCurrent, &used), "cudaMemPoolGetAttribute");
  return {free + (reserved > used ? reserved - used : 0), total};
}

// Kernels that are queued may still use the memory: whoever gets it next is queued behind them.
void DeviceMemory::release(void* data, std::size_t) noexcept {
  cudaFreeAsync(data, stream_);
}

void DeviceMemory::zero(void* data, std::size_t bytes) {
  check_cuda(cudaMemsetAsync(data, 0, bytes, stream_), "cudaMemsetAsync");
}

void DeviceMemory::copy(void* to, const void* from, std::size_t bytes) {
  check_cuda(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, stream_), "cudaMemcpyAsync");
}

void DeviceMemory::copy_to_host(void* to, const void* from, std::size_t bytes) {
  staging_.to_host(to, from, bytes, stream_);
}

void DeviceMemory::copy_from_host(void* to, const void* from, std::size_t bytes) {
  if (bytes <= PinnedUploads::most_bytes)
    uploads_.send(to, from, bytes, stream_);
  else
    staging_.from_host(to, from, bytes, stream_);
}

void DeviceMemory::wait() {
  check_cuda(cudaStreamSynchronize(stream_), "cudaStreamSynchronize");
}

}  // namespace tilscape
