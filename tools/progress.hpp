// How far a run is: one bar that redraws itself on a terminal, one plain line per interval in a log.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace tilscape {

class Progress {
 public:
  /// @param days  simulated time at the end
  Progress(double days, std::string prefix);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }
  /// Call as often as you like; draws at most a few times a second (terminal) or every half minute (log).
  void show(double day, std::uint64_t tumour_cells, std::uint64_t t_cells, std::uint64_t agent_updates);
  /// Erases the bar, so that the next line of text starts clean.
  void clear();

 private:
  std::string line(double day, std::uint64_t tumour_cells, std::uint64_t t_cells, std::uint64_t agent_updates,
                   double seconds) const;

  using Clock = std::chrono::steady_clock;
  double days_;
  std::string prefix_;
  bool terminal_;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};
};

}  // namespace tilscape
