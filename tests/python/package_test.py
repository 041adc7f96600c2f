"""The package's commands, run as its README says: by the folder, and by -m."""
import os
import re
import subprocess
import sys
import tempfile
import unittest

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "..", ".."))
PACKAGE = os.path.join(ROOT, "tools", "python")
RUNS = os.environ["TILSCAPE_RUNS"]
ALL_RUNS = ("three_d", "two_d", "one_cell", "no_cell")
sys.path.insert(0, PACKAGE)
import tilscape  # noqa: E402


def run_of(name):
    return os.path.join(RUNS, name)


def run(*words, start=(PACKAGE,), **environment):
    return subprocess.run([sys.executable, "-B", *start, *words], capture_output=True, text=True, check=False,
                          env={**os.environ, **environment})


class CommandTest(unittest.TestCase):
    def assert_fails(self, done, code, *said):
        """One line on stderr that begins with what was typed."""
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        self.assertRegex(done.stderr, r"\Apython3 [^\n]*\n\Z")
        for words in said:
            self.assertIn(words, done.stderr)

    def test_summary(self):
        for name in ALL_RUNS:
            done = run("summary", run_of(name))
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("3 snapshots, 0 to 12 h", done.stdout)

    def test_by_name_it_does_the_same(self):
        by_folder, by_name = (run("summary", run_of("two_d"), start=start, PYTHONPATH=PACKAGE)
                              for start in ((PACKAGE,), ("-m", "tilscape")))
        self.assertEqual(by_name.returncode, 0, by_name.stderr)
        self.assertEqual(by_name.stdout, by_folder.stdout)

    def test_what_is_wrong_is_one_line(self):
        self.assert_fails(run("summary", "/no/such/run"), 3, f"python3 {PACKAGE} summary: /no/such/run")
        self.assert_fails(run("plot", "/no/such/run"), 3, "plot: /no/such/run")
        self.assert_fails(run("compare", run_of("two_d"), "/no/such/run"), 3, "compare: /no/such/run")
        self.assert_fails(run("compare", run_of("two_d"), "--column", "cats"), 3, "census.csv: has no column cats")
        self.assert_fails(run("plot", run_of("two_d"), "-o", "/no/such/folder/run.png"), 3, "plot: /no/such/folder/run.png: No such")
        self.assert_fails(run("plot", run_of("two_d"), "-o", "run.cats"), 3, "plot: run.cats: ", "svg")
        self.assert_fails(run("plot", run_of("two_d"), "--dpi", "0"), 2, "--dpi: 0: expected a whole number above 0")
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "census.csv"), "w", encoding="utf-8") as file:
                file.write("time_h,kills\n0,0\n")
            for command in ("plot", "summary"):
                self.assert_fails(run(command, folder), 3, f"{command}: {folder}: has no snapshot")
        self.assert_fails(run("plot"), 2, "plot: ", "RUN")
        self.assert_fails(run(), 2, "COMMAND")
        self.assert_fails(run("cats"), 2, "cats")

    def test_a_missing_package_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            for package in ("h5py", "matplotlib"):
                broken = os.path.join(folder, package)
                os.mkdir(broken)
                with open(os.path.join(broken, package + ".py"), "w", encoding="utf-8") as file:
                    file.write(f"raise ModuleNotFoundError(name={package!r})\n")
                done = run("plot", run_of("two_d"), PYTHONPATH=broken)
                self.assert_fails(done, 1, f"python3 {PACKAGE} plot: needs the Python package {package}\n")

    def test_a_summary_needs_no_matplotlib(self):
        modules = run("-c", "import sys, tilscape, tilscape.__main__; print('matplotlib' in sys.modules)", start=(), PYTHONPATH=PACKAGE)
        self.assertEqual(modules.stdout, "False\n", modules.stderr)

    def test_who_closes_the_pipe_has_read_enough(self):
        done = subprocess.run(f"'{sys.executable}' -B '{PACKAGE}' summary '{run_of('two_d')}' | true; echo ${{PIPESTATUS[0]}}",
                              shell=True, executable="/bin/bash", capture_output=True, text=True, check=False)
        self.assertEqual((done.stdout, done.stderr), ("0\n", ""))

    def test_help_reads_well(self):
        done = run("--help")
        self.assertEqual(done.returncode, 0, done.stderr)
        for command in ("summary", "plot", "compare"):
            self.assertIn(f"    {command} ", done.stdout)
            self.assertIn(f"usage: python3 {PACKAGE} {command} ", run(command, "--help").stdout.replace("\n", " "))

    def test_version_is_that_of_the_program(self):
        with open(os.path.join(ROOT, "CMakeLists.txt"), encoding="utf-8") as file:
            self.assertEqual(tilscape.__version__, re.search(r"project\(tilscape VERSION (\S+)", file.read())[1])


class FigureTest(unittest.TestCase):
    def test_curves_of_events_are_rates_whatever_the_interval(self):
        import pandas
        from tilscape import panels

        census = pandas.DataFrame({"time_h": [0, 6, 18], "kills": [0, 12, 3]})
        kills = panels.Curve("killed", "black", "kills")
        rates = panels.values_of(census, kills, panels.PER_HOUR).tolist()
        self.assertTrue(np.isnan(rates[0]))
        self.assertEqual(rates[1:], [2, 0.25])
        self.assertEqual(panels.values_of(census, kills, "cells").tolist(), [0, 12, 3])

    def test_panels_hold_what_the_census_has_and_is_not_zero(self):
        import pandas
        from tilscape import panels
        from tilscape.kinds import OLDER

        census = pandas.DataFrame({"time_h": [0, 6], "tumour_cycling": [1, 2], "tumour_hypoxic": [0, 0], "cd8_searching": [0, 0],
                                   "nk": [0, 3], "pdl1_mean": [1, np.nan]})
        shown = [(panel.title, [curve.column for curve in panel.curves]) for panel in panels.panels_of(census, OLDER)]
        self.assertEqual(shown, [("Tumour cells", ["tumour_cycling"]), ("Other immune cells", ["nk"]),
                                 ("PD-L1 of tumour cells, mean", ["pdl1_mean"])])
        self.assertEqual([panels.rows_and_columns([0] * n) for n in (1, 4, 5, 8, 9)], [(1, 1), (1, 4), (2, 3), (2, 4), (3, 3)])

    def test_plot(self):
        from matplotlib.image import imread

        with tempfile.TemporaryDirectory() as folder:
            for name in ALL_RUNS:
                picture = os.path.join(folder, name + ".png")
                done = run("plot", run_of(name), "-o", picture, "--dpi", "60")
                self.assertEqual((done.returncode, done.stdout, done.stderr), (0, picture + "\n", ""))
                pixels = (imread(picture)[:, :, :3] * 255).round().astype(int)
                orange = (np.abs(pixels - [0xE6, 0x9F, 0x00]).sum(axis=2) < 12).sum()
                # The legend and one curve alone have few orange pixels; a tumour has many.
                self.assertEqual(orange > 400, name != "no_cell", f"{name}: {orange} orange pixels")

    def test_compare_adds_up_live_tumour_cells_and_knows_replicates(self):
        census = "time_h,tumour_cycling,tumour_quiescent,tumour_hypoxic\n0,10,2,1\n48,{},0,4\n"
        with tempfile.TemporaryDirectory() as folder:
            for member, last in (("alone", 1), ("many/replicate_0000", 2), ("many/replicate_0001", 3)):
                os.makedirs(os.path.join(folder, member))
                with open(os.path.join(folder, member, "census.csv"), "w", encoding="utf-8") as file:
                    file.write(census.format(last))
            picture = os.path.join(folder, "arms.svg")
            done = run("compare", os.path.join(folder, "alone"), os.path.join(folder, "many") + "/", "-o", picture)
            self.assertEqual(done.stdout, f"{'alone':24} day 0: 13   day 2: 5\n{'many':24} day 0: 13, 13   day 2: 6, 7\n", done.stderr)
            self.assertGreater(os.path.getsize(picture), 1000)
            done = run("compare", os.path.join(folder, "many"), "--log", "--column", "tumour_hypoxic", "-o", picture)
            self.assertEqual(done.stdout, f"{'many':24} day 0: 1, 1   day 2: 4, 4\n", done.stderr)


if __name__ == "__main__":
    unittest.main()
