"""Treatments of one tumour: what the examples' READMEs claim.

    python3 tests/examples/therapy_test.py build/cpu/tilscape
"""
import unittest

from example_runs import arms, live, tumour


class PD1Blockade(unittest.TestCase):
    """Until day 5 the arms are one run; on day 9 their order is that of the README."""

    @classmethod
    def setUpClass(cls):
        cls.untreated, cls.pembrolizumab, cls.chemotherapy, cls.radiation = arms(
            "03_pd1_blockade", ["untreated", "pembrolizumab", "nab_paclitaxel", "radiation"], "duration_days=9")

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


class CarT(unittest.TestCase):
    """The example until day 20."""

    @classmethod
    def setUpClass(cls):
        names = ["untreated", "one_antigen", "one_antigen_uniform", "two_antigens"]
        cls.untreated, cls.one, cls.uniform, cls.two = map(tumour, arms("11_car_t", names, "duration_days=20"))

    def test_a_uniform_antigen_is_cleared(self):
        self.assertGreater(self.untreated[-1], 3 * self.untreated[0])
        self.assertEqual(self.uniform[-1], 0)

    def test_a_heterogeneous_one_relapses(self):
        self.assertLess(min(self.one), 0.1 * self.one[0])
        self.assertGreater(self.one[-1], 3 * min(self.one))

    def test_cells_that_lose_one_of_two_targets_are_cleared(self):
        self.assertEqual(self.two[-1], 0)


if __name__ == "__main__":
    unittest.main()
