// Counters on their way from the GPU to the host, which queues further steps meanwhile.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdint>
#include <span>

#include "cuda/runtime/device_memory.hpp"

namespace tilscape {

/// The members of core/execution/readback.hpp: a copy to page-locked memory on the stream of the passes, and
/// an event behind it. On that stream a pass that overwrites the buffer waits for the copy, and so does the
/// next copy.
class DeviceReadback {
 public:
  DeviceReadback(DeviceMemory& memory, std::size_t size);
  /// Ends after the copy, which writes to its memory.
  ~DeviceReadback();
  DeviceReadback(const DeviceReadback&) = delete;
  DeviceReadback& operator=(const DeviceReadback&) = delete;

  void begin(const Buffer<std::uint64_t>& from);
  std::span<const std::uint64_t> values() const;

 private:
  cudaStream_t stream_;
  std::size_t size_;
  std::uint64_t* values_ = nullptr;  // page-locked
  cudaEvent_t copied_ = nullptr;
};

}  // namespace tilscape
