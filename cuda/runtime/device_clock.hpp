// Times the work of one stream on the device itself, so that the host need not wait for a phase to know how
// long it took.
#pragma once

#include <cuda_runtime_api.h>

#include <deque>
#include <vector>

namespace tilscape {

/// The members of core/base/wall_clock.hpp with events as marks. Not copied, not moved: sums wait in it.
class DeviceClock {
 public:
  using Mark = cudaEvent_t;

  explicit DeviceClock(cudaStream_t stream) : stream_(stream) {}
  ~DeviceClock();
  DeviceClock(const DeviceClock&) = delete;
  DeviceClock& operator=(const DeviceClock&) = delete;

  Mark mark();
  /// @param seconds  grows at a later settle(), so it must stay where it is
  void add_since(Mark start, double& seconds);
  /// Adds the times of all work that the device has done by now; never waits for more.
  void settle();

 private:
  struct Lap {
    Mark start, end;
    double* seconds;
  };
  static constexpr std::size_t most_pending = 4096;

  void settle_first();

  cudaStream_t stream_;
  std::deque<Lap> pending_;   // in the order of the stream
  std::vector<Mark> unused_;  // events to use again
};

}  // namespace tilscape
