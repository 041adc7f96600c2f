// Times work that is done when the call that did it returns.
#pragma once

#include <chrono>

namespace tilscape {

/// A clock has marks, points in an executor's work, and adds up what lies between two of them.
/// cuda/runtime/device_clock.hpp is the other one: there the work is done later than the call.
class WallClock {
 public:
  using Mark = std::chrono::steady_clock::time_point;

  Mark mark() const { return std::chrono::steady_clock::now(); }
  /// seconds += the time from `start` to now.
  void add_since(Mark start, double& seconds) const {
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }
  /// Adds what is known by now and was not when add_since was called.
  void settle() const {}
};

}  // namespace tilscape
