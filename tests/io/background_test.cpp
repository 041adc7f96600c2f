// Back-pressure and errors of the background thread.
#include "core/io/background_queue.hpp"

#include <atomic>
#include <future>

#include "core/errors.hpp"
#include "core/io/read_run.hpp"
#include "core/io/snapshot_writer.hpp"
#include "tests/catch.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
using Weight = BackgroundQueue::Weight;

TEST_CASE("Two heavy jobs are taken at once, a third waits for the first", "[background]") {
  std::promise<void> gate;
  const std::shared_future<void> opened = gate.get_future().share();
  std::atomic<int> done{0};
  const auto job = [&, opened] {
    opened.wait();
    ++done;
  };
  BackgroundQueue queue(2);
  queue.submit(job, Weight::heavy);
  queue.submit(job, Weight::heavy);
  for (int i = 0; i < 100; ++i) queue.submit(job, Weight::light);  // these never wait
  REQUIRE(done == 0);

  std::atomic<bool> accepted{false};
  std::future<void> third = std::async(std::launch::async, [&] {
    queue.submit(job, Weight::heavy);
    accepted = true;
  });
  // Nothing can finish before the gate opens, so waiting longer would not change the answer.
  REQUIRE(third.wait_for(std::chrono::milliseconds(50)) == std::future_status::timeout);
  REQUIRE_FALSE(accepted);
  gate.set_value();
  third.get();
  queue.drain();
  REQUIRE(done == 103);
}

TEST_CASE("Jobs run in the order they came", "[background]") {
  std::vector<int> order;
  BackgroundQueue queue;
  for (int i = 0; i < 50; ++i)
    queue.submit([&order, i] { order.push_back(i); }, i % 3 ? Weight::light : Weight::heavy);
  queue.drain();
  REQUIRE(order.size() == 50);
  REQUIRE(std::is_sorted(order.begin(), order.end()));
}

TEST_CASE("An error comes back once, at the next call, and later jobs are done", "[background]") {
  int done = 0;
  BackgroundQueue queue;
  queue.submit([] { throw OutputError("disk full"); }, Weight::heavy);
  REQUIRE_THROWS_WITH(queue.drain(), "disk full");
  queue.submit([&] { ++done; }, Weight::heavy);
  REQUIRE_NOTHROW(queue.drain());
  REQUIRE(done == 1);
}

TEST_CASE("What was handed over is done before the queue goes", "[background]") {
  int done = 0;
  {
    BackgroundQueue queue;
    for (int i = 0; i < 10; ++i) queue.submit([&] { ++done; }, Weight::light);
  }
  REQUIRE(done == 10);
}

TEST_CASE("The snapshot writer writes everything in order", "[background]") {
  const ScratchFolder folder("writer");
  SnapshotWriter writer(RunFolder::create(folder / "run"));
  for (int i = 0; i < 5; ++i) {
    writer.submit_census({{"step", "1", std::vector<std::uint64_t>{static_cast<std::uint64_t>(i)}}});
    writer.submit(sample_snapshot({6, 6, 6}, 20, i));
  }
  writer.finish();
  const std::vector<SnapshotInfo> snapshots = list_snapshots(folder / "run");
  REQUIRE(snapshots.size() == 5);
  for (int i = 0; i < 5; ++i) REQUIRE(snapshots[static_cast<std::size_t>(i)].time_h == i);
  REQUIRE(row_count(read_table(folder / "run/census.h5")) == 5);

  writer.submit(sample_snapshot({6, 6, 6}, 20, 2));  // goes back in time
  REQUIRE_THROWS_AS(writer.finish(), OutputError);
}
