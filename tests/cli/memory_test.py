"""The peak of memory that `run --dry-run` states, against the one that the kernel measures: within 5 %.

    python3 tests/cli/memory_test.py build/cpu/tilscape

Runs are short, of sizes at which the program itself weighs little. A build with a sanitizer needs other memory: skipped.
"""
import os
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
UNITS = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}
CONFIG = """seed: 3
duration_days: {days}
lattice: {{size: {size}, boundary: closed}}
initial: {{tumour_radius_um: {radius}, tumour_fraction: 0.9, stroma_fraction: 0.1, vessels_per_mm2: 30,
          t_cell_fraction: 0.05}}
output: {{snapshot_every_h: {every}, census_every_h: 1}}
"""


def bytes_in(text, pattern):
    found = re.search(pattern + r" ([\d.]+) (\w+)", text)
    return float(found.group(1)) * UNITS[found.group(2)]


class Memory(unittest.TestCase):
    def assert_estimate(self, *arguments, **values):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "c.yaml"), "w", encoding="utf-8") as file:
                file.write(CONFIG.format(**values))

            def run(*more):
                done = subprocess.run([PROGRAM, "run", "c.yaml", "--out", "o", "--backend", "cpu", "--threads", "2",
                                       *arguments, *more], cwd=folder, capture_output=True, text=True, timeout=600)
                self.assertEqual(done.returncode, 0, done.stderr)
                return done.stdout

            estimate = bytes_in(run("--dry-run"), r"memory   ")
            peak = bytes_in(run(), r"peak memory")
        self.assertGreater(peak, 300e6)
        self.assertAlmostEqual(estimate / peak, 1, delta=0.05)

    def test_a_dense_tumour_in_3d(self):
        self.assert_estimate(size="[132, 132, 132]", radius=900, days=0.025, every=0.25)

    def test_a_sparse_section(self):
        self.assert_estimate(size="[2000, 2000]", radius=5000, days=0.015, every=0.25)

    def test_replicates(self):
        self.assert_estimate("--set", "replicates=3", "--set", "execution.batch=3", size="[110, 110, 110]", radius=700,
                             days=0.015, every=99)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    with open(PROGRAM, "rb") as program:
        if b"__asan_init" in program.read() or b"__tsan_init" in open(PROGRAM, "rb").read():
            print("skipped: built with a sanitizer")
            sys.exit(0)
    unittest.main()
