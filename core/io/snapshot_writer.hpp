// Output beside the simulation: one background thread owns the run folder and with it every HDF5 call.
#pragma once

#include <functional>

#include "core/io/background_queue.hpp"
#include "core/io/run_folder.hpp"

namespace tilscape {

/// Hands snapshots, census rows and clones to a thread of its own, which writes them in the order they came.
/// Two snapshots may be under way; only a third makes the simulation wait.
class SnapshotWriter {
 public:
  explicit SnapshotWriter(RunFolder folder) : folder_(std::move(folder)) {}

  /// Each of these throws the first error (OutputError) of what was handed over before; the new piece is
  /// taken all the same, so a run may go on after a full disk.
  void submit(Snapshot&& snapshot);
  /// A snapshot that is completed by the writer's thread when its turn comes.
  void submit(std::function<Snapshot()> complete);
  void submit_census(Table&& rows);
  void submit_clones(Table&& rows);
  /// Waits until all is on the disk and merges census and clones. Without it the run folder still opens.
  void finish();

  /// One line into log.txt, from any thread.
  void log(const std::string& line) const { folder_.log(line); }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  RunFolder folder_;
  BackgroundQueue queue_;  // last: its thread uses the folder
};

}  // namespace tilscape
