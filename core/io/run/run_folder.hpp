// The folder of one run: what is in it, and in which order its files appear, so that a killed job leaves
// every listed snapshot readable. Not thread-safe: SnapshotWriter gives it a thread of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/io/files/durable_file.hpp"
#include "core/io/files/folder_lock.hpp"
#include "core/io/hdf5/table.hpp"
#include "core/io/run/checkpoint.hpp"
#include "core/io/run/run_files.hpp"
#include "core/io/run/snapshot.hpp"

namespace tilscape {

/// The checkpoints of a run folder, the newest first.
std::vector<std::filesystem::path> checkpoints_of(const std::filesystem::path& run_folder);
inline constexpr std::size_t checkpoints_kept = 2;

/// What a run folder gets.
enum class FolderForm {
  whole,   // for each snapshot view files and a segment of the clones as well
  brief,   // of one run among many: snapshots, without the files that ParaView 5.11 needs; clones at the end
  tables,  // neither snapshots nor clones
};

class RunFolder {
 public:
  /// Makes the folder; its parent must exist. A folder that is not empty is refused, unless `force`: then the
  /// files of the run in it, members included, are removed, and nothing else.
  /// @param lock  of the folder, or of the group it belongs to; null: it gets its own
  /// @throws OutputError naming the folder and what to do. Test: tests/io/run_folder_test.cpp
  static RunFolder create(const std::filesystem::path& path, bool force = false, SnapshotOptions options = {},
                          std::shared_ptr<const FolderLock> lock = nullptr,
                          FolderForm form = FolderForm::whole);
  /// Begins the run in this folder again, which has no checkpoint to go on from: of its files it keeps those
  /// that it needs for that, also when it is killed here, and its log. Where there is no folder, makes it.
  /// @throws OutputError as create() does
  static RunFolder restart(const std::filesystem::path& path, std::shared_ptr<const FolderLock> lock,
                           SnapshotOptions options = {}, FolderForm form = FolderForm::whole);
  /// Makes the folder that holds the folders of several runs, under the same conditions; `force` removes an
  /// earlier run with all its members.
  static std::shared_ptr<const FolderLock> create_group(const std::filesystem::path& path,
                                                        bool force = false);
  /// Removes the run in a folder, and the folder if it holds nothing else: of one that could not begin. What
  /// cannot be removed stays.
  static void remove(const std::filesystem::path& path) noexcept;
  /// Takes up the folder of an earlier run as it was at a checkpoint: whatever came later is removed, first
  /// of all from the series.
  /// @throws OutputError when a file of that time is missing, or a symbolic link stands where the run writes.
  /// Test: tests/io/checkpoint_test.cpp, tests/io/run_folder_test.cpp
  static RunFolder resume(const std::filesystem::path& path, const Checkpoint& from,
                          std::shared_ptr<const FolderLock> lock, SnapshotOptions options = {},
                          FolderForm form = FolderForm::whole);

  /// What is missing of the files that a checkpoint goes on from; nothing where resume() finds all.
  static std::string missing_for(const std::filesystem::path& path, const Checkpoint& from);

  const std::filesystem::path& path() const { return path_; }
  std::size_t snapshot_count() const { return times_h_.size(); }

  /// run.yaml: the parameters as they were used.
  void write_config(const std::string& text, FileGroup& files) const;
  /// One line into log.txt, from any thread, at any time. One that cannot be written is lost: it must not
  /// cost a run.
  void log(const std::string& line) const;

  /// Rows of the census, at once in census.csv.
  /// @throws OutputError when they have other columns than the rows before, in an earlier run of the folder
  /// too, or when somebody else has changed, cut or removed census.csv
  void append_census(const Table& rows);
  /// Clones founded since the last call; written with the next snapshot, or at the end.
  void append_clones(const Table& rows);
  /// The snapshot, its view files and the clones; list_staged() with the same group is what lists it. Times
  /// must rise.
  void stage_snapshot(const Snapshot& snapshot, FileGroup& files);
  /// Commits the group, and only then the series, of those of the folders that have staged a snapshot.
  static void list_staged(std::span<RunFolder> folders, FileGroup& files);
  /// The checkpoint, with what the folder is like now; commit_checkpoints() with the same group makes it
  /// count.
  void stage_checkpoint(Checkpoint checkpoint, FileGroup& files) const;
  /// Commits the group, and only then removes older checkpoints than the last few of each folder.
  static void commit_checkpoints(std::span<const RunFolder> folders, FileGroup& files);
  /// summary.txt: the end of the run in words, written when it is finished.
  void set_summary(std::string text) { summary_ = std::move(text); }
  /// Once, last: what is left of the clones, then clones.h5 from all segments.
  void finish(FileGroup& files);
  /// When that is committed: of a folder that is not whole, one checkpoint stays.
  void remove_spare_checkpoints() const;

  /// The same for a folder by itself.
  void add_snapshot(const Snapshot& snapshot);
  void finish();

 private:
  RunFolder(std::filesystem::path path, SnapshotOptions options, std::shared_ptr<const FolderLock> lock,
            FolderForm form)
      : path_(std::move(path)), options_(options), lock_(std::move(lock)), form_(form) {}
  void require_ours() const;
  void require_whole_census() const;
  void flush_census(FileGroup& files) const;
  void write_series(FileGroup& files, const std::vector<double>& times_h) const;
  void merge_clones(FileGroup& files) const;

  std::filesystem::path path_;
  SnapshotOptions options_;
  std::shared_ptr<const FolderLock> lock_;
  FolderForm form_;
  std::vector<double> times_h_;  // of the snapshots, by index
  std::optional<double> staged_time_h_;
  std::uint64_t census_csv_bytes_ = 0;  // of rows and names written so far
  Table census_columns_;                // without rows
  Table clone_rows_;                    // not yet in a segment
  std::string summary_;
};

}  // namespace tilscape
