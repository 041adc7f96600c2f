// Device memory for copies that another thread takes to the host while the simulation goes on: a second
// stream, and page-locked chunks of its own.
#pragma once

#include <cuda_runtime_api.h>

#include "cuda/runtime/device_memory.hpp"

namespace tilscape {

/// Buffers in it are written by copy(), on the executor's stream: in the order of its passes. copy_to_host()
/// runs on the other stream, behind all copies so far, and may be called by one thread beside the executor's.
class DeviceAside final : public Memory {
 public:
  explicit DeviceAside(DeviceMemory& memory);
  ~DeviceAside() override;
  DeviceAside(const DeviceAside&) = delete;
  DeviceAside& operator=(const DeviceAside&) = delete;

  /// Leaves an eighth of the device free, for populations that grow. @throws OutOfMemory
  void* allocate(std::size_t bytes) override;
  void release(void* data, std::size_t bytes) noexcept override;
  void zero(void* data, std::size_t bytes) override;
  void copy(void* to, const void* from, std::size_t bytes) override;
  void copy_to_host(void* to, const void* from, std::size_t bytes) override;
  void copy_from_host(void* to, const void* from, std::size_t bytes) override;

 private:
  /// The second stream waits for all that is queued on the first one by now.
  void follow();

  DeviceMemory& memory_;
  cudaStream_t stream_ = nullptr;
  cudaEvent_t copied_ = nullptr;  // the last copy on the first stream
  PinnedStaging staging_;
};

}  // namespace tilscape
