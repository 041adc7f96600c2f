"""Antibodies to PD-1 and CTLA-4, alone and with others: what the examples' READMEs claim.

    python3 tests/examples/checkpoint_blockade_test.py build/cpu/tilscape
"""
import unittest

from example_runs import arms, live, total, tumour


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


class HotExcludedCold(unittest.TestCase):
    """The example until day 8."""

    @classmethod
    def setUpClass(cls):
        names = ["hot_untreated", "hot", "excluded", "cold", "opened", "opened_alone"]
        cls.runs = arms("08_hot_excluded_cold", names, "duration_days=8")
        cls.untreated, cls.hot, cls.excluded, cls.cold, cls.opened, cls.opened_alone = map(tumour, cls.runs)

    def test_the_hot_tumour_holds_its_t_cells_off_until_the_antibody_comes(self):
        self.assertGreater(self.untreated[-1], 0.9 * self.untreated[0])
        self.assertGreater(int(self.runs[0][-1]["cd8_engaged"]), 100)
        self.assertEqual(self.hot[-1], 0)

    def test_the_others_do_not_respond(self):
        self.assertGreater(min(self.excluded), 0.7 * self.excluded[0])
        self.assertGreater(min(self.cold), 0.7 * self.cold[0])

    def test_the_excluded_tumour_has_t_cells_in_its_stroma(self):
        searching = [int(run[-1]["cd8_searching"]) for run in self.runs[2:4]]
        self.assertGreater(searching[0], 2 * searching[1])

    def test_without_its_stroma_the_excluded_tumour_responds(self):
        self.assertEqual(self.opened[-1], 0)

    def test_and_grows_where_nothing_frees_its_t_cells(self):
        self.assertGreater(self.opened_alone[-1], 1.5 * self.opened_alone[0])
        self.assertGreater(total(self.runs[5], "depleted_stroma"), 0.8 * int(self.runs[5][0]["stroma"]))


class Pd1AndCtla4(unittest.TestCase):
    """The example until day 24."""

    @classmethod
    def setUpClass(cls):
        names = ["untreated", "anti_pd1", "anti_ctla4", "both"]
        runs = arms("09_pd1_ctla4", names, "duration_days=24")
        cls.untreated, cls.anti_pd1, cls.anti_ctla4, cls.both = map(tumour, runs)
        cls.primed = [float(run[-1]["blood_cd8_founder_classes"]) for run in runs]

    def test_either_alone_does_not_shrink_the_tumour(self):
        self.assertGreater(self.anti_ctla4[-1], 0.9 * self.untreated[-1])
        self.assertLess(self.anti_pd1[-1], 0.8 * self.untreated[-1])
        self.assertGreater(self.anti_pd1[-1], self.anti_pd1[0])

    def test_both_clear_it(self):
        self.assertLess(self.both[-1], 0.05 * self.both[0])

    def test_anti_ctla4_primes_more_t_cells(self):
        untreated, anti_pd1, anti_ctla4, both = self.primed
        self.assertGreater(min(anti_ctla4, both), 1.3 * max(untreated, anti_pd1))


class ChemoOrder(unittest.TestCase):
    """The example until day 24."""

    @classmethod
    def setUpClass(cls):
        names = ["chemo", "chemo_first", "anti_pd1_first", "together"]
        cls.runs = arms("10_chemo_order", names, "duration_days=24")
        cls.chemo, cls.chemo_first, cls.anti_pd1_first, cls.together = map(tumour, cls.runs)

    def test_the_drug_kills_and_the_tumour_grows_back(self):
        self.assertGreater(total(self.runs[0], "deaths_treatment"), 0.3 * self.chemo[0])
        self.assertLess(min(self.chemo), self.chemo[0])
        self.assertGreater(self.chemo[-1], 2 * min(self.chemo))

    def test_both_at_once_do_what_chemotherapy_before_the_antibody_does_not(self):
        self.assertGreater(self.chemo_first[-1], self.chemo_first[0])
        self.assertLess(self.anti_pd1_first[-1], 0.6 * self.anti_pd1_first[0])
        self.assertLess(self.together[-1], 0.3 * self.together[0])


if __name__ == "__main__":
    unittest.main()
