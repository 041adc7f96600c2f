// How many members a team should have, found out by measuring: where other programs want the cores, members
// that come late, or take the core of another one, cost more than they do.
#pragma once

#include <cstdint>

namespace tilscape {

/// What a team did in a stretch of time, as its caller saw it. Seconds.
struct TeamStretch {
  double wall = 0;
  double cpu = 0;     // of the caller
  double lost = 0;    // of that: waking helpers, waiting for them awake
  double helped = 0;  // what the helpers' parts would have taken the caller

  TeamStretch& operator+=(const TeamStretch& s) {
    wall += s.wall, cpu += s.cpu, lost += s.lost, helped += s.helped;
    return *this;
  }
};

/// Seconds of work per second: what the caller would have needed alone on a core of its own, over what it
/// took. Of n members it is n at most, near 1 where there is little to share, and below 1 where the caller
/// was kept from its work.
inline double rate_of(const TeamStretch& s) {
  return (s.cpu - s.lost + s.helped) / s.wall;
}

/// Starts with all members. A team that a smaller one could outdo tries to be smaller; one that is not whole
/// tries now and then to be larger; what was faster stays. A trial that fails makes the next one wait longer.
/// Test: tests/core/team_size_test.cpp
class TeamSize {
 public:
  explicit TeamSize(int most) : most_(most), members_(most) {}
  int members() const { return members_; }
  /// @param rate  of a stretch with members(), of least_stretch_s at least
  void note(double rate);

  /// Long beside the turn that a system gives a thread, 3 to 10 ms.
  static constexpr double least_stretch_s = 0.04;

 private:
  /// Stretches between two trials in one direction: twice as many after each that fails.
  class Patience {
   public:
    explicit Patience(std::uint32_t first) : now_(first) {}
    bool ends_after(std::uint32_t stretches) const { return stretches >= now_; }
    void grow();
    void start_again() { now_ = least; }

   private:
    static constexpr std::uint32_t least = 8, most = 128;  // some 5 s
    std::uint32_t now_;
  };

  void try_size(int members);
  void end_trial(double rate);
  bool may_be_too_large() const;

  int most_, members_, before_trial_ = 0;  // members then; 0: there is no trial
  double rate_ = 0;                        // of members(), or before the trial; the newest half of it
  std::uint32_t stretches_ = 0;            // since the last trial
  Patience to_shrink_{1}, to_grow_{8};
};

}  // namespace tilscape
