// Back-pressure and errors of the background thread.
#include "core/io/files/background_queue.hpp"

#include <atomic>
#include <future>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/run/read_run.hpp"
#include "core/io/run/snapshot_writer.hpp"
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
  REQUIRE(read_csv(folder / "run/census.csv").at("step") == std::vector<double>{0, 1, 2, 3, 4});

  writer.submit(sample_snapshot({6, 6, 6}, 20, 2));  // goes back in time
  REQUIRE_THROWS_AS(writer.finish(), OutputError);
}

TEST_CASE("Runs that advance together share a writer, and each has the folder it has alone", "[background]") {
  const ScratchFolder folder("together");
  constexpr std::size_t runs = 25;  // enough for the file system to be flushed as a whole
  const auto name = [](std::size_t r) { return "run" + std::to_string(r); };
  const auto census = [](std::size_t r, int i) {
    return Table{{"step", "1", std::vector<std::uint64_t>{100 * r + static_cast<std::uint64_t>(i)}}};
  };
  std::vector<RunFolder> folders;
  for (std::size_t r = 0; r < runs; ++r) folders.push_back(RunFolder::create(folder / name(r)));
  SnapshotWriter writer(std::move(folders));
  for (int i = 0; i < 3; ++i) {
    for (std::size_t r = 0; r < runs; ++r) writer.submit_census(census(r, i), r);
    for (std::size_t r = 0; r < runs; ++r) writer.submit(sample_snapshot({6, 6, 6}, 20 + r, i), r);
  }
  writer.finish();
  for (const std::size_t r : {std::size_t{0}, std::size_t{7}, runs - 1}) {
    CAPTURE(r);
    SnapshotWriter alone(RunFolder::create(folder / "alone"));
    for (int i = 0; i < 3; ++i) {
      alone.submit_census(census(r, i));
      alone.submit(sample_snapshot({6, 6, 6}, 20 + r, i));
    }
    alone.finish();
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "alone")) {
      if (entry.is_directory() || entry.path().filename() == FolderLock::file_name) continue;
      const auto file = entry.path().lexically_relative(folder / "alone");
      CAPTURE(file.string());
      REQUIRE(read_text(folder / name(r) / file) == read_text(entry.path()));
      ++files;
    }
    REQUIRE(files == 3 * 4 + 3 + 1 + 2);  // snapshots, views and clones; series; merged clones; csv, log
    std::filesystem::remove_all(folder / "alone");
  }
}

TEST_CASE("A snapshot that cannot be written keeps no other run's from being listed", "[background]") {
  const ScratchFolder folder("one_fails");
  std::vector<RunFolder> folders;
  for (const char* name : {"a", "b", "c"}) folders.push_back(RunFolder::create(folder / name));
  SnapshotWriter writer(std::move(folders));
  const auto bad = [] {
    Snapshot snapshot = sample_snapshot({4, 4, 4}, 10, 1);
    std::get<std::vector<float>>(snapshot.fields[0].values).pop_back();
    return snapshot;
  };
  const std::size_t failing = GENERATE(0, 1, 2);
  for (std::size_t r = 0; r < 3; ++r) writer.submit(sample_snapshot({4, 4, 4}, 10, 0), r);
  int errors = 0;
  const auto count_errors = [&](const auto& action) {
    try {
      action();
    } catch (const OutputError&) {
      ++errors;
    }
  };
  for (std::size_t r = 0; r < 3; ++r)
    count_errors([&] { writer.submit(r == failing ? bad() : sample_snapshot({4, 4, 4}, 10, 1), r); });
  count_errors([&] { writer.finish(); });
  count_errors([&] { writer.finish(); });
  REQUIRE(errors == 1);
  for (std::size_t r = 0; r < 3; ++r)
    REQUIRE(list_snapshots(folder / std::string(1, "abc"[r])).size() == (r == failing ? 1u : 2u));
}
