// What a run says that an error ends: how to go on with it.
#pragma once

#include <filesystem>
#include <string>

namespace tilscape {

/// Whose is the folder when a run ends?
enum class FolderIs {
  ours,
  lost,          // it was, but is somebody else's now, or gone
  not_ours_yet,  // what is in it, if anything, is another run's
};

/// `why`, and in a second line from which day and by which command the run can go on, as its folder stands;
/// or that it did not start. Into log.txt of a folder that is ours goes the same.
/// @param run  folder of the run; @param member  of one of those that were being simulated, or the same
/// Test: tests/cli/disk_full_test.py, tests/cli/surroundings_test.py
std::string with_way_on(const std::string& why, const std::filesystem::path& run,
                        const std::filesystem::path& member, FolderIs folder);

}  // namespace tilscape
