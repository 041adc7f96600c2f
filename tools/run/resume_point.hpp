// Where a run folder goes on from: its newest checkpoint that is whole.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

#include "agents/start/replicate_state.hpp"
#include "core/io/run/checkpoint.hpp"

namespace tilscape {

struct ResumePoint {
  std::filesystem::path file;
  Checkpoint header;  // without its arrays

  /// What the checkpoint holds, read now. @throws OutputError
  std::shared_ptr<const ReplicateState> state() const;
};

/// None when the folder has no checkpoint. One that is damaged, or of which the folder has lost files, is
/// named on stderr before an older one is taken.
/// @throws OutputError when there are checkpoints and none can be used
std::optional<ResumePoint> find_resume_point(const std::filesystem::path& run_folder);

/// @throws OutputError when the checkpoint is of another version of the model, whose results it would go on
/// with
void require_this_model(const ResumePoint& point);

/// Has the run in this folder ended by itself, with everything written?
/// @param last_step  of the run
bool is_finished(const std::filesystem::path& run_folder, std::uint32_t last_step);

}  // namespace tilscape
