"""Hostile surroundings: signals that are ignored, folders in use or gone, files that change, locks that fail, odd --out.

    python3 tests/cli/surroundings_test.py build/cpu/tilscape build/cpu/.../libfailing_disk.so
"""
import errno
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import unittest

import run_folders

SHIM = ""
CONFIG = """lattice: {size: [30, 24]}
duration_days: 0.3
initial: {tumour_cells: 300, t_cell_fraction: 0.01, vessels_per_mm2: 60}
output: {census_every_h: 0.5, snapshot_every_h: 1, checkpoint_every_h: 2}
"""
LONG = ["--set", "duration_days=1000"]


class Surroundings(run_folders.RunCase):
    config = CONFIG

    def start(self, *arguments, **how):
        process = subprocess.Popen([self.program, *arguments], cwd=self.folder.name, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, **how)
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        return process

    def start_long(self, out, **how):
        process = self.start("run", "c.yaml", "--out", out, "--threads", "1", *LONG, **how)
        while len(run_folders.announced(self.path(out))) < 3 and process.poll() is None:
            time.sleep(0.01)
        return process

    def refused(self, code, words, *arguments, **how):
        done = subprocess.run([self.program, *arguments], cwd=self.folder.name, capture_output=True, text=True, timeout=120, **how)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertIn(words, done.stderr)
        return done.stderr


class Signals(Surroundings):
    def test_what_batch_systems_send_before_the_end_asks_to_be_requeued(self):
        for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU):
            process = self.start_long(number.name)
            process.send_signal(number)
            self.assertEqual(process.wait(timeout=60), 75, number)
            self.assertEqual(self.call("resume", number.name, "--max-wall-time", "0.3").returncode, 75)

    def test_a_limit_of_processor_time_ends_with_a_checkpoint(self):
        limited = f'ulimit -S -t 2; exec "{self.program}" run c.yaml --out o --threads 1 --set duration_days=1000'
        done = subprocess.run(["bash", "-c", limited], cwd=self.folder.name, capture_output=True, timeout=120, check=False)
        self.assertEqual(done.returncode, 75, done.stderr)
        self.assertTrue(os.listdir(self.path("o/checkpoint")))

    def test_signals_that_the_caller_ignores_stay_ignored(self):
        ignored = (signal.SIGHUP, signal.SIGINT, signal.SIGUSR1, signal.SIGTERM)
        for number in ignored:
            def ignore(number=number):
                signal.signal(number, signal.SIG_IGN)
            process = self.start_long(number.name, preexec_fn=ignore)
            process.send_signal(number)
            rows = len(self.read(number.name, "census.csv").splitlines())
            time.sleep(0.2)
            self.assertIsNone(process.poll(), number)
            self.assertGreater(len(self.read(number.name, "census.csv").splitlines()), rows)
            process.send_signal(signal.SIGUSR2)
            self.assertEqual(process.wait(timeout=60), 75)


class InUse(Surroundings):
    def test_a_second_run_writes_nothing_into_the_folder_of_the_first(self):
        process = self.start_long("o")
        log = self.read("o/log.txt")
        for arguments in (["run", "c.yaml", "--out", "o"], ["run", "c.yaml", "--out", "o", "--force"],
                          ["run", "c.yaml", "--out", "o", "--set", "replicates=2"]):
            said = self.refused(3, f"in use by process {process.pid} on ", *arguments)
            self.assertIn("This run did not start", said)
            self.assertNotIn("resume", said)
        self.assertIn("did not start", self.refused(3, f"in use by process {process.pid} on ", "resume", "o"))
        self.assertEqual(self.read("o/log.txt"), log)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        log = self.read("o/log.txt")
        said = self.refused(3, "is not empty", "run", "c.yaml", "--out", "o")
        self.assertIn("This run did not start", said)
        self.assertEqual(self.read("o/log.txt"), log)

    def test_an_arm_that_cannot_have_its_folder_did_not_start_either(self):
        self.call_ok("run", "c.yaml", "--out", "trunk")
        process = self.start_long("o")
        log = self.read("o/log.txt")
        self.assertIn("This run did not start",
                      self.refused(3, "in use by", "branch", "trunk", "--day", "0.25", "--out", "o", "--force"))
        self.assertEqual(self.read("o/log.txt"), log)
        self.assertIsNone(process.poll())

    @unittest.skipUnless(os.path.exists(sys.argv[2] if len(sys.argv) > 2 else ""), "no library that makes locks fail")
    def test_runs_and_their_folders_without_locks(self):
        self.call_ok("run", "c.yaml", "--out", "whole", "--threads", "1")
        for number in (0, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK, errno.EIO, errno.EWOULDBLOCK):
            with self.subTest(number=number):
                how = {"env": {**os.environ, "LD_PRELOAD": SHIM, "TILSCAPE_FLOCK": str(number)}}
                process = self.start_long("o", **how)
                self.refused(3, f"in use by process {process.pid} on ", "run", "c.yaml", "--out", "o", "--force", **how)
                self.refused(3, f"in use by process {process.pid} on ", "resume", "o", **how)
                said = self.refused(3, "in use by", "run", "c.yaml", "--out", "o", **how)
                self.assertNotIn("--force", said)
                process.kill()
                process.wait()
                for arguments in (["resume", "o", "--max-wall-time", "0.3"], ["info", "o"],
                                  ["run", "c.yaml", "--out", "o", "--force", "--threads", "1"]):
                    done = subprocess.run([self.program, *arguments], cwd=self.folder.name, capture_output=True, text=True,
                                          timeout=60, check=False, **how)
                    self.assertEqual(done.returncode, 75 if arguments[0] == "resume" else 0, done.stderr)
                run_folders.assert_same(self, self.path("whole"), self.path("o"))
                shutil.rmtree(self.path("o"))


class Gone(Surroundings):
    def test_a_run_folder_that_is_removed_ends_the_run(self):
        for again in (False, True):
            process = self.start_long("o")
            os.rename(self.path("o"), self.path(f"moved{again}"))
            if again:
                os.mkdir(self.path("o"))
            code = process.wait(timeout=60)
            self.assertEqual(code, 3)
            said = process.communicate()[1]
            self.assertIn("start it again", said)
            if again:
                self.assertEqual(os.listdir(self.path("o")), [])

    def test_a_census_that_is_removed_or_cut_ends_the_run(self):
        for k, change in enumerate((os.remove, lambda file: os.truncate(file, 100))):
            process = self.start_long(f"o{k}")
            change(self.path(f"o{k}/census.csv"))
            self.assertEqual(process.wait(timeout=60), 3)
            said = process.communicate()[1]
            # It is looked at before a row is added, and opened to reach the disk after it.
            self.assertRegex(said, r"census\.csv: (has (no|\d+) bytes, but the run has written \d+; something else changed it|"
                                   r"cannot open: No such file)")
            self.assertIn("resume", said)
            self.refused(3, "census.csv: has ", "resume", f"o{k}")

    def test_a_census_that_lost_what_came_after_the_older_checkpoint_goes_on_from_that(self):
        self.call_ok("run", "c.yaml", "--out", "whole")
        self.call_ok("run", "c.yaml", "--out", "o")
        rows = self.read("o/census.csv").splitlines(keepends=True)
        with open(self.path("o/census.csv"), "w", encoding="utf-8") as file:
            file.writelines(rows[:-2])  # the last checkpoint does not have the last one, which was not due
        os.remove(self.path("o/summary.txt"))
        done = self.call_ok("resume", "o")
        self.assertIn("census.csv: has ", done.stderr)
        run_folders.assert_same(self, self.path("whole"), self.path("o"))

    def test_a_current_folder_that_is_gone(self):
        self.call_ok("run", "c.yaml", "--out", "o")
        gone, config, run = self.path("gone"), self.path("c.yaml"), self.path("o")
        table = self.path("t.csv")
        with open(table, "w", encoding="utf-8") as file:
            file.write("x_um,y_um,type\n5,5,tumour\n15,5,tumour\n")
        for code, arguments in ((3, ["run", config, "--out", "run"]), (3, ["run", config, "--out", "run", "--set", "replicates=2"]),
                                (2, ["resume", "run"]), (3, ["branch", run, "--day", "0.25", "--out", "arm"]), (3, ["info", "run"]),
                                (3, ["digest", "run"]), (2, ["run", "c.yaml"]), (2, ["validate", "c.yaml"]),
                                (3, ["phylogeny", run, "--out", "tree"]), (3, ["sequence", run, "--out", "table"]),
                                (3, ["import-tissue", table, "--out", "t2.csv"]),
                                (3, ["bench", "--case", "migration", "--cells", "10000", "--repeats", "1", "--json", "b.json"])):
            with self.subTest(arguments=arguments):
                os.mkdir(gone)
                line = 'cd "$0" && rmdir "$0" && exec "$@"'
                done = subprocess.run(["sh", "-c", line, gone, self.program, *arguments], capture_output=True, text=True,
                                      timeout=120, check=False)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertTrue(done.stderr.strip())
                self.assertNotIn("internal error", done.stderr)

    def test_empty_names(self):
        for arguments in (["run", "c.yaml", "--out", ""], ["run", "c.yaml", "--out="], ["run", ""], ["resume", ""], ["info", ""],
                          ["digest", ""], ["validate", ""], ["branch", "o", "--day", "1", "--out", ""], ["branch", "", "--day", "1"],
                          ["phylogeny", "o", "--out", ""], ["phylogeny", ""], ["sequence", "o", "--out", ""],
                          ["import-tissue", "c.yaml", "--out", ""], ["import-tissue", "", "--out", "t.csv"],
                          ["bench", "--json", ""], ["bench", "--record", ""]):
            with self.subTest(arguments=arguments):
                done = self.call(*arguments)
                self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(os.listdir(self.folder.name), ["c.yaml"])


class Output(Surroundings):
    def commands(self):
        """Every command that writes one file, with its option last."""
        with open(self.path("t.csv"), "w", encoding="utf-8") as file:
            file.write("x_um,y_um,type\n5,5,tumour\n15,5,tumour\n")
        return {"sequence": ["sequence", "o", "--out"], "phylogeny": ["phylogeny", "o", "--cells", "10", "--out"],
                "import": ["import-tissue", "t.csv", "--spacing-um", "10", "--out"],
                "bench": ["bench", "--case", "migration", "--cells", "10000", "--repeats", "1", "--threads", "1", "--json"]}

    def test_what_is_no_regular_file_is_written_through(self):
        self.call_ok("run", "c.yaml", "--out", "o")
        os.symlink("/dev/stdout", self.path("link"))
        os.symlink("target", self.path("kept"))
        for name, command in self.commands().items():
            with self.subTest(name=name):
                self.call_ok(*command, "plain")
                expected = self.read("plain")
                if name != "bench":  # its figures are others every time
                    self.assertIn(expected, self.call_ok(*command, "/dev/stdout").stdout)
                    self.assertIn(expected, self.call_ok(*command, "link").stdout)
                self.call_ok(*command, "/dev/null")
                self.assertTrue(stat.S_ISCHR(os.stat("/dev/null").st_mode))
                self.call_ok(*command, "kept")
                self.assertTrue(os.path.islink(self.path("kept")) and os.path.islink(self.path("link")))
                self.assertEqual(self.read("target")[:10], expected[:10])
                os.mkfifo(self.path("fifo"))
                process = self.start(*command, "fifo")
                self.assertEqual(self.read("fifo")[:10], expected[:10])
                self.assertEqual(process.wait(timeout=60), 0)
                self.assertTrue(stat.S_ISFIFO(os.stat(self.path("fifo")).st_mode))
                os.remove(self.path("fifo"))
                self.refused(3, "/dev/full", *command, "/dev/full")

    def test_files_of_a_run_and_inputs_are_refused(self):
        self.call_ok("run", "c.yaml", "--out", "o")
        before = {name: os.stat(self.path("o", name)).st_mtime_ns for name in run_folders.files_of(self.path("o"))}
        for name, command in self.commands().items():
            for file in ("o/census.csv", "o/run.yaml", "o/snap/snap_00000000.vtkhdf", "o/clones.h5", "o/checkpoint/ckpt_00000120.h5"):
                with self.subTest(name=name, file=file):
                    self.refused(2, "belongs to the run in", *command, file)
            self.refused(2, "is a folder", *command, "o")
        with open(self.path("map.yaml"), "w", encoding="utf-8") as file:
            file.write("{}\n")
        self.refused(2, "is the table itself", "import-tissue", "t.csv", "--out", "t.csv")
        self.refused(2, "is the map itself", "import-tissue", "t.csv", "--map", "map.yaml", "--out", "map.yaml")
        self.assertEqual(before, {name: os.stat(self.path("o", name)).st_mtime_ns for name in run_folders.files_of(self.path("o"))})


class Killed(Surroundings):
    # In floating point 0.7 days are a little less than their 1008 steps.
    config = CONFIG.replace("0.3", "0.7").replace("[30, 24]", "[12, 12]").replace("300", "20").replace("every_h: 0.5", "every_h: 8").replace("every_h: 1,", "every_h: 8,")

    @unittest.skipUnless(os.path.exists(sys.argv[2] if len(sys.argv) > 2 else ""), "no library that kills at a call")
    def test_a_kill_at_any_call_from_the_last_checkpoint_on(self):
        out = self.path("o")
        self.call_ok("run", "c.yaml", "--out", "whole", "--threads", "1")

        def run(number):
            fails = {"LD_PRELOAD": SHIM, "TILSCAPE_FAILS": f"{out} 0 {number} kill", "TILSCAPE_CALLS": self.path("calls")}
            return subprocess.run([self.program, "run", "c.yaml", "--out", out, "--threads", "1"], cwd=self.folder.name,
                                  env={**os.environ, **fails}, capture_output=True, timeout=60, check=False).returncode
        self.assertEqual(run(0), 0)
        calls = len(self.read("calls").split()[2])
        kills = 0
        for number in range(calls, calls - 45, -1):
            shutil.rmtree(out)
            if run(number) == 0:
                continue
            kills += 1
            with self.subTest(number=number):
                self.call_ok("resume", out)
                run_folders.assert_same(self, self.path("whole"), out)
                self.assertIn("is finished", self.call_ok("resume", out).stdout)
        self.assertGreater(kills, 40)


if __name__ == "__main__":
    run_folders.RunCase.program = os.path.abspath(sys.argv.pop(1))
    SHIM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 and sys.argv[1].endswith(".so") else ""
    unittest.main()
