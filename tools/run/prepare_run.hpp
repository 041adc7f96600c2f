// A run that has been read, checked and planned: everything that can be wrong with it is found here, before
// any folder is made.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "agents/simulation.hpp"
#include "config/read/sweep.hpp"
#include "core/io/files/folder_lock.hpp"
#include "core/io/run/run_folder.hpp"
#include "tools/machine/backend.hpp"
#include "tools/run/kept_tissues.hpp"
#include "tools/run/resume_point.hpp"
#include "tools/run/run_plan.hpp"
#include "tools/run/run_warnings.hpp"

namespace tilscape {

struct RunOptions;

struct PreparedRun {
  SweptRun configuration;  // once planned, it names tissue tables as the run folder does
  KeptTissues tissue_tables;
  std::vector<std::shared_ptr<const InitialTissue>> tissues;  // of each set; null: synthetic
  std::vector<Estimate> needs;                                // of one member of each set
  RunWarnings warnings;                                       // of sets that begin here
  std::vector<Batch> batches;
  bool has_folder_per_member = false;  // else there is one member, in the folder of the run
  Room room;
  BackendChoice backend = BackendChoice::cpu;
  std::string backend_text, machine_text;
  bool is_one_of_several = false;             // a member that goes on by itself
  bool goes_on = false;                       // from an earlier run, in its folder
  std::map<std::size_t, ResumePoint> points;  // of members, by number, that go on from a checkpoint
  /// The tumour that the only member of a branch begins with, and which one that is; null and empty
  /// otherwise.
  std::shared_ptr<const ReplicateState> trunk_state;
  std::string branched;
  std::vector<std::shared_ptr<const FolderLock>> locks;  // the first one is the run folder's

  std::size_t member_count() const;
  /// Which snapshots a member keeps, and what its folder gets.
  KeptSnapshots kept_snapshots(const Member& member) const;
  FolderForm folder_form(const Member& member) const;
  /// Of a member's run folder in the folder of the run; empty where they are the same.
  std::string folder_name(const Member& member) const;
  /// run.yaml of a member: reads back as a configuration; where it came from stands in its first lines as
  /// comments.
  std::string run_yaml(const Member& member) const;
  /// run.yaml of the folder that holds the members' folders: the run with its sweep.
  std::string group_yaml() const;
  /// sweep.csv: which member has which parameters. Empty without a sweep.
  std::string sweep_table() const;
  /// The world of a batch, as it begins or goes on.
  SimulationStart start_of(const Batch& batch) const;
  /// A member that goes on, or begins as a branch.
  ReplicateStart continued(const Member& member) const;
};

/// Decides where these members of the run's configuration advance, and which of them together.
/// @returns the tissue tables that they start from, by path
/// @throws InputError, DeviceError
std::map<std::string, TissueFile> plan(PreparedRun& run, const std::vector<Member>& members,
                                       const RunOptions& options);

/// The replicate that a run.yaml says it is of.
std::uint32_t replicate_in(const std::string& run_yaml);

/// Does this run.yaml say that its run began as a branch?
bool is_branch(const std::string& run_yaml);

/// @throws InputError, DeviceError
PreparedRun prepare_run(const RunOptions& options);

}  // namespace tilscape
