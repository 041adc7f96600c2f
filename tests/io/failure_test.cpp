// What goes wrong in real life: a full disk, a killed job, a damaged file.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "core/base/errors.hpp"
#include "core/io/files/durable_file.hpp"
#include "core/io/hdf5/dataset.hpp"
#include "core/io/run/read_run.hpp"
#include "core/io/run/snapshot_writer.hpp"
#include "tests/catch.hpp"
#include "tests/io/file_size_limit.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
namespace fs = std::filesystem;

namespace {

constexpr rlim_t too_little_bytes = 64 << 10;
Snapshot large_snapshot(double time_h) {
  return sample_snapshot({40, 40, 40}, 60000, time_h);
}

void write_two_snapshots(const fs::path& path) {
  RunFolder run = RunFolder::create(path);
  for (const double time_h : {0.0, 1.0}) run.add_snapshot(large_snapshot(time_h));
}

/// Where the first chunk of a dataset lies in its file.
haddr_t chunk_address(const fs::path& path, const char* name) {
  const hdf5::Handle file = hdf5::open_for_reading(path);
  const hdf5::Handle dataset = hdf5::checked(H5Dopen2(file, name, H5P_DEFAULT), H5Dclose, name);
  const hdf5::Handle all = hdf5::checked(H5Dget_space(dataset), H5Sclose, name);
  haddr_t address = 0;
  hsize_t offset[3], size = 0;
  unsigned skipped_filters = 0;
  REQUIRE(H5Dget_chunk_info(dataset, all, 0, offset, &skipped_filters, &address, &size) >= 0);
  REQUIRE(size > 200);
  return address;
}

void flip_bit(const fs::path& path, std::uint64_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(file.get() ^ 4);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
}

/// Writes snapshots in a process of its own until it is killed.
pid_t start_writer(const fs::path& path) {
  const pid_t writer = ::fork();
  if (writer != 0) return writer;
  try {
    RunFolder run = RunFolder::create(path);
    for (int i = 0;; ++i) run.add_snapshot(sample_snapshot({20, 20, 20}, 4000, i));
  } catch (...) {
    ::_exit(1);
  }
}

}  // namespace

TEST_CASE("A full disk is an error, leaves no file, and the next snapshot succeeds", "[failure]") {
  const ScratchFolder folder("full");
  const std::uint64_t image_limit_bytes = GENERATE(0, 1);  // built in memory; streamed
  CAPTURE(image_limit_bytes);
  RunFolder run = RunFolder::create(folder / "run", false, {{}, image_limit_bytes});
  run.add_snapshot(large_snapshot(0));
  {
    const FileSizeLimit limit(too_little_bytes);
    REQUIRE_THROWS_AS(run.add_snapshot(large_snapshot(1)), OutputError);
  }
  REQUIRE(std::distance(fs::directory_iterator(folder / "run/snap"), {}) == 1);
  REQUIRE(list_snapshots(folder / "run").size() == 1);
  run.add_snapshot(large_snapshot(2));
  run.finish();
  REQUIRE(list_snapshots(folder / "run").size() == 2);
  verify_snapshot(folder / "run/snap/snap_00000001.vtkhdf");
}

TEST_CASE("Nothing follows in a folder what could not be written there", "[failure]") {
  const ScratchFolder folder("full_writer");
  SnapshotWriter writer(RunFolder::create(folder / "run"));
  writer.submit(large_snapshot(0));
  writer.submit_census({{"step", "1", std::vector<std::uint64_t>{1}}});
  writer.finish();
  {
    const FileSizeLimit limit(too_little_bytes);
    writer.submit(large_snapshot(1));
    REQUIRE_THROWS_WITH(writer.finish(), contains("snap_00000001.vtkhdf") && contains("cannot"));
  }
  const std::string census = read_text(folder / "run/census.csv");
  writer.submit_census({{"step", "1", std::vector<std::uint64_t>{2}}});
  writer.submit(large_snapshot(2));
  Checkpoint without_a_snapshot;
  without_a_snapshot.step = 120;
  writer.submit(std::move(without_a_snapshot));
  writer.finish();
  REQUIRE(list_snapshots(folder / "run").size() == 1);
  REQUIRE(checkpoints_of(folder / "run").empty());
  REQUIRE(read_text(folder / "run/census.csv") == census);
}

TEST_CASE("Nothing of a snapshot appears of which a part cannot be written", "[failure]") {
  const ScratchFolder folder("part");
  RunFolder run = RunFolder::create(folder / "run");
  fs::create_directory(folder / "run/view/fields_00000000.hdf.tmp");  // in the way
  FileGroup files;
  REQUIRE_THROWS_AS(run.stage_snapshot(large_snapshot(0), files), OutputError);
  RunFolder::list_staged({&run, 1}, files);
  REQUIRE(fs::is_empty(folder / "run/snap"));
  REQUIRE_FALSE(fs::exists(folder / "run/run.vtkhdf.series"));
}

TEST_CASE("A group of files appears together, or leaves the old ones", "[failure]") {
  const ScratchFolder folder("files");
  const std::size_t count = GENERATE(3, 40);  // flushed one by one, and by the file system
  const auto name = [](std::size_t i) { return std::to_string(i % 4) + "/file" + std::to_string(i); };
  for (const char* part : {"0", "1", "2", "3"}) fs::create_directory(folder / part);
  const auto texts = [&] {
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
      all += fs::exists(folder / name(i)) ? read_text(folder / name(i)) : std::string("-");
    return all;
  };
  const auto write_all = [&](FileGroup& files, const char* text) {
    for (std::size_t i = 0; i < count; ++i) files.write(folder / name(i), std::string_view(text));
  };
  {
    FileGroup files;
    write_all(files, "a");
    REQUIRE(texts() == std::string(count, '-'));
    files.commit();
    REQUIRE(texts() == std::string(count, 'a'));
    files.commit();  // of nothing
    write_all(files, "b");
  }  // given up
  REQUIRE(texts() == std::string(count, 'a'));
  {
    FileGroup files;
    write_all(files, "c");
    files.also_flush(folder / "missing");
    REQUIRE_THROWS_AS(files.commit(), OutputError);
  }
  REQUIRE(texts() == std::string(count, 'a'));
  std::size_t left = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) left += !entry.is_directory();
  REQUIRE(left == count);
}

TEST_CASE("A row that does not fit leaves census.csv as it was", "[failure]") {
  const ScratchFolder folder("csv");
  append_text(folder / "census.csv", "step\n", true);
  {
    const FileSizeLimit limit(8);
    REQUIRE_THROWS_AS(append_text(folder / "census.csv", "123456789\n", false), OutputError);
  }
  REQUIRE(read_text(folder / "census.csv") == "step\n");
}

TEST_CASE("A killed writer leaves every listed snapshot readable", "[failure]") {
  for (const int delay_ms : {3, 7, 13, 29, 53, 97}) {
    CAPTURE(delay_ms);
    const ScratchFolder folder("killed");
    const fs::path run = folder / "run";
    const pid_t writer = start_writer(run);
    REQUIRE(writer > 0);
    int status = 0;
    while (!fs::exists(run / run_files::run_series) && ::waitpid(writer, &status, WNOHANG) == 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    ::kill(writer, SIGKILL);
    ::waitpid(writer, &status, 0);
    REQUIRE(WIFSIGNALED(status));
    const std::vector<SnapshotInfo> snapshots = list_snapshots(run);
    REQUIRE_FALSE(snapshots.empty());
    for (const SnapshotInfo& s : snapshots) REQUIRE_NOTHROW(verify_snapshot(s.file));
  }
}

TEST_CASE("A run lists its snapshots", "[read_run]") {
  const ScratchFolder folder("list");
  write_two_snapshots(folder / "run");
  const std::vector<SnapshotInfo> snapshots = list_snapshots(folder / "run");
  REQUIRE(snapshots.size() == 2);
  const SnapshotInfo& last = snapshots[1];
  REQUIRE((last.step == 60 && last.time_h == 1 && last.cells == 60000 && last.complete));
  REQUIRE((last.digest == large_snapshot(1).digest && last.seed == large_snapshot(1).seed));
}

TEST_CASE("A damaged run is refused, with the file named", "[read_run]") {
  const ScratchFolder folder("damage");
  const fs::path run = folder / "run", snapshot = run / "snap/snap_00000001.vtkhdf";
  write_two_snapshots(run);
  REQUIRE_NOTHROW(verify_snapshot(snapshot));

  SECTION("no such folder") {
    REQUIRE_THROWS_WITH(list_snapshots(folder / "none"), contains("no such run folder"));
  }
  SECTION("not a run") {
    REQUIRE_THROWS_WITH(list_snapshots(folder.path()), contains("no Tilscape run"));
  }
  SECTION("a missing snapshot") {
    fs::remove(snapshot);
    REQUIRE_THROWS_WITH(list_snapshots(run), contains("snap_00000001.vtkhdf") && contains("missing"));
  }
  SECTION("a truncated snapshot") {
    fs::resize_file(snapshot, fs::file_size(snapshot) / 2);
    REQUIRE_THROWS_WITH(list_snapshots(run), contains("snap_00000001.vtkhdf") && contains("truncated"));
  }
  SECTION("not HDF5 at all") {
    write_durably(snapshot, "text");
    REQUIRE_THROWS_AS(list_snapshots(run), OutputError);
  }
  SECTION("a truncated series") {
    write_durably(run / "run.vtkhdf.series", read_text(run / "run.vtkhdf.series").substr(0, 100));
    REQUIRE_THROWS_WITH(list_snapshots(run), contains("series"));
  }
  SECTION("a series of other files, or of no times") {
    const std::string good = read_text(run / "run.vtkhdf.series");
    for (const auto& [from, to] :
         {std::pair<std::string, std::string>{"snap/snap_00000001", "../snap_00000001"},
          {"snap/snap_00000001", "/snap/snap_00000001"},
          {"snap/snap_00000001", "snap/snap_" + std::string(1000000, '1')},
          {"\"time\":0}", "\"time\":1e999}"},
          {"\"time\":0}", "\"time\":-}"}}) {
      std::string text = good;
      REQUIRE(text.find(from) != std::string::npos);
      write_durably(run / "run.vtkhdf.series", text.replace(text.find(from), from.size(), to));
      CHECK_THROWS_WITH(list_snapshots(run), contains("run.vtkhdf.series: is damaged at byte"));
    }
  }
  SECTION("a flipped bit in a field") {
    flip_bit(snapshot, chunk_address(snapshot, "/VTKHDF/fields/PointData/oxygen_mmHg") + 100);
    REQUIRE_THROWS_WITH(verify_snapshot(snapshot),
                        contains("snap_00000001.vtkhdf") && contains("oxygen_mmHg"));
  }
  SECTION("a flipped bit in an array of the cells") {
    flip_bit(snapshot, chunk_address(snapshot, "/VTKHDF/cells/PointData/mhc1") + 100);
    REQUIRE_THROWS_WITH(verify_snapshot(snapshot), contains("mhc1"));
  }
  SECTION("a flipped bit in the first bytes") {
    flip_bit(snapshot, 20);
    REQUIRE_THROWS_AS(list_snapshots(run), OutputError);
  }
}
