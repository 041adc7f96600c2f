"""`tilscape resume`: a run that was stopped or killed, and then continued, leaves what an undisturbed one leaves.

    python3 tests/cli/resume_test.py build/cpu/tilscape             # 20 kills
    python3 tests/cli/resume_test.py build/cpu/tilscape --kills 100
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import unittest

import run_folders

KILLS = 20
EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples")
OFTEN = ["--set", "output.census_every_h=0.25", "--set", "output.snapshot_every_h=2", "--set", "output.checkpoint_every_h=3"]
# Drugs and CAR T cells on their way at every cut.
TREATED = ("[{drug: nivolumab, dose_mg: 240, every_days: 0.3, doses: 4}, {drug: car_t_cells, dose_cells: 1.0e+8, antigen: 0},"
           " {procedure: radiation, dose_Gy: 1, every_days: 0.25, doses: 3, start: {day: 0.1}}]")
SMALL = """lattice: {size: [30, 24, 3]}
duration_days: 1
initial: {tumour_cells: 400, t_cell_fraction: 0.01, vessels_per_mm2: 60}
output: {census_every_h: 0.25, snapshot_every_h: 0.5, checkpoint_every_h: 0.75}
"""


class Resume(run_folders.RunCase):
    config = SMALL

    def start(self, *arguments):
        return subprocess.Popen([self.program, *arguments], cwd=self.folder.name, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def rows(self, out):
        try:
            with open(self.path(out, "census.csv"), encoding="utf-8") as file:
                return sum(1 for _ in file) - 1
        except FileNotFoundError:
            return 0

    def stop_at(self, rows, number, out, *arguments):
        """Runs until the census has so many rows, then sends the signal. Returns the exit code."""
        process = self.start(*arguments)
        while self.rows(out) < rows and process.poll() is None:
            time.sleep(0.002)
        process.send_signal(number)
        return process.wait(timeout=120)

    def assert_same(self, a, b):
        run_folders.assert_same(self, self.path(a), self.path(b))

    def announced(self, out):
        return run_folders.announced(self.path(out))

    def test_a_stopped_run_goes_on_to_the_same_files(self):
        for example in sorted(name for name in os.listdir(EXAMPLES) if os.path.isdir(os.path.join(EXAMPLES, name))):
            shutil.copytree(os.path.join(EXAMPLES, example), self.path(example))
            run = ["run", f"{example}/config.yaml", "--set", "duration_days=0.6", "--set", f"therapy={TREATED}", *OFTEN]
            self.call_ok(*run, "--threads", "2", "--out", "whole")
            for k, part in enumerate((0.02, 0.4, 0.7)):
                with self.subTest(example=example, part=part):
                    out = f"cut{k}"
                    number, code = ((signal.SIGUSR1, 75), (signal.SIGTERM, 143), (signal.SIGINT, 130))[k]
                    stopped = self.stop_at(part * self.rows("whole"), number, out, *run, "--threads", "2", "--out", out)
                    self.assertEqual(stopped, code)
                    self.assertLess(self.rows(out), self.rows("whole"))
                    self.call_ok("info", out)
                    self.call_ok("resume", out, "--threads", str(1 + 2 * (k % 2)))
                    self.assert_same("whole", out)
            for out in ("whole", "cut0", "cut1", "cut2"):
                shutil.rmtree(self.path(out))

    def test_killed_runs_lose_nothing_that_was_announced(self):
        self.call_ok("run", "c.yaml", "--out", "whole", "--threads", "1")
        expected = self.call_ok("digest", "whole").stdout
        generator = random.Random(5)
        kills = 0
        while kills < KILLS:
            shutil.rmtree(self.path("killed"), ignore_errors=True)
            arguments = ["run", "c.yaml", "--out", "killed", "--threads", "1"]
            while True:
                process = self.start(*arguments)
                time.sleep(generator.uniform(0, 0.4))
                process.kill()
                if process.wait() == 0:
                    break  # it was faster
                kills += 1
                listed = self.announced("killed")
                if listed:
                    lines = self.call_ok("info", "killed").stdout.splitlines()
                    self.assertEqual([line.split()[-1] for line in lines[2:]], [os.path.basename(n) for n in listed])
                arguments = ["resume", "killed"] if os.path.exists(self.path("killed/run.yaml")) else [*arguments, "--force"]
                if kills >= KILLS:
                    self.call_ok(*arguments)
                    break
            self.assertEqual(self.call_ok("digest", "killed").stdout, expected)
            self.assert_same("whole", "killed")

    def test_replicates_and_members_of_a_sweep_go_on(self):
        run = ["run", "c.yaml", "--set", "replicates=2", "--set", "execution.batch=3", "--set",
               "sweep={t_cell.hits_per_h: [2, 20], tumour.division_per_day: [0.5, 2]}"]
        self.call_ok(*run, "--out", "whole")
        for k, rows in enumerate((20, 60)):
            out = f"cut{k}"
            self.assertEqual(self.stop_at(rows, signal.SIGUSR1, f"{out}/member_000{3 * k}", *run, "--out", out), 75)
            alone = self.call_ok("resume", f"{out}/member_0000")
            self.assertIn("finished" if k else "digest", alone.stdout)
            self.call_ok("resume", out)
            self.assert_same("whole", out)
        self.assertIn("is finished", self.call_ok("resume", "cut0").stdout)

    def test_a_longer_run_is_the_run_that_was_longer_from_the_start(self):
        self.call_ok("run", "c.yaml", "--out", "short", "--set", "duration_days=0.55")
        self.call_ok("resume", "short", "--until-day", "1")
        self.call_ok("run", "c.yaml", "--out", "long", "--set", "duration_days=1")
        for name in ("census.csv", "clones.h5", "run.yaml", "snap/snap_00000048.vtkhdf"):
            with open(self.path("short", name), "rb") as x, open(self.path("long", name), "rb") as y:
                self.assertEqual(x.read(), y.read(), name)
        self.assertEqual(self.call_ok("digest", "short").stdout, self.call_ok("digest", "long").stdout)
        refused = self.call("resume", "short", "--until-day", "0.5")
        self.assertEqual((refused.returncode, refused.stderr.count("\n")), (2, 1))
        self.assertIn("--until-day 0.5", refused.stderr)

    def test_a_damaged_checkpoint_is_named_and_the_older_one_taken(self):
        self.call_ok("run", "c.yaml", "--out", "whole")
        self.stop_at(40, signal.SIGUSR1, "cut", "run", "c.yaml", "--out", "cut")
        newest, older = sorted(os.listdir(self.path("cut/checkpoint")))[::-1]
        with open(self.path("cut/checkpoint", newest), "r+b") as file:
            file.seek(1000)
            byte = file.read(1)
            file.seek(1000)
            file.write(bytes([byte[0] ^ 4]))
        shutil.copytree(self.path("cut"), self.path("lost"))
        done = self.call_ok("resume", "cut")
        self.assertIn(f"{newest}: is damaged", done.stderr)
        self.assert_same("whole", "cut")
        with open(self.path("lost/checkpoint", older), "wb"):
            pass
        done = self.call("resume", "lost")
        self.assertEqual(done.returncode, 3)
        self.assertIn("none of its checkpoints can be used", done.stderr)

    def test_a_run_that_nobody_listens_to_is_a_run_all_the_same(self):
        self.call_ok("run", "c.yaml", "--out", "heard", "--set", "duration_days=0.2")
        for out, redirect in (("closed", ">&- 2>&- <&-"), ("piped", "2>&1 | true")):
            line = f'"{self.program}" run c.yaml --out {out} --set duration_days=0.2 {redirect}; exit ${{PIPESTATUS[0]}}'
            done = subprocess.run(["bash", "-c", line], cwd=self.folder.name, timeout=60, check=False)
            self.assertEqual(done.returncode, 0)
            self.assert_same("heard", out)

    def test_a_second_interrupt_ends_at_once_and_loses_nothing_that_was_announced(self):
        process = self.start("run", "c.yaml", "--out", "o", "--set", "duration_days=1000")
        while not self.announced("o") and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGSTOP)  # so that the second one comes before the first was obeyed
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGCONT)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), 130)
        self.call_ok("info", "o")
        self.assertEqual(self.call("resume", "o", "--max-wall-time", "0.5").returncode, 75)

    def test_what_cannot_be_resumed_is_refused(self):
        self.assertEqual(self.call("resume", "nowhere").returncode, 2)
        os.mkdir(self.path("empty"))
        self.assertEqual(self.call("resume", "empty").returncode, 2)
        self.assertEqual(os.listdir(self.path("empty")), [])
        process = self.start("run", "c.yaml", "--out", "busy", "--set", "duration_days=1000")
        while not self.announced("busy") and process.poll() is None:
            time.sleep(0.01)
        for arguments in (["resume", "busy"], ["run", "c.yaml", "--out", "busy", "--force"]):
            refused = self.call(*arguments)
            self.assertEqual(refused.returncode, 3)
            self.assertIn(f"in use by process {process.pid} on ", refused.stderr)
        process.kill()
        process.wait()
        self.assertEqual(self.call("resume", "busy", "--max-wall-time", "1").returncode, 75)


if __name__ == "__main__":
    run_folders.RunCase.program = os.path.abspath(sys.argv.pop(1))
    if "--kills" in sys.argv:
        at = sys.argv.index("--kills")
        KILLS = int(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    unittest.main()
