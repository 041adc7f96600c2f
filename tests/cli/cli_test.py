"""The program as a user calls it: exit codes, messages on stderr, and what is, or is not, left on the disk.

    python3 tests/cli/cli_test.py build/cpu/tilscape
"""
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = ""
CONFIG = """seed: 3
duration_days: 0.25
lattice: {size: [60, 50], boundary: closed}
initial: {tumour_radius_um: 250, tumour_fraction: 0.9, t_cell_fraction: 0.05}
output: {snapshot_every_h: 2, census_every_h: 1}
"""


class Cli(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.write("c.yaml", CONFIG)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def call(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder.name, capture_output=True, text=True, timeout=120)

    def run_ok(self, out, *arguments):
        done = self.call("run", "c.yaml", "--out", out, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.call("digest", out).stdout.strip()

    def assert_refused(self, code, *expected, arguments):
        done = self.call("run", *arguments, "--out", "o")
        self.assertEqual(done.returncode, code, done.stderr)
        for text in expected:
            self.assertIn(text, done.stderr)
        self.assertFalse(os.path.exists(self.path("o")))

    def test_threads_blocks_and_memory_order_cannot_be_seen(self):
        one = self.run_ok("a", "--threads", "1", "--set", "execution.reorder_every_steps=1")
        two = self.run_ok("b", "--threads", "2", "--set", "execution.host_block=32")
        self.assertEqual(len(one), 16)
        self.assertEqual(one, two)

    def test_run_yaml_runs_again(self):
        first = self.run_ok("a", "--set", "t_cell.speed_um_per_min=3.5")
        again = self.call("run", "a/run.yaml", "--out", "b")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(self.call("digest", "b").stdout.strip(), first)

    def test_a_seed_matters(self):
        self.assertNotEqual(self.run_ok("a"), self.run_ok("b", "--seed", "4"))

    def test_a_replicate_alone_has_the_bits_it_has_among_others(self):
        self.run_ok("all", "--set", "replicates=2")
        digests = self.call("digest", "all").stdout.split()
        self.run_ok("second", "--set", "replicates=2", "--replicate", "1")
        self.assertEqual(len(digests), 2)
        self.assertEqual(self.call("digest", "second").stdout.split(), digests[1:])

    def test_info_lists_every_snapshot_and_digest_finds_a_day(self):
        self.run_ok("a")
        lines = self.call("info", "a").stdout.splitlines()
        self.assertEqual(sum("snap_" in line for line in lines), 4)  # 0, 2, 4, 6 h
        at_start = self.call("digest", "a", "--day", "0").stdout.strip()
        self.assertIn(at_start, lines[2])
        self.assertEqual(self.call("digest", "a", "--day", "7").returncode, 2)

    def test_invariants_hold_at_every_step(self):
        self.run_ok("a", "--verify-every", "1")

    def test_dry_run_and_validate_leave_nothing(self):
        done = self.call("run", "c.yaml", "--dry-run", "--out", "o")
        self.assertEqual(done.returncode, 0)
        for word in ("memory", "disk", "time"):
            self.assertIn(word, done.stdout)
        self.assertEqual(self.call("validate", "c.yaml").returncode, 0)
        self.assertEqual(os.listdir(self.folder.name), ["c.yaml"])

    def test_bad_input_is_refused_with_its_line_before_anything_is_written(self):
        self.write("bad.yaml", CONFIG + "t_cell: {spede_um_per_min: 3}\n")
        self.assert_refused(2, "bad.yaml:6: ", "speed_um_per_min", arguments=["bad.yaml"])
        self.write("empty.yaml", "")
        self.assert_refused(2, "empty.yaml", arguments=["empty.yaml"])
        self.assert_refused(2, "missing.yaml", arguments=["missing.yaml"])
        self.assert_refused(2, "--set: seed", arguments=["c.yaml", "--set", "seed=-1"])
        self.write("t.csv", "x_um,y_um,type\n7,7,tumour\n7,7,stroma\n")
        self.assert_refused(2, "t.csv:3: ", arguments=["c.yaml", "--set", "initial.tissue=t.csv"])
        self.write("nan.csv", "x_um,y_um,type\nnan,7,tumour\n")
        self.assert_refused(2, "nan.csv:2: ", arguments=["c.yaml", "--set", "initial.tissue=nan.csv"])
        self.write("shared.csv", "x_um,y_um,type\n7,7,tumour\n7,7,cd8_t_cell\n")
        self.assert_refused(2, "shares_site", arguments=["c.yaml", "--set", "initial.tissue=shared.csv",
                                                         "--set", "immune.shares_site=false"])
        self.assert_refused(2, "--replicate 3", arguments=["c.yaml", "--replicate", "3"])

    def test_too_large_a_lattice_is_4_with_the_figure(self):
        self.assert_refused(4, "1e+15", "bytes", arguments=["c.yaml", "--set", "lattice.size=[100000,100000,100000]"])

    def test_usage(self):
        self.assertIn("did you mean 'run'", self.call("rum").stderr)
        for arguments in (["rum"], [], ["run"], ["run", "c.yaml", "--thraeds", "2"], ["run", "c.yaml", "--backend", "gpu"]):
            self.assertEqual(self.call(*arguments).returncode, 2, arguments)
        for option, value in (("--seed", "-3"), ("--seed", "18446744073709551616"), ("--max-wall-time", "1e400")):
            done = self.call("run", "c.yaml", option, value)
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"{option}: found '", done.stderr)
            self.assertIn("; expected a ", done.stderr)
        self.assertEqual(self.call("--help").returncode, 0)
        self.assertIn("tilscape 0", self.call("--version").stdout)

    def test_whoever_reads_may_stop_and_what_is_lost_is_said(self):
        self.run_ok("a")
        for arguments in ("params", "info a"):
            done = subprocess.run(["bash", "-c", f'"{PROGRAM}" {arguments} | true; exit ${{PIPESTATUS[0]}}'],
                                  cwd=self.folder.name, capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([PROGRAM, "params"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stderr, "standard output: No space left on device\n")

    def test_an_earlier_run_is_kept_unless_forced(self):
        self.run_ok("a")
        self.assertEqual(self.call("run", "c.yaml", "--out", "a").returncode, 3)
        self.run_ok("a", "--force")
        self.assertEqual(self.call("run", "c.yaml", "--out", "no/such/place").returncode, 3)

    def test_force_removes_replicates_of_an_earlier_run(self):
        self.run_ok("a", "--set", "replicates=2")
        self.assertEqual(sorted(os.listdir(self.path("a"))), ["log.txt", "members.csv", "replicate_0000", "replicate_0001", "run.yaml"])
        alone = self.run_ok("b", "--seed", "4")
        self.assertEqual(self.run_ok("a", "--force", "--seed", "4"), alone)
        self.assertNotIn("replicate_0000", os.listdir(self.path("a")))

    def test_a_census_row_stands_once_and_nothing_runs_in_no_time(self):
        self.run_ok("nothing", "--set", "duration_days=0")
        stopped = self.call("run", "c.yaml", "--out", "a", "--max-wall-time", "2", "--set", "duration_days=1000",
                            "--set", "output.census_every_h=0.0166666666666666667", "--set", "output.snapshot_every_h=1000")
        self.assertEqual(stopped.returncode, 75, stopped.stderr)
        for folder, only_the_start in (("nothing", True), ("a", False)):
            with open(self.path(folder + "/census.csv"), encoding="utf-8") as file:
                steps = [int(row.split(",")[0]) for row in list(file)[1:]]
            self.assertEqual(steps, list(range(len(steps))))
            self.assertEqual(len(steps) == 1, only_the_start)

    def test_a_run_that_is_told_to_stop_leaves_readable_output(self):
        long_run = ["run", "c.yaml", "--set", "duration_days=1000", "--out"]
        self.assertEqual(self.call(*long_run, "wall", "--max-wall-time", "1").returncode, 75)
        self.assertEqual(self.call("info", "wall").returncode, 0)
        for number, code in ((signal.SIGTERM, 128 + signal.SIGTERM), (signal.SIGUSR1, 75)):
            out = f"signal{int(number)}"
            process = subprocess.Popen([PROGRAM, *long_run, out], cwd=self.folder.name,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while not os.path.exists(self.path(f"{out}/cells.hdf.series")) and process.poll() is None:
                time.sleep(0.05)
            process.send_signal(number)
            self.assertEqual(process.wait(timeout=60), code)
            self.assertEqual(self.call("info", out).returncode, 0)
            self.assertTrue(os.path.exists(self.path(f"{out}/census.csv")))


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
