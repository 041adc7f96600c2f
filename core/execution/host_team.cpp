// A job is dealt out as stretches of parts, one per member, then the gate opens: helpers enter while it is
// open, and the caller closes it when nothing is left to take. Who is inside by then works on a part that it
// began, or is about to leave; the caller returns when all have left, so nobody ever sees a job that is over.
#include "core/execution/host_team.hpp"

#include <linux/futex.h>
#include <omp.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <climits>
#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

#include "core/base/errors.hpp"
#include "core/execution/atomics.hpp"
#include "core/execution/team_size.hpp"
#include "core/execution/thread_places.hpp"

namespace tilscape {

namespace {

constexpr std::uint32_t is_open = 1, caller_sleeps = 2, one_inside = 4;

using Clock = std::chrono::steady_clock;
double seconds(Clock::duration d) {
  return std::chrono::duration<double>(d).count();
}

/// For so long a helper looks for the next job, and the caller for the end of begun parts, before it sleeps:
/// most of the serial stretches between the passes of a step are shorter, and to be woken takes some 50 us.
constexpr std::chrono::microseconds awake_for_job{200}, awake_for_parts{50};
/// What waking can cost the caller; what took longer was another program's turn.
constexpr double most_waking_s = 1e-4;

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// True as soon as it is so; false when that takes longer.
template <class Condition>
bool becomes_true_within(Clock::duration time, const Condition& condition) {
  constexpr int looks_per_clock = 16;
  if (condition()) return true;
  const auto until = Clock::now() + time;
  do {
    for (int look = 0; look < looks_per_clock; ++look) {
      if (condition()) return true;
      pause();
    }
  } while (Clock::now() < until);
  return false;
}

void futex(std::atomic<std::uint32_t>& word, int what, std::uint32_t value) {
  syscall(SYS_futex, reinterpret_cast<std::uint32_t*>(&word), what | FUTEX_PRIVATE_FLAG, value, nullptr,
          nullptr, 0);
}
/// Sleeps until woken, if the word still has this value.
void sleep_at(std::atomic<std::uint32_t>& word, std::uint32_t value) {
  futex(word, FUTEX_WAIT, value);
}
void wake_at(std::atomic<std::uint32_t>& word, int most) {
  futex(word, FUTEX_WAKE, static_cast<std::uint32_t>(most));
}

thread_local bool is_in_part = false;
std::atomic<int> threads_of_loops = 0;

}  // namespace

int loop_threads() {
  if (is_in_part) return 1;
  const int set = threads_of_loops.load(std::memory_order_relaxed);
  return set > 0 ? set : omp_get_max_threads();
}
void set_loop_threads(int threads) {
  threads_of_loops.store(threads, std::memory_order_relaxed);
}

/// What is left of a member's stretch, and what it did in the job.
struct alignas(64) HostTeam::Member {
  /// Parts [first, last) that nobody has begun, in one word: last in the high half.
  std::atomic<std::uint64_t> left = 0;
  alignas(64) std::uint32_t job = 0, parts = 0;  // of jobs_; done in it
  double seconds = 0;

  void deal(std::uint64_t first, std::uint64_t last) {
    left.store(last << 32 | first, std::memory_order_relaxed);
  }
  bool take(bool from_front, std::uint32_t& part) {
    std::uint64_t now = left.load(std::memory_order_relaxed), then;
    do {
      const auto first = static_cast<std::uint32_t>(now), last = static_cast<std::uint32_t>(now >> 32);
      if (first >= last) return false;
      part = from_front ? first : last - 1;
      then = from_front ? now + 1 : now - (std::uint64_t{1} << 32);
    } while (!left.compare_exchange_weak(now, then, std::memory_order_relaxed));
    return true;
  }
};

/// Adds up what the team does, from the caller's side, and tells its size.
class HostTeam::Meter {
 public:
  explicit Meter(int threads) : size_(threads) {}

  void add_sleep() { ++sleeps_; }
  void add_lost(double seconds) { piece_.lost += seconds; }
  /// What helpers did, in the time that the caller, or whoever was quickest, needs for a part: one that lost
  /// its core meanwhile seems slow.
  void add_help(const std::vector<Member>& members, int sharing, std::uint32_t job) {
    double per_part = 1e9;
    std::uint32_t parts = 0;
    for (int m = 0; m < sharing; ++m) {
      const Member& member = members[static_cast<std::size_t>(m)];
      if (member.job != job || member.parts == 0) continue;
      per_part = std::min(per_part, member.seconds / member.parts);
      if (m > 0) parts += member.parts;
    }
    if (parts) piece_.helped += per_part * parts;
  }
  /// Members of the next job. Stretches are put together from pieces; one in which the caller slept for
  /// another reason, as for output, tells nothing.
  int settle() {
    constexpr double piece_s = 0.004;
    const auto now = Clock::now();
    piece_.wall = seconds(now - began_);
    if (piece_.wall < piece_s) return size_.members();
    const Usage usage = usage_of_caller();
    piece_.cpu = usage.cpu - before_.cpu;
    if (began_ != Clock::time_point{} && usage.sleeps - before_.sleeps <= sleeps_) stretch_ += piece_;
    if (stretch_.wall >= TeamSize::least_stretch_s) {
      size_.note(rate_of(stretch_));
      stretch_ = {};
    }
    began_ = now, before_ = usage, piece_ = {}, sleeps_ = 0;
    return size_.members();
  }

 private:
  struct Usage {
    double cpu = 0;
    long sleeps = 0;
  };
  static Usage usage_of_caller() {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    const auto s = [](const timeval& t) {
      return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return {s(usage.ru_utime) + s(usage.ru_stime), usage.ru_nvcsw};
  }

  TeamSize size_;
  Clock::time_point began_{};
  Usage before_;
  TeamStretch piece_, stretch_;
  long sleeps_ = 0;  // in await_parts()
};

HostTeam::HostTeam(int threads) : HostTeam(threads, {}) {}
HostTeam::HostTeam(int threads, Sizes sizes)
    : threads_(threads),
      members_(threads),
      sizes_(std::move(sizes)),
      member_(static_cast<std::size_t>(threads)),
      meter_(std::make_unique<Meter>(threads)),
      wanted_(static_cast<std::uint32_t>(threads)) {}

HostTeam::~HostTeam() {
  stopping_ = true;
  jobs_.fetch_add(1);
  wake_at(jobs_, INT_MAX);
  want(INT_MAX);
  for (std::thread& helper : helpers_) helper.join();
}

void HostTeam::start() {
  try {
    while (static_cast<int>(helpers_.size()) + 1 < threads_)
      helpers_.emplace_back([this, member = static_cast<int>(helpers_.size()) + 1] { help(member); });
  } catch (const std::system_error& error) {
    throw DeviceError("cannot start " + std::to_string(threads_) + " threads: " + error.code().message() +
                      "; expected fewer (--threads)");
  }
}

void HostTeam::settle() {
  if (threads_ == 1) return;
  const int members = sizes_ ? std::clamp(sizes_(++runs_), 1, threads_) : meter_->settle();
  if (members != members_) want(members_ = members);
}

/// Members from this number on sleep until they are wanted again.
void HostTeam::want(int members) {
  const auto now = static_cast<std::uint32_t>(members);
  if (wanted_.exchange(now) < now) wake_at(wanted_, INT_MAX);
}

void HostTeam::share(const Job& job) {
  start();
  const auto begin = Clock::now();
  post(job);
  meter_->add_lost(std::min(most_waking_s, seconds(Clock::now() - begin)));
  work(0);
  await_parts();
  meter_->add_help(member_, sharing_, jobs_.load(std::memory_order_relaxed));
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

void HostTeam::post(const Job& job) {
  job_ = job;
  sharing_ = members_;
  const std::uint64_t parts = job.parts, sharing = static_cast<std::uint64_t>(sharing_);
  for (std::uint64_t m = 0; m < sharing; ++m) member_[m].deal(parts * m / sharing, parts * (m + 1) / sharing);
  gate_.store(is_open);
  jobs_.fetch_add(1);
  if (sleepers_.load() > 0) wake_at(jobs_, sharing_ - 1);
}

void HostTeam::work(int member) noexcept {
  const bool was_in_part = std::exchange(is_in_part, true);
  Member& mine = member_[static_cast<std::size_t>(member)];
  const auto begin = Clock::now();
  std::uint32_t parts = 0, part = 0;
  try {
    for (; mine.take(true, part); ++parts) job_.run(job_.part, part, member);
    for (int other = 1; other < sharing_; ++other)
      for (Member& theirs = member_[static_cast<std::size_t>((member + other) % sharing_)];
           theirs.take(false, part); ++parts)
        job_.run(job_.part, part, member);
  } catch (...) {
    const std::lock_guard lock(error_guard_);
    if (!error_) error_ = std::current_exception();
  }
  mine.job = jobs_.load(std::memory_order_relaxed), mine.parts = parts;
  mine.seconds = seconds(Clock::now() - begin);
  is_in_part = was_in_part;
}

void HostTeam::help(int member) {
  stay_at_place_of(member, threads_);
  counter_copy_of_thread = static_cast<std::uint32_t>(member);
  std::uint32_t seen = 0;
  while (await_job(member, seen)) {
    seen = jobs_.load();
    if (!enter()) continue;
    if (member < sharing_) work(member);
    leave();
  }
}

/// Returns when a job comes after the one that was seen; false when none will.
bool HostTeam::await_job(int member, std::uint32_t seen) {
  const auto is_posted = [&] { return jobs_.load() != seen; };
  while (!stopping_) {
    if (const std::uint32_t wanted = wanted_.load(); static_cast<std::uint32_t>(member) >= wanted) {
      sleep_at(wanted_, wanted);
      continue;
    }
    if (becomes_true_within(awake_for_job, is_posted)) break;
    sleepers_.fetch_add(1);
    sleep_at(jobs_, seen);
    sleepers_.fetch_sub(1);
  }
  return !stopping_;
}

bool HostTeam::enter() {
  std::uint32_t gate = gate_.load(std::memory_order_relaxed);
  while (gate & is_open)
    if (gate_.compare_exchange_weak(gate, gate + one_inside, std::memory_order_acquire,
                                    std::memory_order_relaxed))
      return true;
  return false;
}

void HostTeam::leave() {
  if (gate_.fetch_sub(one_inside, std::memory_order_acq_rel) == (one_inside | caller_sleeps))
    wake_at(gate_, 1);
}

/// Nobody enters any more; returns when all have left.
void HostTeam::await_parts() {
  const auto begin = Clock::now();
  const auto is_empty = [this] { return gate_.load(std::memory_order_acquire) == 0; };
  gate_.fetch_and(~is_open, std::memory_order_acq_rel);
  if (becomes_true_within(awake_for_parts, is_empty)) return meter_->add_lost(seconds(Clock::now() - begin));
  meter_->add_lost(seconds(awake_for_parts));
  meter_->add_sleep();
  std::uint32_t gate = gate_.fetch_or(caller_sleeps, std::memory_order_acq_rel) | caller_sleeps;
  while (gate != caller_sleeps) {
    sleep_at(gate_, gate);
    gate = gate_.load(std::memory_order_acquire);
  }
}

}  // namespace tilscape
