// A run that has been read, checked and planned: everything that can be wrong with it is found here, before
// any folder is made.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/simulation.hpp"
#include "config/sweep.hpp"
#include "tools/backend.hpp"
#include "tools/run_plan.hpp"

namespace tilscape {

struct RunOptions;

struct PreparedRun {
  SweptRun configuration;
  std::vector<std::shared_ptr<const InitialTissue>> tissues;  // of each set; null: synthetic
  std::vector<Estimate> needs;                                // of one member of each set
  std::vector<Batch> batches;
  bool has_folder_per_member = false;  // else there is one member, in the folder of the run
  Room room;
  BackendChoice backend = BackendChoice::cpu;
  std::string backend_text, machine_text;

  std::size_t member_count() const;
  /// Of a member's run folder in the folder of the run; empty where they are the same.
  std::string folder_name(const Member& member) const;
  /// run.yaml of a member: reads back as a configuration; where it came from stands in its first lines as
  /// comments.
  std::string run_yaml(const Member& member) const;
  /// sweep.csv: which member has which parameters. Empty without a sweep.
  std::string sweep_table() const;
  /// The world of a batch.
  SimulationStart start_of(const Batch& batch) const;
};

/// @throws InputError, DeviceError
PreparedRun prepare_run(const RunOptions& options);

}  // namespace tilscape
