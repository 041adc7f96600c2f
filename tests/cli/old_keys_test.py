"""A key that was renamed is accepted by its old name, which is said once; runs of before the renaming go on.

    python3 tests/cli/old_keys_test.py build/cpu/tilscape
"""
import os
import sys
import unittest

import run_folders

OLD, NEW = "t_cell_turnover_min", "immune_turnover_min"
SAID = f"warning: time.{OLD}: is the old name of time.{NEW}"


class OldKeys(run_folders.RunCase):
    # A period that is no default, so that a run that lost it would have another digest.
    config = f"""duration_days: 0.5
lattice: {{size: [24, 24]}}
initial: {{tumour_radius_um: 90, t_cell_fraction: 0.1}}
time: {{{OLD}: 10}}
output: {{snapshot_every_h: 1000000, checkpoint_every_h: 0}}
"""

    def said(self, *arguments):
        return [line for line in self.call_ok(*arguments).stderr.splitlines() if "old name" in line]

    def digest(self, out):
        return self.call_ok("digest", out).stdout.split()[-1]

    def test_every_way_to_ask_says_it_once(self):
        for ask in (["validate", "c.yaml"], ["run", "c.yaml", "--dry-run"], ["run", "c.yaml", "--out", "run"]):
            self.assertEqual(self.said(*ask), [f"c.yaml:4: {SAID}"])
        self.assertEqual(self.read("run", "log.txt").count(SAID), 1)
        self.assertIn(f"\n  {NEW}: 10  # min\n", self.read("run", "run.yaml"))
        self.write("new.yaml", self.config.replace(OLD, NEW))
        self.assertEqual(self.said("validate", "new.yaml", "--set", f"time.{OLD}=20"), [f"--set: {SAID}"])
        self.assertEqual(self.said("validate", "new.yaml"), [])
        self.call_ok("run", "new.yaml", "--out", "new")
        self.assertEqual(self.digest("run"), self.digest("new"))

    def test_a_sweep_says_it_once(self):
        self.write("sweep.yaml", f"{self.config.replace(OLD, NEW)}sweep:\n  time.{OLD}: [10, 60]\n")
        self.assertEqual(self.said("run", "sweep.yaml", "--out", "run"), [f"sweep.yaml:7: {SAID} (every parameter set)"])
        self.call_ok("run", "c.yaml", "--out", "alone")
        self.assertEqual(self.digest("run/member_0000"), self.digest("alone"))
        self.assertNotEqual(self.digest("run/member_0001"), self.digest("alone"))

    def of_before(self, out):
        """Gives the run folder the text that it had before the renaming."""
        text = self.read(out, "run.yaml")
        self.write(os.path.join(out, "run.yaml"), text.replace(NEW, OLD))
        self.assertIn(OLD, self.read(out, "run.yaml"))

    def test_runs_of_before_the_renaming_are_resumed_and_branched(self):
        self.call_ok("run", "c.yaml", "--out", "whole", "--set", "replicates=2")
        self.call_ok("run", "c.yaml", "--out", "several", "--set", "replicates=2", "--set", "duration_days=0.3")
        self.call_ok("run", "c.yaml", "--out", "single", "--set", "duration_days=0.3")
        for out in ("several", "single"):
            self.of_before(out)
        self.call_ok("branch", "single", "--day", "0.1", "--out", "arm", "--set", "duration_days=0.5")
        self.call_ok("resume", "single", "--until-day", "0.5")
        self.call_ok("resume", "several", "--until-day", "0.5")
        self.assertEqual(self.digest("arm"), self.digest("whole/replicate_0000"))
        self.assertEqual(self.digest("single"), self.digest("whole/replicate_0000"))
        self.assertEqual(self.digest("several/replicate_0001"), self.digest("whole/replicate_0001"))


if __name__ == "__main__":
    run_folders.RunCase.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
