// The folder of one run: what is in it, what its files are called, and in which order they appear, so that a
// killed job leaves every listed snapshot readable. Not thread-safe: SnapshotWriter gives it a thread of its
// own.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/io/durable_file.hpp"
#include "core/io/snapshot.hpp"
#include "core/io/table.hpp"

namespace tilscape {

/// Names inside a run folder, shared by those who write and those who read.
namespace run_files {
inline constexpr const char* config = "run.yaml";
inline constexpr const char* log = "log.txt";
inline constexpr const char* census_csv = "census.csv";
inline constexpr const char* census = "census.h5";
inline constexpr const char* clones = "clones.h5";
inline constexpr const char* cells_series = "cells.hdf.series";
inline constexpr const char* fields_series = "fields.hdf.series";
inline constexpr const char* run_series = "run.vtkhdf.series";
/// `snap/snap_00000003.vtkhdf` and the like, relative to the run folder.
std::string snapshot(std::size_t index);
std::string view(const std::string& part, std::size_t index);
std::string segment(const std::string& table, std::size_t index);
/// In the folder of several runs: `replicate_0003`, or `member_0003` of a sweep, whose sweep.csv says which
/// parameters each member has.
inline constexpr const char* sweep = "sweep.csv";
std::string replicate(std::size_t index);
std::string member(std::size_t index);
bool is_one_of_several(const std::string& folder_name);
}  // namespace run_files

class RunFolder {
 public:
  /// Makes the folder; its parent must exist. A folder that is not empty is refused, unless `force`: then the
  /// files of the run in it, members included, are removed, and nothing else.
  /// @throws OutputError naming the folder and what to do. Test: tests/io/run_folder_test.cpp
  static RunFolder create(const std::filesystem::path& path, bool force = false,
                          SnapshotOptions options = {});
  /// Makes the folder that holds the folders of several runs, under the same conditions; `force` removes an
  /// earlier run with all its members.
  static void create_group(const std::filesystem::path& path, bool force = false);

  const std::filesystem::path& path() const { return path_; }
  std::size_t snapshot_count() const { return times_h_.size(); }

  /// run.yaml: the parameters as they were used.
  void write_config(const std::string& text, FileGroup& files) const;
  /// One line into log.txt. Any thread may call this at any time.
  void log(const std::string& line) const;

  /// Rows of the census, at once in census.csv and with the next snapshot as an HDF5 segment.
  void append_census(const Table& rows);
  /// Clones founded since the last call; written with the next snapshot.
  void append_clones(const Table& rows);
  /// The snapshot, its view files and the segments; list_staged() with the same group is what lists it. Times
  /// must rise.
  void stage_snapshot(const Snapshot& snapshot, FileGroup& files);
  /// Commits the group, and only then the series, of those of the folders that have staged a snapshot.
  static void list_staged(std::span<RunFolder> folders, FileGroup& files);
  /// Once, last: what is left of census and clones, then census.h5 and clones.h5 from all segments.
  void finish(FileGroup& files);

  /// The same for a folder by itself.
  void add_snapshot(const Snapshot& snapshot);
  void finish();

 private:
  RunFolder(std::filesystem::path path, SnapshotOptions options)
      : path_(std::move(path)), options_(options) {}
  void write_segments(FileGroup& files);
  void forget_written_rows();
  void write_series(FileGroup& files) const;
  void merge(const std::string& table, const std::string& merged, const Table& unwritten,
             FileGroup& files) const;

  std::filesystem::path path_;
  SnapshotOptions options_;
  std::vector<double> times_h_;  // of the snapshots, by index
  std::optional<double> staged_time_h_;
  Table census_rows_;  // not yet in a segment
  Table clone_rows_;
};

}  // namespace tilscape
