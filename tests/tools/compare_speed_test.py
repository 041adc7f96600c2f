"""tools/dev/compare-speed with programs whose speed is known: equal, slower, faster, noisy, and on a machine that slows down.

    python3 tests/tools/compare_speed_test.py
"""
import os
import random
import re
import stat
import subprocess
import sys
import tempfile
import unittest

SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "dev", "compare-speed")
# `tilscape bench` that claims a time instead of taking it: that of this call, of those that are made up for the program. Both
# programs note their calls in one file.
PROGRAM = """#!/bin/sh
cd "$(dirname "$0")"
echo "${0##*/} $*" >>calls
seconds=$(sed -n "$(wc -l <calls)p" "${0##*/}.times")
while [ "$1" != --json ]; do shift; done
echo "{\\"seconds\\": $seconds}" >"$2"
"""
MOST_CALLS = 100


class CompareSpeed(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def program(self, name, seconds, noise=0.002, drift=0.0):
        """With noise of its own, on a machine that slows down by `drift` with every call of either program."""
        draw = random.Random(seconds)
        path = os.path.join(self.folder, name)
        with open(path + ".times", "w", encoding="ascii") as file:
            for call in range(MOST_CALLS):
                file.write(f"{seconds * (1 + drift * call) * (1 + noise * draw.gauss(0, 1))}\n")
        with open(path, "w", encoding="ascii") as file:
            file.write(PROGRAM)
        os.chmod(path, stat.S_IRWXU)
        return path

    def compare(self, before, after, *options):
        return subprocess.run([sys.executable, "-B", SCRIPT, before, after, "attack", *options], capture_output=True, text=True)

    def judge(self, before, after, **how):
        """Exit status, and the ratio with its interval."""
        done = self.compare(self.program("before", before, **how), self.program("after", after, **how))
        self.assertEqual(done.stderr, "")
        numbers = re.search(r"ratio (\S+), 95 % (\S+) to (\S+), of 20 pairs; others had -?\d+\.\d\d cores", done.stdout)
        self.assertTrue(numbers, done.stdout)
        return done.returncode, *map(float, numbers.groups())

    def test_equal_programs_are_found_equal(self):
        status, ratio, low, high = self.judge(1.0, 1.0001)
        self.assertEqual(status, 0)
        self.assertTrue(low <= 1 <= high and low <= ratio <= high, (low, ratio, high))
        self.assertLess(high - low, 0.01)

    def test_a_slower_program_fails(self):
        status, ratio, low, high = self.judge(2.0, 2.1)
        self.assertEqual(status, 1)
        self.assertTrue(low < 1.05 < high, (low, high))
        self.assertAlmostEqual(ratio, 1.05, delta=0.005)

    def test_a_faster_program_passes(self):
        status, _, _, high = self.judge(2.0, 1.9)
        self.assertEqual(status, 0)
        self.assertLess(high, 0.96)

    def test_one_slower_within_the_tolerance_passes(self):
        self.assertEqual(self.judge(1.0, 1.008)[0], 0)

    def test_noise_is_inconclusive(self):
        status, _, low, high = self.judge(1.0, 1.01, noise=0.1)
        self.assertEqual(status, 3)
        self.assertGreater(high - low, 0.04)

    def test_a_machine_that_slows_down_takes_no_side(self):
        """By a half in each pair: were the second program always the later one, it would seem half as fast."""
        status, ratio, low, high = self.judge(1.0, 1.0001, noise=0.0, drift=0.02)
        self.assertTrue(low < 1 < high, (low, ratio, high))
        self.assertNotEqual(status, 1)
        with open(os.path.join(self.folder, "calls"), encoding="utf-8") as file:
            order = [line.split()[0] for line in file]
        self.assertEqual(order, ["before", "after", "after", "before"] * 10)

    def test_the_same_times_give_the_same_words(self):
        first = self.judge(1.0, 1.03)
        os.remove(os.path.join(self.folder, "calls"))
        self.assertEqual(self.judge(1.0, 1.03), first)

    def test_options_reach_the_programs(self):
        program = self.program("before", 1)
        done = self.compare(program, program, "--pairs", "21", "--cells", "5000", "--threads", "2")
        self.assertIn("of 21 pairs", done.stdout)
        with open(os.path.join(self.folder, "calls"), encoding="utf-8") as file:
            calls = file.readlines()
        self.assertEqual(len(calls), 42)
        self.assertIn("bench --case attack --backend cpu --repeats 1 --json ", calls[0])
        self.assertTrue(calls[0].endswith(" --cells 5000 --threads 2\n"), calls[0])

    def test_what_cannot_be_compared_is_refused(self):
        program = self.program("before", 1)
        few = self.compare(program, program, "--pairs", "19")
        self.assertEqual(few.returncode, 2)
        self.assertIn("found 19; expected at least 20", few.stderr)
        missing = self.compare(program, os.path.join(self.folder, "nowhere"))
        self.assertEqual(missing.returncode, 2)
        self.assertIn("nowhere", missing.stderr)
        with open(program, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\necho no such case >&2\nexit 2\n")
        failing = self.compare(program, program)
        self.assertEqual(failing.returncode, 2)
        self.assertIn("no such case", failing.stderr)


if __name__ == "__main__":
    unittest.main()
