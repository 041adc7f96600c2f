"""What cannot be meant is said by validate, run --dry-run and run alike, with its key and line, and stays in log.txt; the
examples deserve no such word.

    python3 tests/cli/warnings_test.py build/cpu/tilscape
"""
import glob
import os
import re
import sys
import unittest

import run_folders

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples")


class Warnings(run_folders.RunCase):
    config = """duration_days: 0.0104167
lattice: {size: [12, 12]}
initial:
  tumour_radius_um: 40
  vessels_per_mm2: 0
output: {snapshot_every_h: 1000000}
"""

    def warnings(self, *arguments):
        return [line for line in self.call_ok(*arguments).stderr.splitlines() if ": warning: " in line]

    def test_every_way_to_ask_says_the_same(self):
        told = self.warnings("validate", "c.yaml")
        self.assertEqual([line.split(": ")[2] for line in told], ["fields.oxygen.enabled", "initial.vessels_per_mm2"])
        for line in told:
            self.assertRegex(line, r"^c\.yaml:5: warning: .*; expected ")
        self.assertEqual(self.warnings("run", "c.yaml", "--dry-run"), told)
        self.assertEqual(self.warnings("run", "c.yaml", "--out", "run"), told)
        log = self.read("run", "log.txt")
        for line in told:
            self.assertIn(line, log)
        self.assertEqual(self.warnings("validate", os.path.join("run", "run.yaml"))[0].split(": ")[1:], told[0].split(": ")[1:])

    def test_an_override_is_its_place(self):
        told = self.warnings("validate", "c.yaml", "--set", "initial.vessels_per_mm2=100", "--set", "initial.tumour_radius_um=0")
        self.assertRegex(told[0], "^--set: warning: initial.tumour_radius_um: there is no tumour cell")

    def test_an_old_name_is_taken_for_todays(self):
        told = self.warnings("validate", "c.yaml", "--set", "fields.ifn_gamma.secretion_ng_per_ml_per_min={nk: 0.5}")
        self.assertEqual(told[0], "--set: warning: fields.ifn_gamma.secretion_ng_per_ml_per_min: 'nk' is the old name of "
                                  "nk_searching and taken for it; expected nk_searching")

    def test_a_sweep_names_its_members_and_keeps_to_a_line_per_key(self):
        sweep = "sweep={initial.vessels_per_mm2: [0, 100, 0.0, 200], blood.entry_per_min_per_cm3: [0, 0.0001]}"
        told = self.warnings("run", "c.yaml", "--out", "run", "--set", sweep)
        self.assertEqual(len(told), 2, told)
        self.assertTrue(told[0].endswith("(member_0000, and 3 more parameter sets)"), told)
        self.assertTrue(told[1].endswith("(member_0001, and 1 more parameter sets)"), told)
        self.assertEqual(self.read("run", "member_0001", "log.txt").count("warning"), 2)
        self.assertEqual(self.read("run", "member_0002", "log.txt").count("warning"), 0)
        self.assertEqual(self.read("run", "log.txt").count("warning"), 2)
        everywhere = self.warnings("validate", "c.yaml", "--set", "sweep={tumour.division_per_day: [1, 2]}")
        self.assertTrue(all(line.endswith("(every parameter set)") for line in everywhere), everywhere)

    def test_cells_of_a_table_are_held_against_the_step(self):
        with open(self.path("t.csv"), "w", encoding="utf-8") as file:
            file.write("x_um,y_um,type\n5,5,tumour\n175,175,vessel\n175,5,nk\n")
        with open(self.path("t.yaml"), "w", encoding="utf-8") as file:
            file.write("""lattice: {size: [12, 12]}
initial: {tissue: t.csv}
blood: {entry_per_min_per_cm3: 0}
nk: {speed_um_per_min: 10}
time: {base_step_min: 5}
""")
        done = self.call("validate", "t.yaml")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr, r"^t\.yaml:4: nk\.speed_um_per_min: such a cell would move 50 um in a step")
        with open(self.path("t.csv"), "w", encoding="utf-8") as file:
            file.write("x_um,y_um,type\n5,5,tumour\n175,175,vessel\n")
        told = self.warnings("validate", "t.yaml")
        self.assertEqual([line.split(": ")[2] for line in told], ["nk.speed_um_per_min"])

    def test_the_examples_deserve_none(self):
        for config in sorted(glob.glob(os.path.join(EXAMPLES, "*", "config.yaml"))):
            with open(config, encoding="utf-8") as file:
                tissue = re.search(r"tissue: (\S+)", file.read())
            if tissue and not os.path.exists(os.path.join(os.path.dirname(config), tissue.group(1))):
                continue  # made by a script of the example
            self.assertEqual(self.call_ok("validate", config).stderr, "", config)


if __name__ == "__main__":
    run_folders.RunCase.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
