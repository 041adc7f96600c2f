"""What a dry run says of many small members is what they leave and take.

    python3 tests/cli/estimate_test.py build/cpu/tilscape
"""
import os
import re
import shutil
import sys
import time
import unittest

import run_folders

CONFIG = """duration_days: 0.0208333333333333333
lattice: {size: [8, 8]}
initial: {tumour_radius_um: 40}
fields: {oxygen: {enabled: false}, ifn_gamma: {enabled: false}, chemokine: {enabled: false}}
readouts: {imaging: false, killing: false, pdl1: false, infiltration: false, clones: false, receptors: false}
replicates: 400
output: {snapshot_every_h: 0.5, census_every_h: 0.5, checkpoint_every_h: 0}
"""
UNITS = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}
WITHIN = 0.2
WITHIN_FACTOR = 3
TRIES = 4


def number(text):
    return float(text.replace(",", ""))


class Estimates(run_folders.RunCase):
    config = CONFIG

    def expected(self, *arguments):
        """Files, bytes, seconds."""
        said = self.call_ok("run", "c.yaml", "--dry-run", "--out", "o", *arguments).stdout
        self.assertEqual(os.listdir(self.folder.name), ["c.yaml"])
        size, unit, files = re.search(r"disk +about ([\d.]+) (\w+) in ([\d,]+) files", said).groups()
        minutes, seconds = re.search(r"time +(?:about )?(?:(\d+) min )?(\d+|less than 1) s", said).groups()
        seconds = 0.5 if seconds == "less than 1" else int(seconds)
        return number(files), float(size) * UNITS[unit], 60 * int(minutes or 0) + seconds, said

    def left(self):
        files = size = 0
        for place, _, names in os.walk(self.path("o")):
            files += len(names)
            size += sum(os.path.getsize(os.path.join(place, name)) for name in names)
        return files, size

    def check(self, *arguments):
        """Files and bytes hold at once; the time in one of a few tries, for the machine may have other work."""
        for _ in range(TRIES):
            files, size, seconds, _ = self.expected(*arguments)
            start = time.monotonic()
            self.call_ok("run", "c.yaml", "--out", "o", *arguments)
            took = time.monotonic() - start
            self.check_files(files, size)
            shutil.rmtree(self.path("o"))
            if 1 / WITHIN_FACTOR < max(seconds, 1) / max(took, 1) < WITHIN_FACTOR:
                return
        self.fail(f"said {seconds} s, took {took} s")

    def check_files(self, files, size):
        true_files, true_size = self.left()
        self.assertAlmostEqual(files, true_files, delta=WITHIN * true_files)
        self.assertAlmostEqual(size, true_size, delta=WITHIN * true_size)

    def test_many_small_members(self):
        self.check()

    def test_members_of_a_sweep_that_keep_nothing_and_write_checkpoints(self):
        self.check("--set", "replicates=100", "--set", "sweep={t_cell.hits_per_h: [1, 6]}", "--set", "output.snapshots=none",
                   "--set", "output.checkpoint_every_h=0.25")

    def test_members_that_keep_all(self):
        self.check("--set", "replicates=150", "--set", "output.snapshots=all", "--set", "output.snapshot_every_h=0.25")

    def test_one_run(self):
        files, size, _, _ = self.expected("--set", "replicates=1", "--set", "duration_days=1", "--set",
                                          "output.checkpoint_every_h=6")
        self.call_ok("run", "c.yaml", "--out", "o", "--set", "replicates=1", "--set", "duration_days=1", "--set",
                     "output.checkpoint_every_h=6")
        true_files, true_size = self.left()
        self.assertEqual(files, true_files)
        self.assertAlmostEqual(size, true_size, delta=WITHIN * true_size)

    def test_another_machine(self):
        large = ("run", "c.yaml", "--dry-run", "--set", "replicates=1", "--set", "lattice.size=[1600, 1600, 1600]")
        refused = self.call(*large, "--memory", "16GiB")
        self.assertEqual(refused.returncode, 4, refused.stdout)
        self.assertIn("expected at most 17.2 GB, the memory of --memory", refused.stderr)
        for memory in ("2TB", "2000 GB", "2tb", "1.9TiB"):
            said = self.call_ok(*large, "--memory", memory).stdout
            self.assertRegex(said, r"planned   for a machine with 2\.\d\d TB of memory")
            self.assertIn("nothing was run", said)
        for wrong in ("2", "TB", "-1TB", "0GB", "nanGB", "2 TBs", "1e30TB"):
            refused = self.call(*large, "--memory", wrong)
            self.assertEqual(refused.returncode, 2, refused.stdout)
            self.assertIn("expected a number with its unit, such as 512GB", refused.stderr)
        alone = self.call("run", "c.yaml", "--memory", "2TB", "--out", "o")
        self.assertEqual(alone.returncode, 2)
        self.assertIn("--dry-run", alone.stderr)


if __name__ == "__main__":
    run_folders.RunCase.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
