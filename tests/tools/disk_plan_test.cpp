// How many snapshots and files a run leaves, counted by hand.
#include "tools/run/disk_plan.hpp"

#include "config/read/read_config.hpp"
#include "tests/catch.hpp"

using namespace tilscape;

namespace {

RunParameters run_of(const std::string& text) {
  return read_config_text(text, "c.yaml");
}

}  // namespace

TEST_CASE("Snapshots are those that are due, the start and the end", "[disk_plan]") {
  const RunParameters even = run_of("duration_days: 1\noutput: {snapshot_every_h: 6}\n"),
                      odd = run_of("duration_days: 1\noutput: {snapshot_every_h: 7}\n"),
                      tenths = run_of("duration_days: 0.3\noutput: {snapshot_every_h: 0.1}\n"),
                      none_due = run_of("duration_days: 1\noutput: {snapshot_every_h: 100}\n");
  CHECK(snapshots_of(even, KeptSnapshots::all) == 5);  // 0, 6, 12, 18, 24
  CHECK(snapshots_of(odd, KeptSnapshots::all) == 5);   // 0, 7, 14, 21, 24
  CHECK(snapshots_of(tenths, KeptSnapshots::all) ==
        73);  // 7.2 h: neither 7.2 nor 0.1 is a number of the machine
  CHECK(snapshots_of(none_due, KeptSnapshots::all) == 2);
  CHECK(snapshots_of(even, KeptSnapshots::last) == 1);
  CHECK(snapshots_of(even, KeptSnapshots::none) == 0);
}

TEST_CASE("A member leaves eight files at most", "[disk_plan]") {
  const RunParameters with = run_of("output: {checkpoint_every_h: 24, snapshot_every_h: 24}\n"),
                      without = run_of("output: {checkpoint_every_h: 0, snapshot_every_h: 24}\n");
  CHECK(files_of(with, KeptSnapshots::last, FolderForm::brief) == 8);
  CHECK(files_of(without, KeptSnapshots::last, FolderForm::brief) == 7);
  CHECK(files_of(with, KeptSnapshots::none, FolderForm::tables) == 5);
  // Four texts, the clones, three lists; each of eleven snapshots with two views and its clones; two
  // checkpoints.
  CHECK(files_of(with, KeptSnapshots::all, FolderForm::whole) == 4 + 1 + 3 + 4 * 11 + 2);
}

TEST_CASE("What is said of files has its units", "[disk_plan]") {
  DiskPlan plan;
  plan.snapshots = 1, plan.files = 14003, plan.bytes = 66e6, plan.seconds = 21, plan.is_measured = true;
  CHECK(disk_text(plan, true) ==
        "disk      about 66.0 MB in 14,003 files, 1 snapshot each\n"
        "time      about 21 s on this machine's processor, as a few of the members took\n");
  plan.snapshots = 5, plan.files = 27, plan.is_measured = false;
  CHECK(disk_text(plan, false) ==
        "disk      about 66.0 MB in 27 files, 5 snapshots\n"
        "time      about 21 s on this machine's processor, within a factor of two\n");
}
