// The run folders of the members that advance together: where they are, what stands in them, and who writes
// there.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "agents/readouts/course.hpp"
#include "core/io/run/snapshot_writer.hpp"
#include "tools/run/prepare_run.hpp"

namespace tilscape {

struct RunOptions;

class BatchFolders {
 public:
  /// All arguments must outlive this.
  BatchFolders(const PreparedRun& run, const RunOptions& options, const Batch& batch)
      : run_(run), options_(options), batch_(batch) {}

  std::filesystem::path folder_of(const Member& member) const;
  /// What the member goes on from, or null.
  const ResumePoint* point_of(const Member& member) const;
  /// run.yaml of each member.
  std::vector<std::string> configs() const;
  /// Makes the folders, or takes up those of members that go on.
  /// @param configs  run.yaml of each member
  /// @throws OutputError
  SnapshotWriter make_writer(const std::vector<std::string>& configs) const;
  /// Of each member so far, as its census tells.
  std::vector<Course> courses(const ReadoutParameters& wanted) const;

 private:
  const PreparedRun& run_;
  const RunOptions& options_;
  const Batch& batch_;
};

}  // namespace tilscape
