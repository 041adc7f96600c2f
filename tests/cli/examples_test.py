"""The examples, shortened: each runs, and shows what its README says.

    python3 tests/cli/examples_test.py build/cpu/tilscape
"""
import csv
import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples")
LIVE = ("tumour_cycling", "tumour_quiescent", "tumour_hypoxic")


def census(example, *overrides):
    with tempfile.TemporaryDirectory() as folder:
        run = os.path.join(folder, "run")
        command = [PROGRAM, "run", os.path.join(EXAMPLES, example, "config.yaml"), "--out", run, "--threads", "1"]
        for override in overrides:
            command += ["--set", override]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(done.stderr)
        with open(os.path.join(run, "census.csv"), newline="") as file:
            return list(csv.DictReader(file))


def live(row):
    return sum(int(row[name]) for name in LIVE)


class PD1Blockade(unittest.TestCase):
    """Until day 5 the arms are one run; on day 9 their order is that of the README."""

    @classmethod
    def setUpClass(cls):
        def arm(therapy):
            return census("03_pd1_blockade", "duration_days=9", "output.snapshot_every_h=216", f"therapy=[{therapy}]")

        cls.untreated = arm("")
        cls.pembrolizumab = arm("{drug: pembrolizumab, dose_mg: 200, start: {day: 5}}")
        cls.chemotherapy = arm("{drug: nab_paclitaxel, dose_mg: 200, start: {day: 5}}")
        cls.radiation = arm("{procedure: radiation, dose_Gy: 8, start: {day: 5}}")

    def test_arms_are_equal_before_treatment(self):
        days_4 = [[live(row) for row in arm if float(row["time_h"]) <= 96]
                  for arm in (self.untreated, self.pembrolizumab, self.chemotherapy, self.radiation)]
        self.assertEqual(days_4.count(days_4[0]), 4)

    def test_untreated_grows(self):
        self.assertGreater(live(self.untreated[-1]), 1.2 * live(self.untreated[0]))

    def test_anti_pd1_clears(self):
        self.assertLess(live(self.pembrolizumab[-1]), 0.02 * live(self.untreated[-1]))

    def test_chemotherapy_shrinks(self):
        self.assertLess(live(self.chemotherapy[-1]), 0.9 * live(self.untreated[-1]))
        self.assertGreater(live(self.chemotherapy[-1]), live(self.pembrolizumab[-1]))

    def test_a_dose_of_radiation_leaves_its_share(self):
        """exp(-0.3 8 - 0.03 64) = 1.3 % of oxygenated cells; hypoxic ones feel a third."""
        day_5 = next(row for row in self.radiation if int(row["deaths_treatment"]) > 0)
        before = self.radiation[self.radiation.index(day_5) - 1]
        self.assertGreater(int(day_5["deaths_treatment"]), 0.95 * live(before))
        self.assertGreater(live(day_5), 0)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop())
    unittest.main()
