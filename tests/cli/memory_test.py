"""Memory as a user meets it: what `run --dry-run` states is what the kernel measures, within 5 %, and a run that outgrows what
it may have stops with a checkpoint.

    python3 tests/cli/memory_test.py build/cpu/tilscape

Runs are short, of sizes at which the program itself weighs little. A build with a sanitizer needs other memory: skipped.
"""
import os
import re
import resource
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
        self.assert_estimate(size="[150, 150, 150]", radius=1030, days=0.025, every=0.25)

    def test_a_sparse_section(self):
        self.assert_estimate(size="[2000, 2000]", radius=5000, days=0.015, every=0.25)

    def test_replicates(self):
        self.assert_estimate("--set", "replicates=3", "--set", "execution.batch=3", size="[110, 110, 110]", radius=700,
                             days=0.015, every=99)


class OutOfMemory(unittest.TestCase):
    """5,000 tumour cells become 500,000 while the address space is limited, as some batch systems do it."""
    CONFIG = """seed: 3
duration_days: 0.5
lattice: {size: [900, 900]}
fields: {oxygen: {enabled: false}, ifn_gamma: {enabled: false}, chemokine: {enabled: false}}
initial: {tumour_cells: 5000, tumour_arrangement: scattered}
tumour: {division_per_day: 12, death_per_day: 0}
output: {census_every_h: 3, snapshot_every_h: 6, checkpoint_every_h: 24}
"""

    def test_a_run_that_outgrows_its_memory_goes_on_where_there_is_more(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "c.yaml"), "w", encoding="utf-8") as file:
                file.write(self.CONFIG)

            def call(*arguments, megabytes=None):
                def limit():
                    if megabytes:
                        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
                return subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, timeout=300,
                                      preexec_fn=limit, check=False)

            def run(out, **limits):
                return call("run", "c.yaml", "--threads", "1", "--out", out, **limits)

            self.assertEqual(run("whole").returncode, 0)
            digest = call("digest", "whole").stdout
            stopped = []
            for megabytes in range(50, 2000, 10):
                out = f"run{megabytes}"
                done = run(out, megabytes=megabytes)
                if done.returncode == 0:
                    self.assertEqual(call("digest", out).stdout, digest)
                    break
                if done.returncode == 127:
                    continue  # not enough to load the program
                with self.subTest(megabytes=megabytes):
                    self.assertEqual(done.returncode, 4, done.stderr)
                    if not os.path.exists(os.path.join(folder, out)):
                        self.assertRegex(done.stderr, "need .*expected at most|cannot allocate|no thread can be started")
                        continue
                    # Addresses of libraries and threads, which are no memory, differ between systems: what is short of them
                    # may fail in output, or before the first checkpoint.
                    if "not enough for output" in done.stderr:
                        pass
                    elif "goes on from the start" in done.stderr:
                        self.assertRegex(done.stderr, r"cannot allocate \d+ bytes; \d+ bytes are available")
                    else:
                        stopped.append(out)
                        self.assertRegex(done.stderr, r"cannot allocate \d+ bytes; \d+ bytes are available, \d+ of them needed")
                        self.assertRegex(done.stderr, f"`tilscape resume {out}` goes on from day 0[.][0-9]+[.]\n")
                    resumed = call("resume", out)
                    self.assertEqual(resumed.returncode, 0, resumed.stderr)
                    self.assertEqual(call("digest", out).stdout, digest)
            self.assertGreaterEqual(len(stopped), 2)

    def test_a_run_that_cannot_begin_says_so_before_it_leaves_anything(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "c.yaml"), "w", encoding="utf-8") as file:
                file.write(self.CONFIG)
            limit = 600 << 20
            done = subprocess.run([PROGRAM, "run", "c.yaml", "--out", "o", "--threads", "1", "--set",
                                   "lattice.size=[4000, 4000]"], cwd=folder, capture_output=True, text=True, timeout=60,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)), check=False)
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertRegex(done.stderr, r"lattice.size: .* sites need .* [MG]B; expected at most 629 MB, what this process may have")
            self.assertEqual(os.listdir(folder), ["c.yaml"])


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    with open(PROGRAM, "rb") as program:
        if b"__asan_init" in program.read() or b"__tsan_init" in open(PROGRAM, "rb").read():
            print("skipped: built with a sanitizer")
            sys.exit(0)
    unittest.main()
