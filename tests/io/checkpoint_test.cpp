// Checkpoints: what goes in comes out, nothing damaged does, and a folder is put back to what it was.
#include "core/io/run/checkpoint.hpp"

#include <fstream>
#include <random>

#include "core/base/errors.hpp"
#include "core/io/hdf5/hdf5.hpp"
#include "core/io/run/read_run.hpp"
#include "core/io/run/run_folder.hpp"
#include "core/io/run/snapshot_writer.hpp"
#include "tests/catch.hpp"
#include "tests/io/file_size_limit.hpp"
#include "tests/io/samples.hpp"

using namespace tilscape;
namespace fs = std::filesystem;

namespace {

Checkpoint sample_checkpoint(std::size_t values, std::uint64_t step = 40) {
  Checkpoint c;
  c.step = step;
  c.time_h = static_cast<double>(step) / 60;
  c.seed = 0xfedcba9876543210ull;
  c.replicate = 3;
  c.digest = 0x8000000000000001ull;
  c.version = "1.2.3";
  c.commit = "abcdef";
  c.config = "seed: 7  # µm\n";
  std::vector<float> noise;
  std::vector<std::uint64_t> ids;
  for (std::size_t k = 0; k < values; ++k) {
    noise.push_back(sample_noise(k));
    ids.push_back((std::uint64_t{1} << 63) + k);
  }
  c.arrays = {{"fields/oxygen", noise},
              {"tumour/id", ids},
              {"tumour/hits", std::vector<std::uint8_t>(values, 5)},
              {"tumour/genotype", std::vector<std::uint16_t>{1, 65535}},
              {"tumour/site", std::vector<std::uint32_t>{0, 4294967295u}},
              {"t_cell/none", std::vector<float>{}},
              {"t_cell/signed", std::vector<std::int64_t>{-1}},
              {"t_cell/level", std::vector<double>{1e-300}}};
  return c;
}

void write(const fs::path& path, const Checkpoint& checkpoint, const SnapshotOptions& options = {}) {
  FileGroup file;
  write_checkpoint(file, path, checkpoint, options);
  file.commit();
}

void write_bytes(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

Table census_row(std::uint64_t step) {
  return {{"step", "1", std::vector<std::uint64_t>{step}},
          {"time_h", "h", std::vector<double>{0.1 * static_cast<double>(step)}}};
}
Table clone_row(std::uint64_t id) {
  return {{"clone_id", "1", std::vector<std::uint64_t>{id}}};
}

/// Steps [from, to) of a run: a census row and a clone at each, a snapshot at every third, a checkpoint at
/// every fifth.
void run_steps(RunFolder& run, int from, int to) {
  for (int step = from; step < to; ++step) {
    run.append_census(census_row(static_cast<std::uint64_t>(step)));
    run.append_clones(clone_row((std::uint64_t{1} << 40) + static_cast<std::uint64_t>(step)));
    if (step % 3 == 0) run.add_snapshot(sample_snapshot({6, 5, 4}, 50, step));
    if (step % 5 != 0) continue;
    FileGroup files;
    run.stage_checkpoint(sample_checkpoint(10, static_cast<std::uint64_t>(step)), files);
    RunFolder::commit_checkpoints({&run, 1}, files);
  }
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (!entry.is_directory()) files.push_back(entry.path().lexically_relative(folder).generic_string());
  std::sort(files.begin(), files.end());
  return files;
}

void require_same_folders(const fs::path& a, const fs::path& b) {
  const auto files = files_in(a);
  REQUIRE(files == files_in(b));
  for (const std::string& file : files) {
    CAPTURE(file);
    REQUIRE(read_text(a / file) == read_text(b / file));
  }
}

}  // namespace

TEST_CASE("A checkpoint gives back what was written, through memory or streamed", "[checkpoint]") {
  const ScratchFolder folder("checkpoint");
  const std::uint64_t image_limit_bytes = GENERATE(0, 1000);
  const Checkpoint written = sample_checkpoint(70000);
  write(folder / "c.h5", written, {{}, image_limit_bytes});
  const Checkpoint read = read_checkpoint(folder / "c.h5");
  CHECK(read.step == written.step);
  CHECK(read.time_h == written.time_h);
  CHECK(read.seed == written.seed);
  CHECK(read.replicate == written.replicate);
  CHECK(read.digest == written.digest);
  CHECK(read.config == written.config);
  REQUIRE(read.arrays.size() == written.arrays.size());
  for (std::size_t k = 0; k < read.arrays.size(); ++k) {
    CAPTURE(written.arrays[k].name);
    CHECK(read.arrays[k].name == written.arrays[k].name);
    CHECK(read.arrays[k].values == written.arrays[k].values);
  }
  CHECK(read_checkpoint_header(folder / "c.h5").arrays.empty());
  CHECK_THROWS_WITH(read.values<float>("fields/oxigen"), contains("no array fields/oxigen"));
  CHECK_THROWS_WITH(read.values<float>("tumour/id"), contains("another type"));
}

TEST_CASE("Any flipped bit and any lost byte of a checkpoint is noticed", "[checkpoint]") {
  const ScratchFolder folder("checkpoint_damage");
  write(folder / "good.h5", sample_checkpoint(500));
  const std::string good = read_text(folder / "good.h5");
  const fs::path bad = folder / "bad.h5";
  std::mt19937_64 random(7);
  for (int k = 0; k < 200; ++k) {
    // Every other one in the last line, which guards the rest.
    const std::size_t from = k % 2 ? good.size() - 80 : 0, byte = from + random() % (good.size() - from);
    std::string flipped = good;
    flipped[byte] = static_cast<char>(flipped[byte] ^ (1 << random() % 8));
    write_bytes(bad, flipped);
    CAPTURE(byte);
    CHECK_THROWS_AS(read_checkpoint(bad), OutputError);
    CHECK_THROWS_WITH(read_checkpoint_header(bad), contains("bad.h5: "));
  }
  for (int k = 0; k < 50; ++k) {
    write_bytes(bad, good.substr(0, k < 10 ? static_cast<std::size_t>(k) : random() % good.size()));
    CHECK_THROWS_AS(read_checkpoint(bad), OutputError);
  }
  write_bytes(bad, good + "more");
  CHECK_THROWS_AS(read_checkpoint(bad), OutputError);
  write_bytes(bad, good);
  CHECK_NOTHROW(read_checkpoint(bad));
}

TEST_CASE("What is no checkpoint, or one of a later version, is said to be that", "[checkpoint]") {
  const ScratchFolder folder("checkpoint_foreign");
  CHECK_THROWS_WITH(read_checkpoint(folder / "none.h5"), contains("none.h5: cannot be read"));
  write_bytes(folder / "text.h5", "hello");
  CHECK_THROWS_WITH(read_checkpoint(folder / "text.h5"), contains("is not a Tilscape checkpoint"));
  write_snapshot(folder / "snapshot.h5", sample_snapshot({4, 4, 1}, 5));
  CHECK_THROWS_WITH(read_checkpoint(folder / "snapshot.h5"), contains("is not a Tilscape checkpoint"));
  write(folder / "later.h5", sample_checkpoint(5));
  std::string bytes = read_text(folder / "later.h5");
  bytes.replace(bytes.rfind("format 2"), 8, "format 3");
  write_bytes(folder / "later.h5", bytes);
  CHECK_THROWS_WITH(read_checkpoint(folder / "later.h5"), contains("by a later version (format 3)"));
}

TEST_CASE("A folder put back to a checkpoint and continued is the folder that was never stopped",
          "[checkpoint]") {
  const ScratchFolder folder("put_back");
  {
    RunFolder whole = RunFolder::create(folder / "whole");
    run_steps(whole, 0, 20);
    whole.finish();
  }
  const int stop = GENERATE(6, 12, 20);
  const bool finishes = GENERATE(true, false);
  {
    RunFolder stopped = RunFolder::create(folder / "stopped");
    run_steps(stopped, 0, stop);
    if (finishes) {
      stopped.append_census(census_row(99));
      stopped.add_snapshot(sample_snapshot({6, 5, 4}, 50, 99));
      stopped.finish();
    }
  }
  write_bytes(folder / "stopped/snap/snap_00000009.vtkhdf.tmp", "half a file");
  // Earlier versions kept the census thrice.
  write_bytes(folder / "stopped/census.h5", "merged");
  fs::create_directory(folder / "stopped/census");
  write_bytes(folder / "stopped/census/census_00000000.h5", "segment");
  const auto checkpoints = checkpoints_of(folder / "stopped");
  REQUIRE(checkpoints.size() == checkpoints_kept);
  // From the newest, and from the one before: that one is older than snapshots which then go.
  for (const fs::path& file : {checkpoints[0], checkpoints[1]}) {
    const Checkpoint from = read_checkpoint(file);
    CAPTURE(stop, finishes, from.step);
    auto lock = std::make_shared<const FolderLock>(folder / "stopped");
    {
      RunFolder again = RunFolder::resume(folder / "stopped", from, lock);
      const auto listed = list_snapshots(folder / "stopped");
      REQUIRE(listed.size() == from.step / 3 + 1);
      REQUIRE(again.snapshot_count() == listed.size());
      run_steps(again, static_cast<int>(from.step) + 1, 20);
      again.finish();
    }
    lock.reset();
    require_same_folders(folder / "whole", folder / "stopped");
    // What the second round goes on from.
    fs::remove_all(folder / "stopped");
    RunFolder stopped = RunFolder::create(folder / "stopped");
    run_steps(stopped, 0, stop);
  }
}

TEST_CASE("Rows with other columns are not appended to the census of another version", "[checkpoint]") {
  const ScratchFolder folder("other_columns");
  {
    RunFolder run = RunFolder::create(folder / "run");
    run_steps(run, 0, 12);
  }
  const Checkpoint from = read_checkpoint(checkpoints_of(folder / "run").front());
  const auto lock = std::make_shared<const FolderLock>(folder / "run");
  RunFolder run = RunFolder::resume(folder / "run", from, lock);
  Table other = census_row(12);
  other[1].name = "time_min";
  CHECK_THROWS_WITH(run.append_census(other), contains("census.csv: its columns are not those"));
  CHECK_NOTHROW(run.append_census(census_row(12)));
}

TEST_CASE("A folder that lost what a checkpoint builds on is refused with the file's name", "[checkpoint]") {
  const ScratchFolder folder("lost");
  {
    RunFolder run = RunFolder::create(folder / "run");
    run_steps(run, 0, 12);
  }
  const Checkpoint from = read_checkpoint(checkpoints_of(folder / "run").front());
  const auto lock = std::make_shared<const FolderLock>(folder / "run");
  fs::resize_file(folder / "run/census.csv", 3);
  CHECK_THROWS_WITH(RunFolder::resume(folder / "run", from, lock), contains("census.csv: has 3 bytes"));
  fs::remove(folder / "run/snap/snap_00000001.vtkhdf");
  CHECK_THROWS_WITH(RunFolder::resume(folder / "run", from, lock),
                    contains("snap_00000001.vtkhdf: is missing"));
}

TEST_CASE("A checkpoint that cannot be written leaves the older ones", "[checkpoint]") {
  const ScratchFolder folder("checkpoint_fails");
  SnapshotWriter writer(RunFolder::create(folder / "run"));
  for (const std::uint64_t step : {1, 2, 3}) writer.submit(sample_checkpoint(10, step));
  writer.finish();
  REQUIRE(checkpoints_of(folder / "run").size() == 2);
  fs::remove_all(folder / "run/checkpoint/ckpt_00000002.h5");
  fs::create_directory(folder / "run/checkpoint/ckpt_00000004.h5.tmp");  // in the way
  writer.submit(sample_checkpoint(10, 4));
  CHECK_THROWS_WITH(writer.finish(), contains("ckpt_00000004.h5"));
  CHECK(read_checkpoint(checkpoints_of(folder / "run").front()).step == 3);
}

TEST_CASE("A checkpoint that cannot be sealed does not get its name", "[checkpoint]") {
  const ScratchFolder folder("unsealed");
  const fs::path file = folder / "ckpt_00000001.h5";
  write(file, sample_checkpoint(1000));
  const std::uintmax_t bytes = fs::file_size(file);
  fs::remove(file);
  FileGroup files;
  {
    const FileSizeLimit limit(bytes - 1);  // room for everything but the end of the last line
    write_checkpoint(files, file, sample_checkpoint(1000));
    CHECK_THROWS_AS(files.commit(), OutputError);
  }
  files.commit();
  CHECK(fs::is_empty(folder.path()));
}
