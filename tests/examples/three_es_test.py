"""Elimination, equilibrium and escape without treatment: what the examples' READMEs claim.

    python3 tests/examples/three_es_test.py build/cpu/tilscape
"""
import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest

from example_runs import EXAMPLES, PROGRAM, arms, commands, live, run, total, tumour

READS_SNAPSHOTS = all(importlib.util.find_spec(module) for module in ("h5py", "pandas"))


class Elimination(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.one_in_10, cls.one_in_50, cls.none = arms("04_elimination", ["one_in_10", "one_in_50", "none"], "duration_days=11")

    def test_t_cells_that_know_the_antigen_clear_the_tumour(self):
        self.assertEqual(tumour(self.one_in_10)[-1], 0)
        self.assertEqual(tumour(self.one_in_50)[-1], 0)

    def test_more_of_them_are_quicker(self):
        self.assertLess(tumour(self.one_in_10).index(0), tumour(self.one_in_50).index(0))

    def test_others_do_nothing(self):
        self.assertEqual(total(self.none, "kills"), 0)
        self.assertGreater(total(self.none, "entries_cd8"), 300)
        self.assertGreater(tumour(self.none)[-1], 2 * tumour(self.none)[0])


class Equilibrium(unittest.TestCase):
    """Half the example's tissue, 60 days."""

    @classmethod
    def setUpClass(cls):
        few, many, ignored = arms("05_equilibrium", ["few", "many", "ignored"], "duration_days=60", "lattice.size=[56, 56]")
        cls.few, cls.many, cls.ignored = tumour(few), tumour(many), tumour(ignored)
        cls.last_days = [row for row in few if float(row["time_h"]) > 40 * 24]

    def test_the_tumour_is_held_and_not_cleared(self):
        self.assertLess(self.few[-1], 0.6 * self.ignored[-1])
        self.assertGreater(min(self.few), 0.5 * self.few[0])

    def test_both_starts_lead_to_it(self):
        self.assertGreater(self.many[0], 4 * self.few[0])
        self.assertLess(self.many[-1], 0.7 * self.many[0])
        self.assertGreater(self.many[-1], 0.3 * self.few[0])
        self.assertLess(max(self.many[-1], self.few[-1]), 3 * min(self.many[-1], self.few[-1]))

    def test_the_balance_is_one_of_births_and_kills(self):
        births, kills = total(self.last_days, "births_tumour"), total(self.last_days, "kills")
        self.assertGreater(kills, 0.3 * births)
        self.assertGreater(births, 500)


class AntigenLoss(unittest.TestCase):
    """The example until day 15."""

    @classmethod
    def setUpClass(cls):
        cls.loss, cls.no_loss = arms("06_antigen_loss", ["loss", "no_loss"], "duration_days=15")

    def test_the_attack_clears_what_keeps_the_antigen(self):
        self.assertEqual(tumour(self.no_loss)[-1], 0)

    def test_what_has_lost_it_grows_back(self):
        cells = tumour(self.loss)
        self.assertLess(min(cells), 0.2 * cells[0])
        self.assertGreater(cells[-1], 2 * min(cells))

    def test_t_cells_no_longer_see_it(self):
        regrowth = self.loss[tumour(self.loss).index(min(tumour(self.loss))):]
        self.assertLess(total(regrowth, "kills"), 0.01 * total(self.loss, "kills"))


class MhcLoss(unittest.TestCase):
    """The example until day 15."""

    @classmethod
    def setUpClass(cls):
        cls.t_cells, cls.both = arms("07_mhc_loss_nk", ["t_cells", "both"], "duration_days=15")

    def test_the_tumour_escapes_t_cells_by_losing_b2m(self):
        cells, last = tumour(self.t_cells), self.t_cells[-1]
        self.assertGreater(cells[-1], 2 * min(cells))
        self.assertGreater(int(last["b2m_lost"]), 0.95 * cells[-1])

    def test_nk_cells_find_what_t_cells_no_longer_see(self):
        self.assertEqual(tumour(self.both)[-1], 0)
        self.assertGreater(total(self.both, "kills_nk"), 0)
        self.assertLess(total(self.both, "kills_nk"), 0.1 * total(self.both, "kills"))


@unittest.skipUnless(READS_SNAPSHOTS, "needs h5py and pandas")
class Scripts(unittest.TestCase):
    """What the folders bring along to read snapshots, on a day and a half of two examples."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.scratch = scratch.name

    def run_first_arm(self, example, *overrides):
        folder = os.path.join(EXAMPLES, example)
        words = next(iter(commands(example).values()))
        out = os.path.join(self.scratch, example)
        return out, run(words, folder, out, ("replicates=1", "duration_days=1.5", "output.snapshot_every_h=12") + overrides)

    def script(self, *words):
        return subprocess.run([sys.executable, "-B", os.path.join(EXAMPLES, *words[0].split("/"))] + list(words[1:]),
                              capture_output=True, text=True, check=True).stdout

    def test_antigen_share_counts_what_the_census_counts(self):
        out, census = self.run_first_arm("06_antigen_loss", "mutation.passengers_per_daughter=20")
        rows = [line.split() for line in self.script("06_antigen_loss/antigen_share.py", out).splitlines()[1:]]
        self.assertEqual([row[:2] for row in rows],
                         [[f"{days:g}", str(live(census[int(4 * days)]))] for days in (0, 0.5, 1, 1.5)])
        self.assertEqual(rows[0][2], "0")
        self.assertGreater(int(rows[-1][2]), 50)  # one daughter in five loses it

    def test_without_t_cells_writes_a_tissue_of_the_same_tumour(self):
        out, census = self.run_first_arm("05_equilibrium")
        table = os.path.join(self.scratch, "tissue.csv")
        self.script("05_equilibrium/without_t_cells.py", out, table)
        config = os.path.join(EXAMPLES, "05_equilibrium", "config.yaml")
        again = run(["tilscape", "run", config, "--out", ""], self.scratch, os.path.join(self.scratch, "depleted"),
                    (f"initial.tissue={table}", "blood.cd8_cells={}", "duration_days=0.1"))
        self.assertEqual(live(again[0]), live(census[-1]))
        self.assertEqual(again[0]["cd8_searching"], "0")


if __name__ == "__main__":
    unittest.main()
