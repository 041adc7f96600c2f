"""The tissue table that a run starts from is kept in its folder, and its run.yaml is the run again from anywhere.

    python3 tests/cli/kept_tissue_test.py build/cpu/tilscape
"""
import filecmp
import hashlib
import os
import shutil
import sys
import unittest

import run_folders

TABLE = "x_um,y_um,type\n" + "".join(f"{15 * x + 7},{15 * y + 7},{kind}\n" for x, y, kind in [
    (5, 5, "tumour"), (6, 5, "tumour"), (7, 5, "tumour"), (6, 6, "tumour"), (4, 5, "cd8_t_cell"), (3, 8, "vessel"), (9, 9, "stroma")])
OTHER = TABLE + "7,7,tumour\n"
CONFIG = """seed: 3
duration_days: 0.25
lattice: {size: [12, 12]}
initial: {tissue: tissues/mine.csv}
tumour: {division_per_day: 4}
output: {snapshots: all, snapshot_every_h: 1, census_every_h: 1, checkpoint_every_h: 1}
"""
SWEEP = CONFIG + "replicates: 2\nsweep: [{initial.tissue: tissues/other.csv}, {seed: 5}, {seed: 6}]\n"


class KeptTissue(run_folders.RunCase):
    config = CONFIG

    def setUp(self):
        super().setUp()
        os.mkdir(self.path("tissues"))
        self.write("tissues/mine.csv", TABLE)
        self.write("tissues/other.csv", OTHER)
        self.write("sweep.yaml", SWEEP)

    def assert_same(self, a, b):
        run_folders.assert_same(self, self.path(a), self.path(b))

    def move_away(self, name):
        """To another place, with the tables gone that it was made of."""
        os.mkdir(self.path("moved"))
        shutil.move(self.path(name), self.path("moved", name))
        shutil.rmtree(self.path("tissues"), ignore_errors=True)
        return os.path.join("moved", name)

    def test_a_run_folder_is_the_run_again_wherever_it_lies(self):
        self.call_ok("run", "c.yaml", "--out", "run")
        self.assertEqual(self.read("run", "tissue.csv"), TABLE)
        text = self.read("run", "run.yaml")
        self.assertIn('tissue: "tissue.csv"', text)
        digest = hashlib.sha256(TABLE.encode()).hexdigest()
        self.assertIn(f'\n# tissue "tissue.csv": {len(TABLE)} bytes, SHA-256 {digest}\n', text)
        self.assertNotIn(self.folder.name, text)
        self.assertIn("tissues/mine.csv\n", self.read("run", "log.txt"))
        moved = self.move_away("run")
        self.call_ok("run", moved + "/run.yaml", "--out", "again")
        self.assert_same(moved, "again")
        done = self.call_ok("validate", moved + "/run.yaml")
        self.assertIn("7 cells", done.stdout)

    def test_a_moved_run_goes_on_and_branches(self):
        for day in ("0.25", "0.125"):
            self.call_ok("run", "c.yaml", "--out", "run" + day, "--set", "duration_days=" + day, "--set",
                         "output.checkpoint_every_h=" + ("0" if day == "0.25" else "1"))
        whole = self.move_away("run0.25")
        self.call_ok("resume", "run0.125", "--until-day", "0.25")
        self.assertEqual(self.call_ok("digest", whole).stdout, self.call_ok("digest", "run0.125").stdout)
        self.assertEqual(self.read("run0.125", "run.yaml").replace("checkpoint_every_h: 1", "checkpoint_every_h: 0"),
                         self.read(whole, "run.yaml"))
        self.call_ok("branch", whole, "--day", "0.125", "--out", "arm")  # from the table: there is no checkpoint
        self.assertEqual(self.call_ok("digest", whole).stdout, self.call_ok("digest", "arm").stdout)
        self.assertEqual(self.read("arm", "tissue.csv"), TABLE)
        self.assertNotIn(self.folder.name, self.read("arm", "run.yaml"))

    def test_a_table_is_missed_only_where_it_is_needed(self):
        self.call_ok("run", "c.yaml", "--out", "run", "--set", "duration_days=0.125")
        self.call_ok("run", "c.yaml", "--out", "start", "--set", "output.checkpoint_every_h=0")
        for day, change in (("0.25", lambda table: self.write(table, OTHER)), ("0.375", lambda table: os.remove(self.path(table)))):
            change("run/tissue.csv")
            self.call_ok("resume", "run", "--until-day", day)
            self.call_ok("branch", "run", "--day", day, "--out", "arm" + day, "--set", "duration_days=0.5")
            self.assertFalse(os.path.exists(self.path("arm" + day, "tissue.csv")))
            change("start/tissue.csv")
            done = self.call("branch", "start", "--day", "0.125", "--out", "none")
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("start/tissue.csv: ", done.stderr)
            self.assertFalse(os.path.exists(self.path("none")))

    def test_a_run_that_begins_anew_refuses_another_table(self):
        self.call_ok("run", "c.yaml", "--out", "run")
        shutil.copytree(self.path("run"), self.path("whole"))
        shutil.rmtree(self.path("run", "checkpoint"))
        self.write("run/tissue.csv", OTHER)
        os.remove(self.path("run", "summary.txt"))
        self.drop_last_snapshot("run")
        done = self.call("resume", "run")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn(f"run/tissue.csv: is not the table that the run began with; expected {len(TABLE)} bytes", done.stderr)
        self.write("run/tissue.csv", TABLE)
        self.call_ok("resume", "run")
        self.assert_same("whole", "run")

    def drop_last_snapshot(self, run):
        for series in ("run.vtkhdf.series", "cells.hdf.series", "fields.hdf.series"):
            lines = self.read(run, series).splitlines()
            self.write(os.path.join(run, series), "\n".join(lines[:-3] + [lines[-3].rstrip(","), lines[-1]]) + "\n")

    def test_a_sweep_keeps_each_table_once(self):
        self.call_ok("run", "sweep.yaml", "--out", "group")
        tables = sorted(name for name in os.listdir(self.path("group")) if name.endswith(".csv"))
        self.assertEqual(tables, ["members.csv", "sweep.csv", "tissue_0000.csv", "tissue_0001.csv"])
        self.assertEqual(self.read("group/tissue_0000.csv"), OTHER)
        self.assertEqual(self.read("group/tissue_0001.csv"), TABLE)
        for number in range(6):
            self.assertEqual([n for n in os.listdir(self.path("group", f"member_000{number}")) if n.startswith("tissue")], [])
        self.call_ok("run", "sweep.yaml", "--out", "alone", "--replicate", "3")
        self.assertTrue(filecmp.cmp(self.path("alone/tissue_0001.csv"), self.path("group/tissue_0001.csv"), shallow=False))
        os.remove(self.path("alone/tissue_0001.csv"))  # the group has it
        self.assert_same("group/member_0003", "alone")
        group = self.move_away("group")
        self.call_ok("run", group + "/run.yaml", "--out", "again")
        self.assert_same(group, "again")
        self.call_ok("run", group + "/member_0003/run.yaml", "--replicate", "1", "--out", "third")
        self.assertEqual(self.call_ok("digest", "third").stdout, self.call_ok("digest", group + "/member_0003").stdout)
        self.call_ok("branch", group + "/member_0003", "--day", "0.125", "--out", "arm")
        self.assertEqual(self.call_ok("digest", "third").stdout, self.call_ok("digest", "arm").stdout)

    def test_members_of_a_moved_group_begin_and_go_on(self):
        self.call_ok("run", "sweep.yaml", "--out", "group")
        self.call_ok("run", "sweep.yaml", "--out", "whole")
        moved = self.move_away("group")
        shutil.rmtree(self.path(moved, "member_0002"))
        shutil.rmtree(self.path(moved, "member_0005", "checkpoint"))
        os.remove(self.path(moved, "member_0005", "summary.txt"))
        self.drop_last_snapshot(os.path.join(moved, "member_0005"))
        self.call_ok("resume", moved + "/member_0005")  # by itself, from the table of its group
        self.call_ok("resume", moved)
        self.assert_same("whole", moved)

    def test_a_new_run_may_start_from_the_copy_that_it_replaces(self):
        self.call_ok("run", "c.yaml", "--out", "run")
        shutil.copytree(self.path("run"), self.path("first"))
        self.call_ok("run", "run/run.yaml", "--out", "run", "--force")
        self.assert_same("first", "run")
        self.call_ok("run", "c.yaml", "--out", "run", "--force", "--set", "initial.tissue=")
        self.assertFalse(os.path.exists(self.path("run/tissue.csv")))

    def test_a_large_table_stays_where_it_is(self):
        comments = "#" + " " * 998 + "\n"
        self.write("run_large.csv", comments * 50_001 + TABLE)
        self.call_ok("run", "c.yaml", "--out", "run", "--set", "initial.tissue=run_large.csv")
        self.assertFalse(os.path.exists(self.path("run/tissue.csv")))
        with open(self.path("run_large.csv"), "rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest() if sys.version_info >= (3, 11) else hashlib.sha256(file.read()).hexdigest()
        text = self.read("run/run.yaml")
        path = os.path.realpath(self.path("run_large.csv"))
        self.assertIn(f'# tissue "{path}": {os.path.getsize(path)} bytes, SHA-256 {digest}\n', text)
        self.assertIn(f'tissue: "{path}"\n', text)
        shutil.move(self.path("run_large.csv"), self.path("run/tissue.csv"))
        done = self.call("run", "c.yaml", "--out", "run", "--force", "--set", "initial.tissue=run/tissue.csv")
        self.assertEqual(done.returncode, 2)
        self.assertIn("run/tissue.csv: lies in the run folder that --force replaces", done.stderr)
        self.assertTrue(os.path.exists(self.path("run/tissue.csv")))

    def test_a_pipe_is_read_once(self):
        os.mkfifo(self.path("pipe"))
        writer = os.fork()
        if writer == 0:
            self.write("pipe", TABLE)
            os._exit(0)
        self.call_ok("run", "c.yaml", "--out", "run", "--set", "initial.tissue=pipe")
        os.waitpid(writer, 0)
        self.assertEqual(self.read("run/tissue.csv"), TABLE)


if __name__ == "__main__":
    run_folders.RunCase.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
