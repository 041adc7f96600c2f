"""tools/slurm/job.sh in a real Slurm: jobs are stopped, requeued and go on to what an undisturbed run leaves.

    python3 tests/slurm/slurm_test.py build/cpu/tilscape

Skipped (exit code 77) with the reason where Slurm is not installed or cannot be started.
"""
import os
import re
import shutil
import signal
import sys
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "cli"))
from cluster import CannotStart, Cluster  # noqa: E402
from run_folders import assert_same, files_of  # noqa: E402

PROGRAM = ""
CLUSTER = None
SCRIPT = os.path.join(HERE, "..", "..", "tools", "slurm", "job.sh")
CONFIG = """lattice: {size: [30, 24, 3]}
duration_days: 8
initial: {tumour_cells: 400, t_cell_fraction: 0.01, vessels_per_mm2: 60}
output: {snapshots: all, census_every_h: 1, snapshot_every_h: 24, checkpoint_every_h: 48}
"""
SWEEP = "sweep: {t_cell.hits_per_h: [2, 20]}\n"
SECONDS = 120  # at most, for anything that is waited for
FINISHED = ("COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL")


def wait_until(is_so, what, every_s=0.005):
    """@param what  a function: its text says what did not come"""
    deadline = time.monotonic() + SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {SECONDS} s: {what()}")
        time.sleep(every_s)


class Slurm(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = os.path.join(CLUSTER.folder, "work")
        os.mkdir(cls.folder)
        for name, text in (("c.yaml", CONFIG), ("sweep.yaml", CONFIG + SWEEP)):
            with open(cls.path(name), "w", encoding="utf-8") as file:
                file.write(text)
        # Slurm looks at time limits twice a minute only: this job waits for that while the others run.
        cls.limited = cls.submit("c.yaml", "limited", sbatch=("--time=1", "--signal=B:USR1@10"))
        cls.hold("limited")
        cls.stop_at_limit = threading.Thread(target=cls.let_go_on_once_told, args=(cls.limited, "limited"), daemon=True)
        cls.stop_at_limit.start()

    @classmethod
    def path(cls, *names):
        return os.path.join(cls.folder, *names)

    @classmethod
    def submit(cls, *arguments, sbatch=(), cpus=1, **variables):
        """@returns the number of the job, whose log is `log_<number>`, or `log_<number>_<task>` in an array"""
        log = "log_%A_%a" if any(option.startswith("--array") for option in sbatch) else "log_%j"
        variables = {"TILSCAPE": PROGRAM, "TILSCAPE_OPTIONS": "--backend cpu", "OMP_PROC_BIND": "false"} | variables
        said = CLUSTER.call("sbatch", f"--cpus-per-task={cpus}", f"--output={log}", *sbatch, SCRIPT, *arguments,
                            cwd=cls.folder, **variables)
        return said.split()[-1]

    @classmethod
    def read(cls, *names):
        try:
            with open(cls.path(*names), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    @classmethod
    def hold(cls, out):
        """Stops the program in the middle of its run, so that what comes next never comes too late."""
        wait_until(lambda: cls.read(out, "census.csv").count("\n") > 30, lambda: f"a census in {out}")
        cls.signal(out, signal.SIGSTOP)

    @classmethod
    def signal(cls, out, number):
        process = re.match(r"process (\d+) on ", cls.read(out, "lock"))[1]
        os.kill(int(process), number)

    def tell_to_stop(self, job, out):
        """A run that is held, as Slurm does before the time limit."""
        CLUSTER.call("scancel", "--signal=USR1", "--batch", job)
        self.let_go_on_once_told(job, out)

    @classmethod
    def let_go_on_once_told(cls, job, out):
        wait_until(lambda: "SIGUSR1" in cls.read(f"log_{job}"), lambda: f"job {job} is told to stop")
        cls.signal(out, signal.SIGCONT)

    def wait_for(self, job):
        """@returns what Slurm says of the job once it has ended"""
        wait_until(lambda: CLUSTER.job(job)["JobState"] in FINISHED,
                   lambda: f"the end of job {job}: {self.read(f'log_{job}')}", every_s=0.2)
        return CLUSTER.job(job)

    def assert_ended(self, job, state, exit_code, restarts):
        ended, log = self.wait_for(job), self.read(f"log_{job}")
        self.assertEqual((ended["JobState"], ended["ExitCode"], ended["Restarts"]),
                         (state, f"{exit_code}:0", str(restarts)), log)
        return log

    def assert_done(self, job, restarts, needless=0):
        """After so many restarts, each of which its own script asked for, and went on with the run; and after so many
        that Slurm made on its own account."""
        log = self.assert_ended(job, "COMPLETED", 0, restarts + needless)
        self.assertEqual((log.count("requeued, to go on"), log.count(f"{PROGRAM} resume ")),
                         (restarts, restarts + needless), log)

    def run_undisturbed(self, *arguments, threads=1):
        """Under Slurm too, so that it ends with everything else when the test is killed."""
        CLUSTER.call("srun", "--quiet", PROGRAM, "run", *arguments, "--threads", str(threads), "--backend", "cpu",
                     cwd=self.folder)

    def assert_same(self, whole, out):
        self.assertIn("snap/snap_00000008.vtkhdf", files_of(self.path(whole)))
        assert_same(self, self.path(whole), self.path(out))

    def test_a_time_limit_stops_and_requeues_a_run(self):
        self.stop_at_limit.join()
        self.assert_done(self.limited, restarts=1)
        self.run_undisturbed("c.yaml", "--out", "whole")
        self.assert_same("whole", "limited")

    def test_every_task_of_an_array_goes_on_by_itself(self):
        array = self.submit("c.yaml", "runs/seed_%a", "--seed", "%a", sbatch=("--array=1-3",))
        for task in (2, 3):
            self.hold(f"runs/seed_{task}")
        self.assert_done(f"{array}_1", restarts=0)
        for task in (2, 3):  # one has the array's own number
            self.tell_to_stop(f"{array}_{task}", f"runs/seed_{task}")
        for task in (2, 3):
            self.assert_done(f"{array}_{task}", restarts=1)
            self.run_undisturbed("c.yaml", "--seed", str(task), "--out", f"seed_{task}")
            self.assert_same(f"seed_{task}", f"runs/seed_{task}")
        self.assert_done(f"{array}_1", restarts=0)
        with self.assertRaises(AssertionError):
            self.assert_same("seed_2", "runs/seed_3")

    def test_members_of_a_sweep_as_an_array(self):
        array = self.submit("sweep.yaml", "member_%a", "--replicate", "%a", sbatch=("--array=0-1",))
        self.hold("member_1")
        self.tell_to_stop(f"{array}_1", "member_1")
        self.run_undisturbed("sweep.yaml", "--out", "sweep")
        for task in (0, 1):
            self.assert_done(f"{array}_{task}", restarts=task)
            self.assert_same(f"sweep/member_000{task}", f"member_{task}")

    def test_srun_passes_the_signal_on(self):
        job = self.submit("c.yaml", "step", "--seed", "4", TILSCAPE_LAUNCHER="srun --quiet")
        self.hold("step")
        self.tell_to_stop(job, "step")
        self.assert_done(job, restarts=1)
        self.run_undisturbed("c.yaml", "--seed", "4", "--out", "step_whole")
        self.assert_same("step_whole", "step")

    def test_a_step_that_is_preempted_goes_on(self):
        job = self.submit("c.yaml", "preempted", "--seed", "7", sbatch=("--partition=low",), cpus=8,
                          TILSCAPE_LAUNCHER="srun --quiet")
        self.hold("preempted")
        CLUSTER.call("sbatch", "--partition=high", "--cpus-per-task=15", "--output=/dev/null", "--wrap", "true")
        self.wait_for(job)
        # Slurm 24.11 starts a job that was preempted within its grace period once more after its end; 22.05 does not.
        needless = self.read(f"log_{job}").count("preempted: is finished;")
        self.assertLessEqual(needless, 1)
        self.assert_done(job, restarts=1, needless=needless)
        self.run_undisturbed("c.yaml", "--seed", "7", "--out", "preempted_whole", threads=8)
        self.assert_same("preempted_whole", "preempted")

    def test_a_controller_that_does_not_answer_is_asked_again(self):
        os.mkdir(self.path("bin"))
        with open(os.open(self.path("bin", "scontrol"), os.O_WRONLY | os.O_CREAT, 0o755), "w", encoding="utf-8") as file:
            file.write(f"""#!/bin/sh
[ -e "{self.path('asked')}" ] && exec {shutil.which('scontrol')} "$@"
touch "{self.path('asked')}"
exit 1
""")
        job = self.submit("c.yaml", "patient", PATH=f"{self.path('bin')}:{CLUSTER.environment['PATH']}")
        self.hold("patient")
        self.tell_to_stop(job, "patient")
        self.assert_done(job, restarts=1)
        self.assertTrue(os.path.exists(self.path("asked")))

    def test_an_error_is_not_requeued(self):
        log = self.assert_ended(self.submit("none.yaml", "none"), "FAILED", 2, restarts=0)
        self.assertIn("tilscape ended with exit code 2;", log)
        os.mkdir(self.path("foreign"))
        with open(self.path("foreign", "thesis.tex"), "w", encoding="utf-8") as file:
            file.write("text")
        self.assert_ended(self.submit("c.yaml", "foreign"), "FAILED", 3, restarts=0)
        self.assertEqual(os.listdir(self.path("foreign")), ["thesis.tex"])

    def test_the_beginnings_of_a_run_are_replaced(self):
        os.mkdir(self.path("begun"))
        with open(self.path("begun", "log.txt"), "w", encoding="utf-8") as file:
            file.write("Tilscape run folder\n")  # what one has that was killed at once
        self.assert_done(self.submit("c.yaml", "begun"), restarts=0)

    def test_what_gets_no_further_is_not_requeued(self):
        with open(os.open(self.path("idler"), os.O_WRONLY | os.O_CREAT, 0o755), "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\nexit 75\n")
        log = self.assert_ended(self.submit("c.yaml", "idle", TILSCAPE=self.path("idler")), "FAILED", 75, restarts=0)
        self.assertIn("without having got any further", log)

    def test_an_array_needs_a_folder_for_each_task(self):
        array = self.submit("c.yaml", "shared", sbatch=("--array=0-1",))
        self.assertIn("write %a", self.assert_ended(f"{array}_0", "FAILED", 2, restarts=0))
        self.assertFalse(os.path.exists(self.path("shared")))

    def test_a_cancelled_job_leaves_a_checkpoint_to_go_on_from(self):
        job = self.submit("c.yaml", "cancelled", "--seed", "5")
        self.hold("cancelled")
        CLUSTER.call("scancel", job)
        self.wait_for(job)
        self.assertIn("ended with exit code 143", self.read(f"log_{job}"))
        again = self.submit("c.yaml", "cancelled", "--seed", "5")
        self.assertIn(f"{PROGRAM} resume ", self.assert_ended(again, "COMPLETED", 0, restarts=0))
        self.run_undisturbed("c.yaml", "--seed", "5", "--out", "cancelled_whole")
        self.assert_same("cancelled_whole", "cancelled")

    def test_a_run_that_slurm_itself_requeues_goes_on(self):
        """As after a node failure."""
        job = self.submit("c.yaml", "requeued", "--seed", "6")
        self.hold("requeued")
        CLUSTER.call("scontrol", "requeue", job)
        self.assertIn(f"{PROGRAM} resume ", self.assert_ended(job, "COMPLETED", 0, restarts=1))
        self.run_undisturbed("c.yaml", "--seed", "6", "--out", "requeued_whole")
        self.assert_same("requeued_whole", "requeued")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    try:
        CLUSTER = Cluster()
    except CannotStart as problem:
        print(f"skipped: {problem}")
        sys.exit(77)
    try:
        unittest.main()
    finally:
        CLUSTER.close()
