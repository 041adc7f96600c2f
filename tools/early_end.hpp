// What a run says that an error ends: how to go on with it.
#pragma once

#include <filesystem>
#include <string>

namespace tilscape {

/// `why`, and in a second line from which day and by which command the run can go on, as its folder stands.
/// The same goes into log.txt.
/// @param run  folder of the run; @param member  of one of those that were being simulated, or the same
/// Test: tests/cli/disk_full_test.py
std::string with_way_on(const std::string& why, const std::filesystem::path& run,
                        const std::filesystem::path& member);

}  // namespace tilscape
