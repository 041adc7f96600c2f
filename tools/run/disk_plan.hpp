// What a run will leave on the disk, and how long it will take, said before it starts: of many small members
// what a few of them left and took, of large ones what formulas say.
#pragma once

#include <string>

#include "tools/run/prepare_run.hpp"

namespace tilscape {

struct RunOptions;

/// Of all members and their group.
struct DiskPlan {
  double snapshots = 0;  // of a member of the first set
  double files = 0;
  double bytes = 0;
  double seconds = 0;
  bool is_measured = false;
};

/// Members that take no time to speak of are tried: a few of them run in a folder beside the one that the run
/// is to make, which is removed. What costs a run of thousands is their files, and no formula knows the disk.
/// Test: tests/cli/estimate_test.py, tests/tools/disk_plan_test.cpp
DiskPlan plan_disk(const PreparedRun& run, const RunOptions& options);

/// Snapshots that a member keeps, if `every` is one that the run can have.
double snapshots_of(const RunParameters& run, KeptSnapshots kept);

/// Files in a member's folder when it has ended.
double files_of(const RunParameters& run, KeptSnapshots kept, FolderForm form);

/// "disk …", "time …".
std::string disk_text(const DiskPlan& plan, bool has_several_members);

}  // namespace tilscape
