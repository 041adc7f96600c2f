"""Output that takes turns with the simulation, and output beside it: the same values in every snapshot and checkpoint.

    python3 tests/cli/turns_test.py build/cpu/tilscape

With two threads on two cores, files are made of what the simulation holds, which waits. With one, they are made of a copy.
"""
import os
import subprocess
import sys
import tempfile
import unittest

try:
    import h5py
except ImportError:
    h5py = None

PROGRAM = ""
# Large enough that the simulation, were it not to wait, is in a later step before the last array is read. Where a snapshot and
# a checkpoint fall together it waits for the first anyway, so most do not.
CONFIG = """seed: 5
lattice: {size: [60, 60, 60]}
duration_days: 0.05
initial: {tumour_cells: 90000, t_cell_fraction: 0.05, vessels_per_mm2: 30}
output: {census_every_h: 0.6, snapshot_every_h: 0.1, checkpoint_every_h: 0.35}
"""


def two_cores():
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])


def files_of(folder):
    return [os.path.join(kind, name) for kind in ("checkpoint", "snap") for name in sorted(os.listdir(os.path.join(folder, kind)))]


def datasets(path):
    found = {}
    with h5py.File(path, "r") as file:
        file.visititems(lambda name, item: found.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None)
    return found


@unittest.skipIf(h5py is None, "no h5py to read the files with")
@unittest.skipIf(len(os.sched_getaffinity(0)) < 2, "one core: output always takes turns")
class Turns(unittest.TestCase):
    def run_in(self, folder, threads):
        subprocess.run([PROGRAM, "run", "c.yaml", "--out", f"threads{threads}", "--threads", str(threads), "--backend", "cpu"],
                       cwd=folder, check=True, capture_output=True, timeout=300, preexec_fn=two_cores)
        return os.path.join(folder, f"threads{threads}")

    def test_every_dataset_is_the_same(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "c.yaml"), "w", encoding="utf-8") as file:
                file.write(CONFIG)
            in_turns, beside = (self.run_in(folder, threads) for threads in (2, 1))
            names = files_of(in_turns)
            self.assertEqual(names, files_of(beside))
            self.assertEqual(len(names), 15)
            compared, different = 0, []
            for name in names:
                expected, found = datasets(os.path.join(beside, name)), datasets(os.path.join(in_turns, name))
                self.assertEqual(set(expected), set(found))
                different += [f"{name}: {array}" for array in expected if (expected[array] != found[array]).any()]
                compared += len(expected)
            self.assertEqual(different, [])
            self.assertGreater(compared, 300)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
