"""Which snapshots a run keeps (output.snapshots) changes its files and nothing else; members leave few.

    python3 tests/cli/kept_snapshots_test.py build/cpu/tilscape
"""
import os
import sys
import unittest

import run_folders

CONFIG = """seed: 3
duration_days: 0.25
lattice: {size: [40, 36]}
initial: {tumour_radius_um: 200, tumour_fraction: 0.9, t_cell_fraction: 0.05}
tumour: {division_per_day: 4}
mutation: {driver_per_daughter: 0.2}
output: {snapshot_every_h: 2, census_every_h: 1, checkpoint_every_h: 3}
"""
MOST_FILES = 8
LAST_CHECKPOINT = "checkpoint/ckpt_00000360.h5"


class KeptSnapshots(run_folders.RunCase):
    config = CONFIG

    def run_ok(self, out, *arguments):
        return self.call_ok("run", "c.yaml", "--out", out, "--threads", "1", *arguments).stdout

    def files(self, *folder):
        root = self.path(*folder)
        return sorted(os.path.relpath(os.path.join(place, name), root)
                      for place, _, names in os.walk(root) for name in names)

    def bytes_of(self, *name):
        with open(self.path(*name), "rb") as file:
            return file.read()

    def assert_same(self, a, b, *names):
        for name in names:
            self.assertEqual(self.bytes_of(a, name), self.bytes_of(b, name), name)

    def assert_brief(self, folder):
        """A member that has ended: its last snapshot, its last checkpoint."""
        self.assertEqual(self.files(folder), ["census.csv", LAST_CHECKPOINT, "clones.h5", "log.txt", "run.vtkhdf.series",
                                              "run.yaml", "snap/snap_00000000.vtkhdf", "summary.txt"])
        self.assertLessEqual(len(self.files(folder)), MOST_FILES)

    def test_a_member_has_at_most_eight_files(self):
        for out, arguments in (("replicates", ["replicates=3"]), ("sweep", ["sweep={t_cell.hits_per_h: [1, 6, 30]}"]),
                               ("both", ["sweep={t_cell.hits_per_h: [1, 6]}", "replicates=2"])):
            self.run_ok(out, *[word for setting in arguments for word in ("--set", setting)])
            members = [name for name in os.listdir(self.path(out)) if os.path.isdir(self.path(out, name))]
            self.assertGreaterEqual(len(members), 3)
            for member in members:
                self.assert_brief(f"{out}/{member}")

    def test_what_is_kept_is_what_a_run_that_keeps_all_ends_with(self):
        self.run_ok("all", "--set", "replicates=2", "--set", "output.snapshots=all")
        self.run_ok("last", "--set", "replicates=2")
        self.run_ok("none", "--set", "replicates=2", "--set", "output.snapshots=none")
        digests = self.call_ok("digest", "all").stdout
        self.assertEqual(len(set(digests.split())), 2)
        for out in ("last", "none"):
            self.assertEqual(self.call_ok("digest", out).stdout, digests)
            self.assert_same("all", out, "members.csv")
        for r in ("replicate_0000", "replicate_0001"):
            self.assert_same(f"all/{r}", f"last/{r}", "census.csv", "clones.h5", "summary.txt")
            self.assert_same(f"all/{r}", f"none/{r}", "census.csv", "summary.txt")
            self.assertEqual(self.files(f"none/{r}"), ["census.csv", LAST_CHECKPOINT, "log.txt", "run.yaml", "summary.txt"])
            self.assertEqual(self.call_ok("sequence", f"last/{r}").stdout, self.call_ok("sequence", f"all/{r}").stdout)
            self.assertEqual(self.call_ok("phylogeny", f"last/{r}").stdout, self.call_ok("phylogeny", f"all/{r}").stdout)

    def test_one_run_keeps_what_it_is_told_to(self):
        for kept, snapshots in (("auto", 4), ("all", 4), ("last", 1), ("none", 0)):
            self.run_ok(kept, "--set", "output.snapshots=" + kept)
            files = self.files(kept)
            self.assertEqual(sum(name.startswith("snap/") for name in files), snapshots, kept)
            self.assertEqual(sum(name.startswith("view/") for name in files), 2 * snapshots, kept)
            self.assertEqual("cells.hdf.series" in files, snapshots > 0, kept)
            self.assertEqual("clones.h5" in files, snapshots > 0, kept)
            self.assertEqual(self.call_ok("digest", kept).stdout, self.call_ok("digest", "auto").stdout)
            self.assertEqual(self.call_ok("digest", kept, "--day", "0.25").stdout, self.call_ok("digest", "auto").stdout)
        self.assert_same("all", "last", "census.csv", "clones.h5", "summary.txt")
        listed = self.call_ok("info", "none").stdout
        self.assertIn("no snapshots; at its end\nday 0.25: ", listed)
        refused = self.call("digest", "none", "--day", "0.1")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("keeps no snapshots; expected its end, day 0.25", refused.stderr)
        refused = self.call("sequence", "none")
        self.assertEqual(refused.returncode, 3)
        self.assertIn("one without a snapshot", refused.stderr)
        self.assertEqual(self.call("run", "c.yaml", "--set", "output.snapshots=lats").stderr.count("did you mean 'last'?"), 1)

    def test_a_longer_run_is_the_run_that_was_longer_from_the_start(self):
        for kept in ("auto", "last", "none"):
            settings = ("--set", "replicates=2", "--set", "output.snapshots=" + kept)
            self.run_ok("whole_" + kept, "--set", "duration_days=0.5", *settings)
            self.run_ok("part_" + kept, *settings)
            again = self.call_ok("resume", "part_" + kept)
            self.assertIn("is finished", again.stdout)
            self.call_ok("resume", "part_" + kept, "--until-day", "0.5", "--threads", "1")
            for r in ("replicate_0000", "replicate_0001"):
                run_folders.assert_same(self, self.path("whole_" + kept, r), self.path("part_" + kept, r))
            self.assertIn("is finished", self.call_ok("resume", "part_" + kept).stdout)

    def test_a_stopped_run_goes_on_to_the_same_files(self):
        for kept in ("last", "none"):
            settings = ("--set", "replicates=2", "--set", "output.snapshots=" + kept)
            self.run_ok("whole_" + kept, *settings)
            stopped = self.call("run", "c.yaml", "--out", "stopped_" + kept, "--threads", "1", "--max-wall-time", "0.0001", *settings)
            self.assertEqual(stopped.returncode, 75, stopped.stderr)
            for r in os.listdir(self.path("stopped_" + kept)):
                if r.startswith("replicate"):
                    self.assertLessEqual(len(self.files("stopped_" + kept, r)), MOST_FILES)
            self.call_ok("resume", "stopped_" + kept, "--threads", "1")
            for r in ("replicate_0000", "replicate_0001"):
                run_folders.assert_same(self, self.path("whole_" + kept, r), self.path("stopped_" + kept, r))

    def test_an_arm_branches_off_what_kept_nothing(self):
        self.run_ok("trunk")
        self.run_ok("bare", "--set", "output.snapshots=none")
        for trunk in ("trunk", "bare"):
            self.call_ok("branch", trunk, "--day", "0.125", "--out", trunk + "_arm", "--set", "t_cell.hits_per_h=2")
        self.assertEqual(self.call_ok("digest", "trunk_arm").stdout, self.call_ok("digest", "bare_arm").stdout)
        self.assertNotIn("snap", os.listdir(self.path("bare_arm")))


if __name__ == "__main__":
    run_folders.RunCase.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
