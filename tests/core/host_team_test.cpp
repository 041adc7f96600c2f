// A team does each part once, waits for nobody who has not begun, and passes on what goes wrong.
#include "core/execution/host_team.hpp"

#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "core/execution/atomics.hpp"
#include "tests/catch.hpp"

namespace tilscape {

namespace {

/// Never smaller, whatever else runs on the machine.
HostTeam whole_team(int threads) {
  return HostTeam(threads, [threads](std::uint64_t) { return threads; });
}

bool becomes_true(const std::atomic<bool>& value) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!value)
    if (std::chrono::steady_clock::now() > until) return false;
  return true;
}

}  // namespace

TEST_CASE("each part is done once, by a member of the team", "[team]") {
  for (const int threads : {1, 2, 3, 8})
    for (const std::uint32_t parts : {0u, 1u, 2u, 3u, 7u, 8u, 1000u}) {
      CAPTURE(threads, parts);
      HostTeam team = whole_team(threads);
      for (int repeat = 0; repeat < 20; ++repeat) {
        std::vector<std::atomic<int>> times(parts);
        std::atomic<bool> strange = false;
        team.run(parts, [&](std::uint32_t i, int member) {
          ++times[i];
          if (member < 0 || member >= threads) strange = true;
        });
        CHECK(std::all_of(times.begin(), times.end(), [](const auto& n) { return n == 1; }));
        CHECK_FALSE(strange);
      }
    }
}

TEST_CASE("a member's number is its own, and that of its counters", "[team]") {
  HostTeam team = whole_team(3);
  std::vector<std::thread::id> thread_of(3);
  std::atomic<bool> strange = false;
  for (int job = 0; job < 1000; ++job)
    team.run(24, [&](std::uint32_t, int member) {
      std::thread::id& known = thread_of[static_cast<std::size_t>(member)];
      if (known == std::thread::id{}) known = std::this_thread::get_id();
      if (known != std::this_thread::get_id()) strange = true;
      if (counter_copy_of_thread != static_cast<std::uint32_t>(member)) strange = true;
    });
  CHECK_FALSE(strange);
  CHECK(thread_of[0] == std::this_thread::get_id());
}

TEST_CASE("jobs that follow each other at once, and others after a sleep, never mix", "[team]") {
  HostTeam team = whole_team(4);
  for (std::uint32_t job = 0; job < 20000; ++job) {
    if (job % 1000 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    std::atomic<std::uint32_t> sum = 0;
    team.run(5, [&sum, job](std::uint32_t i, int) { sum += job + i; });
    REQUIRE(sum == 5 * job + 10);
  }
}

TEST_CASE("who is held up in a part leaves the others to the caller", "[team]") {
  HostTeam team = whole_team(2);
  std::atomic<bool> was_helped = false;
  for (int attempt = 0; attempt < 1000 && !was_helped; ++attempt) {
    std::atomic<int> done = 0;
    std::atomic<bool> others_done = false, timed_out = false;
    team.run(16, [&](std::uint32_t, int member) {
      if (member == 1 &&
          !was_helped.exchange(true)) {  // of parts dealt out for good, it would wait for its own
        if (!becomes_true(others_done)) timed_out = true;
      } else {
        std::this_thread::sleep_for(std::chrono::microseconds(100));  // for the other to come
      }
      if (++done == 15) others_done = true;
    });
    CHECK(done == 16);
    CHECK_FALSE(timed_out);
  }
  CHECK(was_helped);
}

TEST_CASE("what a part throws is thrown to the caller, and the team goes on", "[team]") {
  HostTeam team = whole_team(2);
  for (const std::uint32_t bad : {0u, 7u}) {
    CHECK_THROWS_AS(team.run(8,
                             [bad](std::uint32_t i, int) {
                               if (i == bad) throw std::runtime_error("part");
                             }),
                    std::runtime_error);
    std::atomic<std::uint32_t> sum = 0;
    team.run(8, [&sum](std::uint32_t i, int) { sum += i; });
    CHECK(sum == 28);
  }
}

TEST_CASE("a team's size can be given for each job", "[team]") {
  HostTeam team(3,
                [](std::uint64_t job) { return static_cast<int>(job % 5); });  // 0 and 4 are held to 1 and 3
  std::vector<int> sizes;
  for (int job = 0; job < 6; ++job) {
    const int members = team.members();
    sizes.push_back(members);
    std::atomic<bool> strange = false;
    team.run(100, [&](std::uint32_t, int member) {
      if (member >= members) strange = true;
    });
    CHECK_FALSE(strange);
  }
  CHECK(sizes == std::vector<int>{3, 1, 2, 3, 3, 1});
}

TEST_CASE("loops without a team: every part once; within another on one thread", "[team]") {
  set_loop_threads(3);
  CHECK(loop_threads() == 3);
  std::vector<std::atomic<int>> times(50);
  std::atomic<bool> nested_in_parallel = false;
  for_each_part(5, [&](std::uint64_t p) {
    if (loop_threads() != 1) nested_in_parallel = true;
    const std::thread::id outer = std::this_thread::get_id();
    for_each_part(10, [&](std::uint64_t q) {
      if (std::this_thread::get_id() != outer) nested_in_parallel = true;
      ++times[10 * p + q];
    });
  });
  CHECK(std::all_of(times.begin(), times.end(), [](const auto& n) { return n == 1; }));
  CHECK_FALSE(nested_in_parallel);
  for_each_part(0, [&](std::uint64_t) { FAIL("there is no part"); });
  set_loop_threads(0);
  CHECK(loop_threads() >= 1);
}

}  // namespace tilscape
