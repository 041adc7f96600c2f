// What became of each member of a run of many, in one table: the last row of its census.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tilscape {

/// One line per folder that has a census: its name and its last row. A column that another member's census
/// lacks is empty there.
/// @param names  of the members' folders in `group`, in order
/// @throws OutputError when a census.csv cannot be read. Test: tests/tools/members_table_test.cpp
std::string members_table(const std::filesystem::path& group, const std::vector<std::string>& names);

struct PreparedRun;
/// members.csv of all members of a run, also of those that were finished before.
void write_members_table(const PreparedRun& run, const std::filesystem::path& out);

}  // namespace tilscape
