"""Cells, vaccines and chronic treatment: what the examples' READMEs claim.

    python3 tests/examples/therapy_test.py build/cpu/tilscape
"""
import os
import subprocess
import sys
import unittest

from example_runs import EXAMPLES, PROGRAM, arms, total, tumour


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


class Vaccine(unittest.TestCase):
    """The example until day 12."""

    @classmethod
    def setUpClass(cls):
        names = ["untreated", "anti_pd1", "vaccine", "both"]
        cls.runs = arms("12_vaccine", names, "duration_days=12")
        cls.untreated, cls.anti_pd1, cls.vaccine, cls.both = map(tumour, cls.runs)

    def test_a_cold_tumour_does_not_notice_anti_pd1(self):
        self.assertEqual(self.anti_pd1, self.untreated)
        self.assertEqual(total(self.runs[1], "kills"), 0)

    def test_the_vaccine_primes_t_cells_that_the_tumour_brakes(self):
        self.assertGreater(float(self.runs[2][-1]["blood_cd8_founder_classes"]), 1e5)
        self.assertGreater(total(self.runs[2], "kills"), 100)
        self.assertGreater(self.vaccine[-1], self.vaccine[0])

    def test_both_clear_it(self):
        self.assertEqual(self.both[-1], 0)


class ChronicControl(unittest.TestCase):
    """The example until day 40."""

    def test_the_dose_holds_and_its_half_and_double_do_not(self):
        names = ["half", "held", "double"]
        half, held, double = map(tumour, arms("13_chronic_control", names, "duration_days=40"))
        self.assertGreater(half[-1], 1.3 * half[0])
        self.assertGreater(min(held), 0.7 * held[0])
        self.assertLess(max(held), 1.2 * held[0])
        self.assertLess(double[-1], 0.6 * double[0])

    def test_the_search_closes_in_on_it(self):
        """From 30 to 200 mg: the first middle, 77.5 mg, is too much and the second, 48.2 mg, too little."""
        search = os.path.join(EXAMPLES, "13_chronic_control", "search_dose.py")
        found = subprocess.run([sys.executable, search, PROGRAM, "--low", "30", "--high", "200", "--runs", "2",
                                "--set", "duration_days=40"], capture_output=True, text=True, check=True)
        self.assertAlmostEqual(float(found.stdout.splitlines()[-1].split()[0]), (48.2 * 77.5) ** 0.5, delta=0.1)


if __name__ == "__main__":
    unittest.main()
