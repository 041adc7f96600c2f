// Two page-locked chunks of host memory through which large copies between host and GPU pass: the GPU fills
// or empties one while the host does the other.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>

#include "core/execution/host_team.hpp"

namespace tilscape {

/// A GPU reaches page-locked memory directly and at the full speed of the bus; what it copies to or from
/// other memory, its driver passes through small buffers of its own on one thread.
class PinnedStaging {
 public:
  PinnedStaging();
  ~PinnedStaging();
  PinnedStaging(const PinnedStaging&) = delete;
  PinnedStaging& operator=(const PinnedStaging&) = delete;

  /// Both follow what is queued on the stream, and return when the copy is done.
  void to_host(void* to, const void* from, std::size_t bytes, cudaStream_t stream);
  void from_host(void* to, const void* from, std::size_t bytes, cudaStream_t stream);

 private:
  static constexpr std::size_t chunk_bytes = std::size_t{8} << 20;
  struct Chunk {
    std::byte* data = nullptr;
    cudaEvent_t done = nullptr;  // the GPU's part of the last copy through it
  };
  Chunk chunks_[2];
  HostTeam team_;
};

}  // namespace tilscape
