// Page-locked slots through which small copies go to the GPU while the host goes on: what each update writes
// for the passes behind it.
#pragma once

#include <cuda_runtime_api.h>

#include <cstddef>

namespace tilscape {

class PinnedUploads {
 public:
  static constexpr std::size_t most_bytes = std::size_t{256} << 10;  // of one copy

  PinnedUploads();
  /// Ends when no copy is under way.
  ~PinnedUploads();
  PinnedUploads(const PinnedUploads&) = delete;
  PinnedUploads& operator=(const PinnedUploads&) = delete;

  /// Follows what is queued on the stream; returns once `from` may change, which is at once but where as many
  /// copies as there are slots are still under way. @param bytes  up to most_bytes
  void send(void* to, const void* from, std::size_t bytes, cudaStream_t stream);

 private:
  static constexpr unsigned slot_count = 16;  // more than a step sends
  struct Slot {
    std::byte* data = nullptr;
    cudaEvent_t sent = nullptr;  // the last copy out of it
  };
  Slot slots_[slot_count];
  unsigned next_ = 0;
};

}  // namespace tilscape
