// Slots are taken in turn; each waits for its own last copy before it is filled again.
#include "cuda/runtime/pinned_uploads.hpp"

#include <cstring>

#include "cuda/runtime/check_cuda.hpp"

namespace tilscape {

PinnedUploads::PinnedUploads() {
  for (Slot& slot : slots_) {
    check_cuda(cudaMallocHost(reinterpret_cast<void**>(&slot.data), most_bytes), "cudaMallocHost");
    check_cuda(cudaEventCreateWithFlags(&slot.sent, cudaEventDisableTiming), "cudaEventCreateWithFlags");
  }
}

PinnedUploads::~PinnedUploads() {
  for (const Slot& slot : slots_) {
    cudaEventSynchronize(slot.sent);
    cudaEventDestroy(slot.sent);
    cudaFreeHost(slot.data);
  }
}

void PinnedUploads::send(void* to, const void* from, std::size_t bytes, cudaStream_t stream) {
  const Slot& slot = slots_[next_];
  next_ = (next_ + 1) % slot_count;
  check_cuda(cudaEventSynchronize(slot.sent), "cudaEventSynchronize");
  std::memcpy(slot.data, from, bytes);
  check_cuda(cudaMemcpyAsync(to, slot.data, bytes, cudaMemcpyHostToDevice, stream),
             "cudaMemcpyAsync from host");
  check_cuda(cudaEventRecord(slot.sent, stream), "cudaEventRecord");
}

}  // namespace tilscape
