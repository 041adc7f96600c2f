"""Runs of many members: each leaves the files that it leaves alone, byte for byte, and the words for people stay few.

    python3 tests/cli/replicates_test.py build/cpu/tilscape
"""
import csv
import filecmp
import os
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
CONFIG = """seed: 3
duration_days: 0.25
lattice: {size: [40, 36]}
initial: {tumour_radius_um: 200, tumour_fraction: 0.9, t_cell_fraction: 0.05}
tumour: {division_per_day: 4}
mutation: {driver_per_daughter: 0.2}
output: {snapshots: all, snapshot_every_h: 2, census_every_h: 1}
"""
TINY = ["--set", "lattice.size=[8, 8]", "--set", "duration_days=0.01", "--set", "initial.tumour_radius_um=30"]


def files_under(folder):
    return sorted(os.path.relpath(os.path.join(path, name), folder) for path, _, names in os.walk(folder) for name in names)


class Replicates(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.write("c.yaml", CONFIG)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, *names):
        with open(self.path(*names), encoding="utf-8") as file:
            return file.read()

    def call(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120)

    def run_ok(self, out, *arguments, config="c.yaml"):
        done = self.call("run", config, "--out", out, "--threads", "2", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def digests(self, out):
        return self.call("digest", out).stdout.split()

    def assert_same_files(self, a, b):
        files = files_under(self.path(a))
        self.assertEqual(files, files_under(self.path(b)))
        self.assertGreater(len(files), 20)
        _, different, unreadable = filecmp.cmpfiles(self.path(a), self.path(b), files, shallow=False)
        self.assertEqual((different, unreadable), ([], []))

    def test_a_replicate_writes_the_same_bytes_among_others_and_alone(self):
        said = self.run_ok("all", "--set", "replicates=5")
        self.assertIn("5 replicates, all at once", said)
        self.assertEqual(sorted(os.listdir(self.path("all"))), ["log.txt", "members.csv"] + [f"replicate_000{r}" for r in range(5)] + ["run.yaml"])
        for r in range(5):
            self.run_ok(f"alone{r}", "--set", "replicates=5", "--replicate", str(r))
            self.assert_same_files(f"all/replicate_000{r}", f"alone{r}")
        self.assertEqual(len(set(self.digests("all"))), 5)
        self.assertGreater(os.path.getsize(self.path("all/replicate_0000/clones.h5")), 3000)

    def test_the_size_of_a_batch_cannot_be_seen(self):
        for batch, words in ((1, "one after the other"), (2, "at most 2 at once"), (99, "all at once")):
            said = self.run_ok(f"b{batch}", "--set", "replicates=3", "--set", f"execution.batch={batch}")
            self.assertIn("3 replicates, " + words, said)
        for r in range(3):
            for file in ("census.csv", "clones.h5"):
                for batch in (2, 99):
                    self.assertTrue(filecmp.cmp(self.path(f"b1/replicate_000{r}", file),
                                                self.path(f"b{batch}/replicate_000{r}", file), shallow=False))
        self.assertEqual(self.digests("b1"), self.digests("b2"))
        self.assertEqual(self.digests("b1"), self.digests("b99"))
        for batch in (1, 2, 99):
            at_start = self.call("digest", f"b{batch}", "--day", "0").stdout.split()
            self.assertEqual(len(set(at_start)), 3)

    def test_a_member_of_a_sweep_is_the_run_with_its_values(self):
        self.write("s.yaml", CONFIG + "replicates: 2\nsweep:\n  t_cell.hits_per_h: [1, 6, 30]\n")
        said = self.run_ok("sweep", config="s.yaml")
        self.assertIn("6 members (3 parameter sets x 2 replicates), all at once", said)
        with open(self.path("sweep/sweep.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([row["t_cell.hits_per_h"] for row in rows], ["1", "1", "6", "6", "30", "30"])
        self.assertEqual([row["replicate"] for row in rows], ["0", "1"] * 3)
        digests = self.digests("sweep")
        self.assertEqual(len(set(digests)), 6)
        for row, digest in zip(rows, digests):
            m = row["member"]
            self.run_ok("by_value" + m, "--set", "replicates=2", "--set", "t_cell.hits_per_h=" + row["t_cell.hits_per_h"],
                        "--replicate", row["replicate"])
            self.assertEqual(self.digests("by_value" + m), [digest])
            self.assertTrue(filecmp.cmp(self.path("sweep", row["folder"], "census.csv"),
                                        self.path("by_value" + m, "census.csv"), shallow=False))
        self.run_ok("by_number", "--replicate", "3", config="s.yaml")
        self.assert_same_files("sweep/member_0003", "by_number")
        self.run_ok("again", "--replicate", "1", config="sweep/member_0003/run.yaml")
        self.assertEqual(self.digests("again"), [digests[3]])

    def test_arms_of_a_sweep_are_runs_with_their_schedules(self):
        self.write("s.yaml", CONFIG + "sweep:\n  therapy:\n  - []\n"
                   "  - [{drug: nab_paclitaxel, dose_mg: 180}, {procedure: radiation, dose_Gy: 2, start: {day: 0.1}}]\n"
                   "  - [{drug: nivolumab, dose_mg: 240}, {procedure: radiation, dose_Gy: 2, start: {day: 0.1}}]\n"
                   "  seed: [3, 4]\n")
        self.assertIn("6 parameter sets, all at once", self.run_ok("arms", config="s.yaml"))
        rows = list(csv.DictReader(self.read("arms", "sweep.csv").splitlines()))
        self.assertEqual(rows[0]["therapy"], "[]")
        for m in (1, 2, 5):
            self.run_ok(f"arm{m}", "--set", "therapy=" + rows[m]["therapy"], "--set", "seed=" + rows[m]["seed"])
            self.assertEqual(self.digests(f"arm{m}"), [self.digests("arms")[m]])
            self.assertTrue(filecmp.cmp(self.path("arms", rows[m]["folder"], "census.csv"),
                                        self.path(f"arm{m}", "census.csv"), shallow=False))
        members = list(csv.DictReader(self.read("arms", "members.csv").splitlines()))
        self.assertEqual([bool(row["nivolumab_plasma_nM"]) for row in members], [False] * 4 + [True] * 2)
        again = self.call("validate", "arms/run.yaml")
        self.assertIn("6 parameter sets", again.stdout)

    def test_a_sweep_of_doses_goes_on_as_it_was(self):
        self.write("s.yaml", CONFIG + "therapy:\n- {regimen: radiation_8Gy_x3}\n- {drug: nivolumab, dose_mg: 240}\n"
                   "sweep:\n  therapy[0].dose_Gy: [1, 8]\n  therapy[1].start.day: [0, 0.1]\n")
        self.run_ok("whole", "--set", "output.checkpoint_every_h=3", config="s.yaml")
        rows = list(csv.DictReader(self.read("whole", "sweep.csv").splitlines()))
        self.assertEqual([(row["therapy[0].dose_Gy"], row["therapy[1].start.day"]) for row in rows],
                         [("1", "0"), ("1", "0.1"), ("8", "0"), ("8", "0.1")])
        self.assertEqual(len(set(self.digests("whole"))), 4)
        self.run_ok("alone", "--set", "therapy[0].dose_Gy=8", "--set", "therapy[1].start.day=0.1", "--set", "sweep=[]",
                    config="s.yaml")
        self.assertEqual(self.digests("alone"), [self.digests("whole")[3]])
        self.run_ok("short", "--set", "output.checkpoint_every_h=3", "--set", "duration_days=0.15", config="s.yaml")
        done = self.call("resume", "short", "--until-day", self.read("whole", "run.yaml").split("duration_days: ")[1].split()[0])
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.digests("short"), self.digests("whole"))

    def test_members_that_cannot_share_a_world_run_in_several(self):
        sweep = "sweep={lattice.size: [[40, 36], [30, 30]], tumour.division_per_day: [1, 4], duration_days: [0.1, 0.25]}"
        self.assertIn("8 parameter sets, at most 2 at once", self.run_ok("sweep", "--set", sweep))
        rows = list(csv.DictReader(self.read("sweep", "sweep.csv").splitlines()))
        self.assertEqual(rows[4]["lattice.size"], "[30, 30]")
        for m in (1, 6):
            self.run_ok(f"alone{m}", *[word for key in ("lattice.size", "tumour.division_per_day", "duration_days")
                                       for word in ("--set", f"{key}={rows[m][key]}")])
            self.assertEqual(self.digests(f"alone{m}"), [self.digests("sweep")[m]])

    def test_sets_may_start_from_different_tissues(self):
        self.write("a.csv", "x_um,y_um,type\n7,7,tumour\n22,7,vessel\n")
        self.write("b.csv", "x_um,y_um,type\n7,7,tumour\n22,7,tumour\n7,22,stroma\n")
        self.write("s.yaml", CONFIG + "sweep: [{initial.tissue: a.csv}, {initial.tissue: b.csv}, {seed: 9}]\n")
        checked = self.call("validate", "s.yaml").stdout
        self.assertIn("a.csv: 2 cells", checked)
        self.assertIn("3 parameter sets", checked)
        self.run_ok("sweep", config="s.yaml")
        for m, file in enumerate(("a.csv", "b.csv")):
            self.run_ok(file + ".run", "--set", "initial.tissue=" + file)
            self.assertEqual(self.digests(file + ".run"), [self.digests("sweep")[m]])
        self.run_ok("third", "--seed", "9")
        self.assertEqual(self.digests("third"), [self.digests("sweep")[2]])

    def test_many_members_take_few_lines(self):
        said = self.run_ok("many", "--set", "replicates=60", *TINY)
        self.assertLess(len(said.splitlines()), 8)
        self.assertRegex(said, r"60 replicates, day 0.00972222: \d+ to \d+ \(mean \d+\) tumour cells")
        self.assertIn("replicate_0000 to replicate_0059", said)
        listed = self.call("info", "many").stdout
        self.assertLess(len(listed.splitlines()), 30)
        self.assertIn("60 members", listed)
        self.assertIn("... and 40 more", listed)
        self.assertIn(self.digests("many")[0], listed)
        self.assertEqual(len(self.digests("many")), 60)

    def test_a_dry_run_speaks_of_all_members(self):
        def figure(text, word):
            value, unit = re.search(word + r"\s+(?:about )?([\d.]+) (\w+)", text).groups()
            return float(value) * {"kB": 1, "MB": 1e3, "GB": 1e6}[unit]

        large = ("--dry-run", "--set", "lattice.size=[400, 400, 1]")
        one = self.run_ok("o", *large)
        all_at_once = self.run_ok("o", *large, "--set", "replicates=40", "--set", "execution.batch=40")
        in_tens = self.run_ok("o", *large, "--set", "replicates=40", "--set", "execution.batch=10")
        self.assertIn("40 replicates, at most 10 at once", in_tens)
        members = [figure(text, "memory .* peak,") for text in (one, in_tens, all_at_once)]
        # A part is the same for every batch; of the rest, buffers end on whole pages, which is an eighth at most.
        self.assertAlmostEqual((members[2] - members[1]) / (members[1] - members[0]), 30 / 9, delta=30 / 9 / 8)
        twenty = self.run_ok("o", *large, "--set", "replicates=20", "--set", "execution.batch=10")
        self.assertAlmostEqual(figure(in_tens, "disk") / figure(twenty, "disk"), 2, delta=0.1)
        sweep = self.run_ok("o", "--dry-run", "--set", "sweep={seed: [1, 2, 3]}")
        self.assertIn("3 parameter sets, all at once", sweep)
        self.assertFalse(os.path.exists(self.path("o")))

    def test_what_cannot_be_run_leaves_no_folder(self):
        self.write("s.yaml", CONFIG + "sweep:\n  t_cell.hits_per_h: [1, fast]\n  replicates: [1, 2]\n")
        for code, words, arguments in (
                (2, "s.yaml:9: sweep.t_cell.hits_per_h: found 'fast'", ["s.yaml"]),
                (2, "s.yaml:10: sweep.replicates: ", ["s.yaml"]),
                (2, "--set: sweep.tumour.divison_per_day: unknown key", ["c.yaml", "--set", "sweep={tumour.divison_per_day: [1]}"]),
                (2, "--set: time.escape_min: 7.5 min", ["c.yaml", "--set", "sweep={time.escape_min: [60, 7.5]}"]),
                (2, "there is no such replicate; expected 0 to 5",
                 ["c.yaml", "--set", "sweep={seed: [1, 2, 3]}", "--set", "replicates=2", "--replicate", "6"]),
                (2, "missing.csv", ["c.yaml", "--set", "sweep={initial.tissue: [missing.csv]}"]),
                (4, "lattice.size", ["c.yaml", "--set", "sweep={lattice.size: [[10, 10], [100000, 100000]]}"]),
                (4, "execution.batch: 1000000 members", ["c.yaml", "--set", "replicates=1000000", "--set",
                                                         "lattice.size=[60000, 1000]", "--set", "execution.batch=1000000"])):
            done = self.call("run", *arguments, "--out", "o")
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(words, done.stderr)
            self.assertFalse(os.path.exists(self.path("o")))

    def test_a_stopped_run_says_what_is_missing_and_leaves_readable_members(self):
        done = self.call("run", "c.yaml", "--out", "o", "--set", "replicates=6", "--set", "execution.batch=2", "--set",
                         "duration_days=1000", "--max-wall-time", "1")
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertIn("4 of 6 members were not run, the first of them replicate_0002", done.stdout)
        self.assertEqual(len(self.digests("o")), 2)
        for r in range(2):
            self.assertEqual(self.call("info", f"o/replicate_000{r}").returncode, 0)
            self.assertTrue(os.path.exists(self.path(f"o/replicate_000{r}/clones.h5")))
            self.assertIn("stopped on request", self.read(f"o/replicate_000{r}/log.txt"))

    def test_force_replaces_a_sweep(self):
        self.run_ok("o", "--set", "sweep={seed: [1, 2, 3]}", *TINY)
        self.assertEqual(self.call("run", "c.yaml", "--out", "o").returncode, 3)
        self.run_ok("o", "--force", "--set", "replicates=2", *TINY)
        self.assertEqual(sorted(os.listdir(self.path("o"))), ["log.txt", "members.csv", "replicate_0000", "replicate_0001", "run.yaml"])
        self.run_ok("o", "--force", "--set", "sweep=[{seed: 4}]", *TINY)
        self.assertIn("snap", os.listdir(self.path("o")))

    def test_invariants_hold_in_a_world_of_many(self):
        self.run_ok("o", "--set", "replicates=4", "--verify-every", "1")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
