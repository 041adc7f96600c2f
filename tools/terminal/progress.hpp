// How far a run is: one bar that redraws itself on a terminal, one plain line per interval in a log.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace tilscape {

/// The batches of a run one after the other; the bar and the time left are of the whole run.
class Progress {
 public:
  /// @param member_days  simulated days of all members of all batches
  explicit Progress(double member_days);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }
  /// A batch begins, or goes on. @param label  in front of its lines; may be empty
  /// @param from_day,days  simulated time now and at its end
  void begin(const std::string& label, std::size_t members, double from_day, double days);
  /// Call as often as you like; draws at most a few times a second (terminal) or every half minute (log).
  /// Everything is of this batch so far.
  void show(double day, std::uint64_t tumour_cells, std::uint64_t cd8_cells, std::uint64_t agent_updates);
  /// Erases the bar, so that the next line of text starts clean.
  void clear();

 private:
  std::string line(double day, std::uint64_t tumour_cells, std::uint64_t cd8_cells,
                   std::uint64_t agent_updates) const;

  using Clock = std::chrono::steady_clock;
  double member_days_, member_days_before_ = 0;  // of all batches, of those before this one
  double member_days_skipped_ = 0;               // that were simulated earlier
  double members_ = 0, days_ = 0;                // of this batch
  std::string label_;
  Clock::time_point batch_start_{};
  bool terminal_;
  bool drawn_ = false;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_{};
};

}  // namespace tilscape
