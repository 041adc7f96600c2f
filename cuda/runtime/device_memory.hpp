// A GPU's memory, and the one stream on which an executor's kernels and copies follow each other.
#pragma once

#include <cuda_runtime_api.h>

#include "core/execution/memory.hpp"
#include "cuda/runtime/pinned_staging.hpp"
#include "cuda/runtime/pinned_uploads.hpp"

namespace tilscape {

/// Everything is queued on one stream, so a copy sees what the kernels before it wrote. Copies to the host
/// return when they are done, large ones from the host too; the others may return earlier. Memory is taken
/// from the device's pool and given back to it in the order of the stream: no call waits for the GPU, and
/// what is given back stays in the pool for the next buffer until this object ends.
class DeviceMemory final : public Memory {
 public:
  /// @throws DeviceError when there is no usable device
  DeviceMemory();
  ~DeviceMemory() override;
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;

  /// Stops only when memory runs short. @throws OutOfMemory naming the bytes wanted and the bytes free
  void* allocate(std::size_t bytes) override;
  void release(void* data, std::size_t bytes) noexcept override;
  void zero(void* data, std::size_t bytes) override;
  void copy(void* to, const void* from, std::size_t bytes) override;
  void copy_to_host(void* to, const void* from, std::size_t bytes) override;
  void copy_from_host(void* to, const void* from, std::size_t bytes) override;

  /// Bytes for new buffers, and all that the device has. The pool's own are counted: a buffer that was given
  /// back is free although the device does not say so.
  struct Room {
    std::size_t free, total;
  };
  Room room() const;

  /// Waits for everything queued so far; what failed since the last wait is thrown here.
  void wait();
  cudaStream_t stream() const { return stream_; }

 private:
  cudaStream_t stream_ = nullptr;
  cudaMemPool_t pool_ = nullptr;
  PinnedStaging staging_;
  PinnedUploads uploads_;
};

}  // namespace tilscape
