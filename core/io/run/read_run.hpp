// Reads what a run folder says about itself: which snapshots it lists, and whether they are whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/io/hdf5/table.hpp"

namespace tilscape {

struct SnapshotInfo {
  std::filesystem::path file;
  std::size_t index = 0;  // among those of its run
  std::uint64_t step = 0;
  double time_h = 0;
  std::uint64_t seed = 0;
  std::uint64_t digest = 0;
  std::uint64_t cells = 0;
  bool complete = false;
};

/// What a snapshot says in its header, with the lengths that a reader relies on checked.
/// @throws OutputError "<file>: …" when it is missing, truncated or damaged
SnapshotInfo read_snapshot_info(const std::filesystem::path& file);

/// Reads every value of a snapshot: every chunk carries a checksum, so a flipped bit is found.
/// @throws OutputError naming the file and the array
void verify_snapshot(const std::filesystem::path& file);

/// The snapshots that run.vtkhdf.series lists, in order; their times must agree with the files'.
/// @throws OutputError when the folder is no run, or a listed snapshot is missing, incomplete or damaged
/// Test: tests/io/failure_test.cpp
std::vector<SnapshotInfo> list_snapshots(const std::filesystem::path& run_folder);

/// The one at exactly this time, as hours of its step, if there is one; and the last. No other is opened.
/// @throws OutputError as above
std::optional<SnapshotInfo> find_snapshot(const std::filesystem::path& run_folder, double time_h);
SnapshotInfo last_snapshot(const std::filesystem::path& run_folder);

/// The end of a run as its summary.txt has it: all that there is of one that keeps no snapshot.
struct RunEnd {
  double day = 0;  // to six digits
  std::uint64_t digest = 0;
  std::string line;  // "day 10: 1234 tumour cells, …"
};
/// @returns nothing for a run without a summary, which has not ended
std::optional<RunEnd> read_run_end(const std::filesystem::path& run_folder);

/// Does the run list snapshots? One of which it keeps none does not.
bool has_snapshots(const std::filesystem::path& run_folder);

/// One array of the cells of a snapshot, by its name in PointData. T: std::uint8_t, std::uint32_t,
/// std::int64_t or float, as it was written.
/// @throws OutputError "<file>: …" when it is missing, damaged or of another type
template <class T>
std::vector<T> read_point_array(const std::filesystem::path& snapshot, const std::string& name);

/// The clones founded until a snapshot, in the order of the log.
/// @throws OutputError when a segment of the log is missing or damaged
Table read_clones_until(const std::filesystem::path& run_folder, const SnapshotInfo& snapshot);

/// The run folders in a folder, in order: those of its replicates or members that have a snapshot or have
/// ended, else itself.
std::vector<std::filesystem::path> run_folders(const std::filesystem::path& folder);

/// run.yaml as it was written.
std::string read_run_config(const std::filesystem::path& run_folder);

}  // namespace tilscape
