// Output beside the simulation: one background thread owns the run folders and with them every HDF5 call.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "core/io/files/background_queue.hpp"
#include "core/io/run/run_folder.hpp"

namespace tilscape {

/// Hands snapshots, census rows and clones to a thread of its own, which writes them in the order they came.
/// So many snapshots and checkpoints may be under way, whatever the number of folders; one more makes the
/// simulation wait.
/// Runs that advance together share one writer: each has a folder, by its place in the list. Their snapshots
/// of one moment come in that order; the last folder's lists them all.
class SnapshotWriter {
 public:
  explicit SnapshotWriter(std::vector<RunFolder> folders, int buffers = 2)
      : folders_(std::move(folders)), failed_(folders_.size()), queue_(buffers) {}
  explicit SnapshotWriter(RunFolder folder) : failed_(1) { folders_.push_back(std::move(folder)); }

  /// Each of these throws the first error (OutputError) of what was handed over before. After an error
  /// nothing more is written into that folder: a later checkpoint would go on without what is missing.
  void submit(Snapshot&& snapshot, std::size_t folder = 0);
  /// A snapshot that is completed by the writer's thread when its turn comes.
  void submit(std::function<Snapshot()> complete, std::size_t folder = 0);
  /// Everything handed over before it is part of what resuming from it gives back. It counts, and older ones
  /// go, once that of the last folder is written.
  void submit(Checkpoint&& checkpoint, std::size_t folder = 0);
  void submit_census(Table&& rows, std::size_t folder = 0);
  void submit_clones(Table&& rows, std::size_t folder = 0);
  /// What finish() leaves in summary.txt.
  void submit_summary(std::string&& text, std::size_t folder = 0);
  /// Waits until one more snapshot may be under way: before it is made, it takes no memory.
  void wait_for_buffer() { queue_.wait_for_buffer(); }
  /// Waits until every snapshot and checkpoint is compressed. What is left is to wait for the disk.
  void wait_until_compressed() { queue_.wait_for_heavy(); }
  /// Waits until all is on the disk and merges census and clones, in every folder even if one fails. Without
  /// it the run folders still open.
  void finish();

  /// One line into log.txt of every folder, from any thread.
  void log(const std::string& line) const {
    for (const RunFolder& folder : folders_) folder.log(line);
  }
  /// … and of one.
  void log(const std::string& line, std::size_t folder) const { folders_[folder].log(line); }

 private:
  template <class Write>
  void in_folder(std::size_t folder, const Write& write);
  /// One folder's part of a moment, which is heavy. After that of the last folder, whether it succeeded or
  /// not, comes what makes all parts count, which is light.
  void submit(std::function<void(RunFolder&)> stage, BackgroundQueue::Job commit, std::size_t folder);
  void finish_folders();

  std::vector<RunFolder> folders_;
  std::vector<bool> failed_;      // [folder]
  FileGroup staged_;              // of the snapshots of this moment
  FileGroup staged_checkpoints_;  // likewise
  BackgroundQueue queue_;         // last: its thread uses the others
};

}  // namespace tilscape
