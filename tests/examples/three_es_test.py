"""Elimination, equilibrium and escape without treatment: what the examples' READMEs claim.

    python3 tests/examples/three_es_test.py build/cpu/tilscape
"""
import unittest

from example_runs import arms, total, tumour


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


class AntigenLoss(unittest.TestCase):
    """A smaller tumour than the example's, and a shorter run."""

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


if __name__ == "__main__":
    unittest.main()
