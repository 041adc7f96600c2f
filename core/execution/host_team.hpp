// Threads that share a job, made so that none of them is waited for in vain. A pass of OpenMP ends when all
// its threads have come to a barrier: where other programs want the cores too, one of them is off its core at
// any time, and all others wait milliseconds for its turn. Here the caller deals a job out in parts and works
// on them itself; who comes late finds less to do, or nothing; and only parts that were begun are waited for.
// A team measures what its members are worth and shrinks where they are in the way.
// tools/decisions/threads.md
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace tilscape {

/// A caller and threads of its own, which start with the first job. One thread at a time may use it.
/// Test: tests/core/host_team_test.cpp
class HostTeam {
 public:
  /// How many of the team share the job that comes next.
  using Sizes = std::function<int(std::uint64_t job)>;

  /// @param threads  members at most, the caller among them; at least 1
  explicit HostTeam(int threads);
  /// A team that takes its size from `sizes`, between 1 and `threads`, instead of from what it measures.
  HostTeam(int threads, Sizes sizes);
  HostTeam(const HostTeam&) = delete;
  HostTeam& operator=(const HostTeam&) = delete;
  ~HostTeam();

  int threads() const { return threads_; }
  /// That share the next job.
  int members() const { return members_; }

  /// part(i, member) once for every i in [0, parts), on any member, 0 to threads() − 1; returns when all are
  /// done. A member has a contiguous stretch of the parts, the same in each job of as many, takes them in
  /// order, and then what others have not begun. What a part throws is thrown here when the others are done;
  /// parts that were not begun by then may be left out. A part may not use its own team.
  /// @throws DeviceError (core/base/errors.hpp) when the system refuses threads
  template <class Part>
  void run(std::uint32_t parts, const Part& part) {
    if (members_ == 1 || parts < 2)
      for (std::uint32_t i = 0; i < parts; ++i) part(i, 0);
    else
      share({[](const void* whole, std::uint32_t i, int member) {
               (*static_cast<const Part*>(whole))(i, member);
             },
             &part, parts});
    settle();
  }

 private:
  struct Job {
    void (*run)(const void* part, std::uint32_t i, int member) = nullptr;
    const void* part = nullptr;
    std::uint32_t parts = 0;
  };
  struct Member;
  class Meter;

  void share(const Job& job);
  void settle();
  void want(int members);
  void start();
  void post(const Job& job);
  void work(int member) noexcept;
  void help(int member);
  bool await_job(int member, std::uint32_t seen);
  bool enter();
  void leave();
  void await_parts();

  const int threads_;
  int members_;
  const Sizes sizes_;
  std::uint64_t runs_ = 0;
  Job job_;
  int sharing_ = 1;  // members of this job
  std::vector<Member> member_;
  std::unique_ptr<Meter> meter_;
  std::exception_ptr error_;
  std::mutex error_guard_;
  alignas(64) std::atomic<std::uint32_t> jobs_ = 0;  // ever posted
  alignas(64) std::atomic<std::uint32_t> gate_ = 0;  // is_open, caller_sleeps, helpers inside × one_inside
  alignas(64) std::atomic<std::uint32_t> sleepers_ = 0;
  std::atomic<std::uint32_t> wanted_;  // members_, for helpers
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> helpers_;  // the last: they use the others
};

/// Threads of a loop that has no team: what set_loop_threads() said last, or every core that the process may
/// use (or OMP_NUM_THREADS); 1 within a part of another job.
int loop_threads();
void set_loop_threads(int threads);

/// part(i) for every i in [0, parts) on threads that end with it: for what is rare and takes a millisecond at
/// least.
template <class Part>
void for_each_part(std::uint64_t parts, const Part& part) {
  const auto most = static_cast<std::uint64_t>(loop_threads());
  const int threads = static_cast<int>(std::clamp<std::uint64_t>(parts, 1, most));
  if (threads == 1) {
    for (std::uint64_t i = 0; i < parts; ++i) part(i);
    return;
  }
  HostTeam(threads).run(static_cast<std::uint32_t>(parts),
                        [&part](std::uint32_t i, int) { part(std::uint64_t{i}); });
}

}  // namespace tilscape
