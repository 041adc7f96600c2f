// A run is asked to stop by a signal or by its time limit; it then ends after the current step with all
// output written.
#pragma once

#include <chrono>

namespace tilscape {

class StopRequest {
 public:
  /// Catches SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2 and SIGXCPU from now on, but those that are ignored
  /// already: they stay so. A second SIGINT ends the program at once.
  /// @param max_wall_time_s  0: no limit
  explicit StopRequest(double max_wall_time_s);

  /// The exit code to stop with: 75 on SIGUSR1, SIGUSR2, SIGXCPU or at the time limit, 128 + n on signal n of
  /// the others, which count for more; 0 while nobody asked. Test: tests/cli/surroundings_test.py
  int exit_code() const;

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double max_wall_time_s_;
};

}  // namespace tilscape
