"""The reader gives back what write_paraview_runs wrote, and says clearly what is wrong with a damaged run."""
import json
import os
import shutil
import sys
import tempfile
import unittest

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = os.environ["TILSCAPE_RUNS"]
sys.path.insert(0, os.path.join(HERE, "..", "..", "tools", "python"))
from tilscape import Run, RunError, antigen_classes  # noqa: E402


def expected(name):
    with open(os.path.join(RUNS, name + ".expected.json"), encoding="utf-8") as file:
        return json.load(file)


class ReaderTest(unittest.TestCase):
    def test_snapshots(self):
        for name in ("three_d", "two_d", "one_cell", "no_cell"):
            table = Run(os.path.join(RUNS, name)).snapshots()
            self.assertEqual(list(table["time_h"]), [0, 6, 12])
            self.assertEqual(list(table["step"]), [0, 360, 720])
            self.assertEqual(list(table["cells"]), [e["cells"] for e in expected(name)])
            self.assertEqual(table["digest"][2], "fedcba9876543212")

    def test_cells(self):
        run = Run(os.path.join(RUNS, "three_d"))
        for at in expected("three_d"):
            cells = run.cells(at["time_h"])
            self.assertEqual(len(cells), at["cells"])
            for cell_type, count in enumerate(at["count_by_type"]):
                self.assertEqual((cells["cell_type"] == cell_type).sum(), count)
            marked = cells[cells["cell_id"] == at["marked_id"]]
            self.assertGreater(at["marked_id"], 2**32)
            self.assertEqual(marked[["x_um", "y_um", "z_um"]].to_numpy().tolist(), [at["marked_um"]])
        self.assertEqual(len(run.cells()), expected("three_d")[2]["cells"])  # default: the last
        self.assertEqual(len(run.cells(7)), expected("three_d")[1]["cells"])  # the nearest in time

    def test_states_in_words(self):
        cells = Run(os.path.join(RUNS, "three_d")).cells()
        t_cells = cells[cells["type_name"] == "cd8_t_cell"]
        self.assertTrue((t_cells["cell_type"] == 4).all() and len(t_cells) > 0)
        self.assertEqual(set(t_cells["state_name"]), {"searching", "engaged", "exhausted", "activated"})
        self.assertEqual(set(cells[cells["state"] == 5]["state_name"]), {"necrotic"})

    def test_antigens_are_64_bits(self):
        cells = Run(os.path.join(RUNS, "three_d")).cells()
        tumour = cells[(cells["cell_type"] == 1) & (cells["site"] % 64 == 63)]
        self.assertGreater(len(tumour), 0)
        self.assertEqual(antigen_classes(tumour["antigens"].iloc[0]), [63])
        self.assertEqual(antigen_classes(0b101), [0, 2])

    def test_fields(self):
        for name, shape in (("three_d", (16, 20, 24)), ("two_d", (1, 50, 60))):
            fields = Run(os.path.join(RUNS, name)).fields(6)
            self.assertEqual(set(fields), {"oxygen_mmHg", "ifn_gamma_ng_per_mL", "chemokine_relative"})
            oxygen, at = fields["oxygen_mmHg"], expected(name)[1]
            self.assertEqual((oxygen.shape, oxygen.dtype), (shape, np.float32))
            np.testing.assert_allclose([oxygen.min(), oxygen.max()], at["oxygen_range"], rtol=1e-6)
            z, y, x = np.argwhere(fields["chemokine_relative"] == 100)[0]  # the marked cell's site
            self.assertEqual([10 * x + 5, 10 * y + 5, 10 * z + 5], at["marked_um"])

    def test_tables(self):
        run = Run(os.path.join(RUNS, "three_d"))
        census, clones = run.census(), run.clones()
        self.assertEqual(list(census.columns[:3]), ["step", "time_h", "tumour_cycling"])
        self.assertEqual(list(census["kills"]), [0, 5, 10])
        self.assertEqual(list(clones["clone_id"]), [1, 2**36 + 1, 2**37 + 1])

    def test_numbers_of_the_census_have_every_bit(self):
        with tempfile.TemporaryDirectory() as folder:
            numbers = np.random.default_rng(1).random(1000) * 1e-5
            with open(os.path.join(folder, "census.csv"), "w", encoding="utf-8") as file:
                file.write("time_h,kills\n" + "".join(f"{number!r},7\n" for number in numbers.tolist()))
            census = Run(folder).census()
            self.assertEqual(census["time_h"].tolist(), numbers.tolist())
            self.assertEqual(census["kills"].dtype.kind, "i")

    def test_run_that_has_not_finished(self):
        with tempfile.TemporaryDirectory() as folder:
            run = shutil.copytree(os.path.join(RUNS, "three_d"), os.path.join(folder, "run"))
            whole_clones = Run(run).clones()
            os.remove(os.path.join(run, "clones.h5"))
            self.assertTrue(Run(run).clones().equals(whole_clones))

    def test_a_file_that_somebody_has_open_is_read(self):
        run = Run(os.path.join(RUNS, "two_d"))
        for locking in (True, False):
            with h5py.File(run.files[0], "r", locking=locking):
                self.assertEqual(len(run.snapshots()), 3)

    def test_damage_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            with self.assertRaisesRegex(RunError, "no Tilscape run"):
                Run(folder)
            run = shutil.copytree(os.path.join(RUNS, "three_d"), os.path.join(folder, "run"))
            os.truncate(os.path.join(run, "snap", "snap_00000001.vtkhdf"), 5000)
            with self.assertRaisesRegex(RunError, "snap_00000001"):
                Run(run).snapshots()
            os.remove(os.path.join(run, "snap", "snap_00000002.vtkhdf"))
            with self.assertRaisesRegex(RunError, "snap_00000002"):
                Run(run).cells()


if __name__ == "__main__":
    unittest.main()
