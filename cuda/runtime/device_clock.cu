// Events are made as they are needed and used again.
#include "cuda/runtime/device_clock.hpp"

#include "cuda/runtime/check_cuda.hpp"

namespace tilscape {

DeviceClock::~DeviceClock() {
  for (const Lap& lap : pending_) {
    cudaEventDestroy(lap.start);
    cudaEventDestroy(lap.end);
  }
  for (const Mark mark : unused_) cudaEventDestroy(mark);
}

DeviceClock::Mark DeviceClock::mark() {
  Mark mark = nullptr;
  if (unused_.empty()) {
    check_cuda(cudaEventCreate(&mark), "cudaEventCreate");
  } else {
    mark = unused_.back();
    unused_.pop_back();
  }
  check_cuda(cudaEventRecord(mark, stream_), "cudaEventRecord");
  return mark;
}

void DeviceClock::add_since(Mark start, double& seconds) {
  pending_.push_back({start, mark(), &seconds});
  if (pending_.size() < most_pending) return;
  settle();
  if (pending_.size() < most_pending) return;
  check_cuda(cudaEventSynchronize(pending_.front().end), "cudaEventSynchronize");
  settle_first();
}

void DeviceClock::settle() {
  while (!pending_.empty()) {
    const cudaError_t status = cudaEventQuery(pending_.front().end);
    if (status == cudaErrorNotReady) return;
    check_cuda(status, "cudaEventQuery");
    settle_first();
  }
}

void DeviceClock::settle_first() {
  const Lap lap = pending_.front();
  pending_.pop_front();
  float milliseconds = 0;
  check_cuda(cudaEventElapsedTime(&milliseconds, lap.start, lap.end), "cudaEventElapsedTime");
  *lap.seconds += 1e-3 * static_cast<double>(milliseconds);
  unused_.push_back(lap.start);
  unused_.push_back(lap.end);
}

}  // namespace tilscape
