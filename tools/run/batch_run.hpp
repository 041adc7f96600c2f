// Members of a run that advance together in one world, from their first snapshots to their last. Each writes
// the run folder that it would write alone.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "agents/readouts/course.hpp"
#include "tools/run/batch_folders.hpp"
#include "tools/run/snapshot_of.hpp"
#include "tools/terminal/progress.hpp"
#include "tools/terminal/stop_request.hpp"

namespace tilscape {

struct RunOptions;

class BatchRun {
 public:
  /// Makes the members' run folders, or takes up those of members that go on. All arguments but the
  /// simulation must outlive this.
  /// @throws OutputError; Defect when the simulation is not the one that a checkpoint was taken of
  BatchRun(const PreparedRun& run, const RunOptions& options, const Batch& batch,
           std::unique_ptr<Simulation> simulation);

  /// @returns 0, or the exit code it was asked to stop with
  /// @throws OutputError; OutOfMemory; Defect when --verify-every finds the world inconsistent
  int operator()(const StopRequest& stop, Progress& progress);

  /// The last census row of each member, the course up to it, and its digest.
  const std::vector<CensusRow>& census() const { return census_; }
  const std::vector<Course>& courses() const { return courses_; }
  const std::vector<std::uint64_t>& digests() const { return digests_; }
  double simulated_h() const;
  std::uint64_t agent_updates() const;
  double agent_seconds() const;  // in the phases that update agents

 private:
  void check_digests();
  void begin();
  void log_warnings();
  void simulate(const StopRequest& stop, Progress& progress);
  void step();
  void end();
  std::uint32_t steps(double h) const;
  void read_census();
  void take_census();
  void write_summaries();
  void take_due_snapshots();
  void take_snapshots();
  void take_checkpoints();
  std::function<Scene()> scene_of(std::uint32_t member);
  void take_turns();
  Moment moment_of(std::size_t member);
  void find_digests();
  bool is_due(double every_h) const;
  void take_clones();
  Checkpoint checkpoint_with(std::size_t member, std::vector<CheckpointArray> arrays);
  Checkpoint checkpoint_of(std::size_t member);
  Checkpoint checkpoint_in_place_of(std::size_t member);
  void verify();
  std::string report_bug(const std::string& broken);

  const PreparedRun& run_;
  const RunOptions& options_;
  const Batch& batch_;
  RunParameters parameters_;  // of the first member: the clock and the lattice are everyone's
  KeptSnapshots kept_;        // likewise
  BatchFolders folders_;
  std::vector<std::string> configs_;  // run.yaml of each member
  std::unique_ptr<Simulation> simulation_;
  std::optional<std::uint32_t> digest_step_;  // that digests_ are of
  std::vector<std::uint64_t> digests_;
  SnapshotWriter writer_;
  std::vector<CensusRow> census_;
  std::vector<Course> courses_;
  std::uint64_t tumour_cells_ = 0, cd8_cells_ = 0;  // of all members, at the last census
  std::uint32_t last_step_;
  std::optional<std::uint32_t> census_step_, snapshot_step_, checkpoint_step_;  // of the last of each
};

}  // namespace tilscape
