"""Names, labels, colours and sizes of cells come from the snapshot; of older snapshots from one table."""
import glob
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
RUNS = os.environ["TILSCAPE_RUNS"]
PROGRAM = os.environ.get("TILSCAPE_PROGRAM")
CONFIG = os.path.join(HERE, "..", "..", "examples", "01_quickstart", "config.yaml")
sys.path.insert(0, os.path.join(HERE, "..", "..", "tools", "python"))
from tilscape import Run  # noqa: E402
from tilscape.kinds import OLDER, CellType, Kinds, State  # noqa: E402

GROUPS = ("meta/cell_types", "meta/states")
# A type that no version has, after those of OLDER.
MAST_CELL = CellType(9, "mast_cell", "mast cell", "immune")
RESTING = State(9, 13, "resting", "mast cell, resting", "mast_cell_resting", "#0000FF", "#8080FF", 0.4)
DEGRANULATED = State(9, 14, "degranulated", "mast cell, degranulated", "mast_cell_degranulated", "#00FF00", "#80FF80", 0.4)
WITH_MAST_CELLS = Kinds(OLDER.cell_types + [MAST_CELL], OLDER.states + [RESTING, DEGRANULATED])


def copy_with(kinds, folder):
    """The run two_d with these names in its snapshots, or none, and every immune cell in the last of their states."""
    run = shutil.copytree(os.path.join(RUNS, "two_d"), os.path.join(folder, "run"))
    for path in glob.glob(os.path.join(run, "snap", "*")):
        with h5py.File(path, "r+") as file:
            for name, rows in zip(GROUPS, kinds or ()):
                write_table(file.require_group(name), rows)
            if not kinds:
                for name in set(GROUPS) & {"meta/" + child for child in file["meta"]}:
                    del file[name]
                continue
            points = file["VTKHDF/cells/PointData"]
            is_immune = points["cell_type"][:] > 3
            for name, code in (("cell_type", kinds.states[-1].cell_type), ("state", kinds.states[-1].code)):
                points[name][:] = np.where(is_immune, code, points[name][:])
    return Run(run)


def write_table(group, rows):
    for name, values in zip(rows[0]._fields, zip(*rows)):
        kind = h5py.string_dtype() if isinstance(values[0], str) else np.uint8 if isinstance(values[0], int) else np.float64
        group.attrs.create(name, values, dtype=kind)


class KindsTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = scratch.name

    def test_what_a_snapshot_says_is_read(self):
        run = copy_with(WITH_MAST_CELLS, self.folder)
        self.assertEqual(run.kinds(), WITH_MAST_CELLS)
        cells = run.cells()
        mast_cells = cells[cells["type_name"] == "mast_cell"]
        self.assertGreater(len(mast_cells), 0)
        self.assertEqual(set(mast_cells["state_name"]), {"degranulated"})
        self.assertNotIn("cd8_t_cell", set(cells["type_name"]))

    def test_older_snapshots_are_read_by_the_table(self):
        run = copy_with(None, self.folder)
        self.assertEqual(run.kinds(), OLDER)
        self.assertIn("cd8_t_cell", set(run.cells()["type_name"]))

    @unittest.skipUnless(PROGRAM, "there is no program tilscape")
    def test_the_table_says_what_the_program_writes(self):
        run = os.path.join(self.folder, "real")
        subprocess.run([PROGRAM, "run", CONFIG, "--set", "duration_days=0.01", "--out", run], check=True, capture_output=True)
        with h5py.File(Run(run).files[0], "r") as file:
            self.assertLessEqual(set(GROUPS), {"meta/" + name for name in file["meta"]})
        said = Run(run).kinds()
        for older, now, key in ((OLDER.cell_types, said.cell_types, lambda t: t.code),
                                (OLDER.states, said.states, lambda s: (s.cell_type, s.code))):
            by_key = {key(row): row for row in now}
            self.assertEqual(older, [by_key.get(key(row)) for row in older])

    def test_a_type_of_its_own_is_drawn_and_listed_by_name(self):
        from matplotlib.colors import to_rgb
        from matplotlib.image import imread
        from tilscape.panels import panels_of
        from tilscape.plot import plot

        run = copy_with(WITH_MAST_CELLS, self.folder)
        figure = plot(run)
        texts = {text.get_text() for axes in figure.axes for legend in [axes.get_legend()] if legend for text in legend.get_texts()}
        self.assertIn("mast cell, degranulated", texts)
        self.assertNotIn("mast cell, resting", texts)  # it is not in the picture
        picture = os.path.join(self.folder, "run.png")
        figure.savefig(picture, dpi=60)
        distance = np.abs(imread(picture)[:, :, :3] - to_rgb("#00FF00")).sum(axis=2)
        self.assertGreater((distance < 0.05).sum(), 100)

        census = run.census().assign(mast_cell_resting=[0, 1, 2])
        others = next(panel for panel in panels_of(census, run.kinds()) if panel.title == "Other immune cells")
        self.assertEqual([(curve.label, curve.colour) for curve in others.curves], [("mast cell, resting", "#0000FF")])


def with_memory_as(colour_on_dark):
    return OLDER._replace(states=[state._replace(colour_on_dark=colour_on_dark) if state.name == "memory" else state
                                  for state in OLDER.states])


class LegendTest(unittest.TestCase):
    def labels(self, *present):
        return [entry.label for entry in OLDER.entries(set(present) or None)]

    def test_states_that_look_alike_are_one_line(self):
        self.assertEqual(self.labels()[:3], ["tumour, cycling", "tumour, quiescent or hypoxic", "tumour, apoptotic or necrotic"])
        dark = [entry.label for entry in with_memory_as("#56B4E9").entries(on_dark=True)]
        self.assertIn("CD8+ T cell, searching, engaged or memory", dark)

    def test_a_type_that_looks_one_way_is_named_alone(self):
        self.assertEqual(self.labels((7, 9)), ["NK cell"])
        self.assertEqual(self.labels((8, 11)), ["macrophage, M1"])

    def test_only_what_is_there_is_listed(self):
        self.assertEqual(self.labels((1, 3), (4, 2)), ["tumour, hypoxic", "CD8+ T cell, engaged"])

    def test_curves_of_one_colour_differ(self):
        from tilscape.panels import panel_of_type

        looks = [(curve.colour, curve.dashes) for curve in panel_of_type(OLDER, "cd8_t_cell").curves]
        self.assertEqual(len(set(looks)), len(looks))


if __name__ == "__main__":
    unittest.main()
