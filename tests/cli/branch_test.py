"""`tilscape branch`: another arm from the tumour of a run, as a user calls it.

    python3 tests/cli/branch_test.py build/cpu/tilscape
"""
import os
import sys
import unittest

import run_folders

CONFIG = """lattice: {size: [30, 24, 1]}
duration_days: 1
initial: {tumour_cells: 300, t_cell_fraction: 0.01, vessels_per_mm2: 60}
output: {census_every_h: 1, snapshot_every_h: 6, checkpoint_every_h: 6}
"""
LATE = "therapy=[{procedure: radiation, dose_Gy: 2, start: {day: 0.85}}]"
NEW = "therapy=[{procedure: radiation, dose_Gy: 2, start: {day: 0.5}}]"


class Branch(run_folders.RunCase):
    config = CONFIG

    def refused(self, words, *arguments):
        done = self.call("branch", *arguments, "--out", "none")
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn(words, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertFalse(os.path.exists(self.path("none")))

    def digest(self, out):
        return self.call_ok("digest", out).stdout.split()[-1]

    def times(self, out):
        with open(self.path(out, "census.csv"), encoding="utf-8") as file:
            return [float(row.split(",")[1]) for row in list(file)[1:]]

    def test_an_arm_is_the_run_that_had_its_schedule_from_the_start(self):
        self.call_ok("run", "c.yaml", "--out", "run")
        self.call_ok("run", "c.yaml", "--out", "whole", "--set", LATE)
        done = self.call_ok("branch", "run", "--day", "0.75", "--out", "arm", "--set", LATE)
        self.assertIn("from run, day 0.75", done.stdout)
        self.assertEqual(self.digest("arm"), self.digest("whole"))
        self.assertNotEqual(self.digest("arm"), self.digest("run"))
        self.assertEqual(self.times("arm"), [18, 19, 20, 21, 22, 23, 24])
        with open(self.path("arm", "run.yaml"), encoding="utf-8") as file:
            self.assertIn("\n# branched: run, day 0.75\n", file.read())
        # A day from which no checkpoint is left, and one between two of them: the run is repeated.
        done = self.call_ok("branch", "run", "--day", "0.2", "--out", "early", "--set", LATE)
        self.assertIn("repeating run from day 0 to day 0.2", done.stdout)
        self.assertEqual(self.digest("early"), self.digest("whole"))
        done = self.call_ok("branch", "run", "--day", "0.8", "--out", "late", "--set", "duration_days=1.5")
        self.assertIn("repeating run from day 0.75 to day 0.8", done.stdout)
        self.call_ok("run", "c.yaml", "--out", "longer", "--set", "duration_days=1.5")
        self.assertEqual(self.digest("late"), self.digest("longer"))

    def test_an_arm_can_be_resumed_and_branched_itself(self):
        self.call_ok("run", "c.yaml", "--out", "run")
        self.call_ok("branch", "run", "--day", "0.5", "--out", "arm", "--set", NEW, "--set", "output.checkpoint_every_h=0")
        self.call_ok("branch", "run", "--day", "0.5", "--out", "short", "--set", NEW, "--set", "duration_days=0.6")
        self.call_ok("resume", "short", "--until-day", "1")
        self.assertEqual(self.digest("short"), self.digest("arm"))
        self.call_ok("branch", "arm", "--day", "0.9", "--out", "again")
        self.assertEqual(self.digest("again"), self.digest("arm"))
        self.call_ok("branch", "run", "--day", "0.5", "--out", "other", "--seed", "7")
        self.assertNotEqual(self.digest("other"), self.digest("run"))

    def test_what_cannot_be_is_refused_before_there_is_a_folder(self):
        self.call_ok("run", "c.yaml", "--out", "run")
        self.refused("no Tilscape run", "nowhere", "--day", "0.5")
        self.refused("--day 1: the arm ends on day 1", "run", "--day", "1")
        self.refused("no whole number of steps of 1 min; expected one, such as 0.7", "run", "--day", "0.70001")
        self.refused("--day: found 'nan'; expected a day, 0 to 100000", "run", "--day", "nan")
        self.refused("--set lattice.size: an arm has the lattice", "run", "--day", "0.5", "--set", "lattice.size=[9,9,1]")
        self.refused("therapy[0]: begins on day 0.5, but the branch on day 0.75", "run", "--day", "0.75", "--set", NEW)
        self.refused("--set: t_cell.hits_per_hour", "run", "--day", "0.5", "--set", "t_cell.hits_per_hour=1")
        self.call_ok("run", "c.yaml", "--out", "two", "--set", "replicates=2")
        self.refused("holds several runs", "two", "--day", "0.5")
        self.call_ok("branch", "two/replicate_0001", "--day", "0.5", "--out", "arm")
        self.assertEqual(self.digest("arm"), self.digest("two/replicate_0001"))


if __name__ == "__main__":
    run_folders.RunCase.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
