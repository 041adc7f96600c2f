"""Treatments of one tumour: what the examples' READMEs claim.

    python3 tests/examples/therapy_test.py build/cpu/tilscape
"""
import unittest

from example_runs import arms, live


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


if __name__ == "__main__":
    unittest.main()
