"""A disk that fills up, fails or must not be written: exit code 3, what to do, nothing lost, `resume` finishes the run.

    python3 tests/cli/disk_full_test.py build/cpu/tilscape build/cpu/.../libfailing_disk.so

Small disks are tmpfs in a mount namespace of the test's own, which takes root or a user namespace; without either: skipped.
"""
import errno
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import run_folders

try:
    import h5py
except ImportError:
    h5py = None

PROGRAM = ""
SHIM = ""
MAY_MOUNT = os.environ.get("TILSCAPE_MAY_MOUNT")
CONFIG = """lattice: {size: [30, 24, 3]}
duration_days: 0.25
initial: {tumour_cells: 400, t_cell_fraction: 0.01, vessels_per_mm2: 60}
output: {census_every_h: 0.25, snapshot_every_h: 0.5, checkpoint_every_h: 0.75}
"""
PAGE = 4096
# What fills the disk, each in at least one of the runs.
KINDS = {"start": r"log\.txt|run\.yaml", "snapshot": r"snap/", "census": r"census\.csv", "checkpoint": r"checkpoint/",
         "series": r"\.series", "end": r"clones\.h5"}
PROBLEMS = {errno.ENOSPC: "is full", errno.EDQUOT: "quota", errno.EIO: "may be failing", errno.EROFS: "only be read",
            errno.EACCES: "where you may write"}


def sanitized():
    with open(PROGRAM, "rb") as program:
        return re.search(b"__[at]san_init", program.read()) is not None


class Disk(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.disk = self.path("disk")
        self.out = os.path.join(self.disk, "run")
        os.mkdir(self.disk)
        with open(self.path("c.yaml"), "w", encoding="utf-8") as file:
            file.write(CONFIG)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def call(self, *arguments, **how):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60, check=False,
                              **how)

    def run_in(self, out, *arguments, **how):
        return self.call("run", "c.yaml", "--threads", "1", "--out", out, *arguments, **how)

    def make_whole(self, *arguments):
        done = self.run_in("whole", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)

    def assert_all_readable(self):
        """What has its name is whole, and all that is listed is there."""
        listed = run_folders.announced(self.out)
        if listed:
            info = self.call("info", self.out)
            self.assertEqual(info.returncode, 0, info.stderr)
            self.assertEqual([line.split()[-1] for line in info.stdout.splitlines()[2:]],
                             [os.path.basename(name) for name in listed])
        for folder, _, names in os.walk(self.out):
            for name in names:
                self.assertFalse(name.endswith(".tmp"), name)
                if h5py and re.search(r"\.(h5|hdf|vtkhdf)$", name):
                    with h5py.File(os.path.join(folder, name), "r") as file:
                        file.visititems(lambda _, item: item[()] if isinstance(item, h5py.Dataset) else None)

    def assert_stopped_well(self, done, problem):
        """@returns the file that the message names"""
        self.assertEqual(done.returncode, 3, done.stderr)
        what, what_now = done.stderr.splitlines()
        self.assertIn(problem, what)
        self.assertTrue(what.startswith(self.out), what)
        if os.path.exists(self.out):
            self.assertRegex(what_now, f"`tilscape resume {self.out}` goes on from (day [0-9.]+|the start)")
        else:
            self.assertIn("start it again", what_now)
        self.assert_all_readable()
        return what.split(":")[0]

    def go_on(self, *arguments):
        done = self.call("resume", self.out) if os.path.exists(self.out) else self.run_in(self.out, *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        run_folders.assert_same(self, self.path("whole"), self.out)


@unittest.skipUnless(MAY_MOUNT, "no small disk can be mounted: neither root nor a user namespace")
class FullDisk(Disk):
    def mount(self, options):
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", self.disk], check=True)

    def remount(self, options):
        subprocess.run(["mount", "-o", "remount," + options, self.disk], check=True)

    def tearDown(self):
        subprocess.run(["umount", "-q", self.disk], check=False)

    def pages(self):
        space = os.statvfs(self.disk)
        return (space.f_blocks - space.f_bfree) * space.f_frsize // PAGE

    def fill(self, problem, options, *arguments):
        """A run on a disk that is too small, then on one that is not. @returns what filled it"""
        self.tearDown()
        self.mount(options)
        with self.subTest(options=options):
            file = self.assert_stopped_well(self.run_in(self.out, *arguments), problem)
            self.remount("size=64m,nr_inodes=10000")
            self.go_on(*arguments)
            return file
        return ""

    def pages_of_whole(self, *arguments):
        self.make_whole(*arguments)
        self.mount("size=64m")
        self.assertEqual(self.run_in(self.out, *arguments).returncode, 0)
        return self.pages()

    def test_a_disk_that_fills_at_20_moments(self):
        # At the start each page counts; then the sizes are spread evenly over all that is written.
        pages = self.pages_of_whole()
        files = [self.fill("is full", f"size={size * PAGE},nr_inodes=10000")
                 for size in [1, 3, 6] + [3 + (pages - 6) * k // 12 for k in range(1, 12)]]
        files += [self.fill("room for another file", f"size=64m,nr_inodes={count}") for count in (2, 5, 20, 33, 43)]
        # A run of many clones that writes no checkpoint takes most at its end.
        shutil.rmtree(self.path("whole"))
        never = ["--set", "output.checkpoint_every_h=0", "--set", "mutation.hla_loss_per_daughter=0.5",
                 "--set", "tumour.division_per_day=12"]
        self.tearDown()
        files.append(self.fill("is full", f"size={(self.pages_of_whole(*never) - 2) * PAGE}", *never))
        self.assertEqual(len(files), 20)
        for kind, pattern in KINDS.items():
            self.assertTrue(any(re.search(pattern, file) for file in files), f"{kind} in none of {files}")

    def test_a_disk_that_is_full_again_when_the_run_goes_on(self):
        self.make_whole()
        self.mount(f"size={150 * PAGE}")
        self.assert_stopped_well(self.run_in(self.out), "is full")
        for size in (150, 151, 250):
            self.remount(f"size={size * PAGE}")
            self.assert_stopped_well(self.call("resume", self.out), "is full")
        self.remount("size=64m")
        self.go_on()

    def test_members_lose_nothing_either(self):
        several = ["--set", "replicates=3", "--set", "execution.batch=3", "--set", "output.snapshots=all"]
        self.assertEqual(self.run_in("whole", *several).returncode, 0)
        for size in (3, 60, 700, 1500):
            self.mount(f"size={size * PAGE}")
            done = self.run_in(self.out, *several)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("is full", done.stderr)
            self.remount("size=64m")
            done = self.call("resume", self.out) if os.path.exists(self.out) else self.run_in(self.out, *several)
            self.assertEqual(done.returncode, 0, done.stderr)
            for member in range(3):
                run_folders.assert_same(self, self.path(f"whole/replicate_000{member}"), f"{self.out}/replicate_000{member}")
            self.tearDown()

    def test_a_disk_that_can_only_be_read(self):
        self.mount("size=64m")
        self.assertEqual(self.run_in(self.out).returncode, 0)
        before = run_folders.files_of(self.out)
        self.remount("ro")
        for arguments in (["run", "c.yaml", "--out", self.out + "2"], ["run", "c.yaml", "--out", self.out, "--force"],
                          ["resume", self.out, "--until-day", "1"]):
            done = self.call(*arguments)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(f"the disk at {self.disk} can only be read", done.stderr)
        self.assertEqual(run_folders.files_of(self.out), before)
        self.assertEqual(self.call("info", self.out).returncode, 0)


class FailingDisk(Disk):
    """Each call that writes may be the one that fails, with whatever error, alone or like all that follow it."""

    def failing(self, error, number, how):
        counted = self.path("calls")
        return {"env": {**os.environ, "LD_PRELOAD": SHIM, "TILSCAPE_FAILS": f"{self.out} {error} {number} {how}",
                        "TILSCAPE_CALLS": counted}}

    def sample(self, calls):
        """Of each kind of call the first, the last and two between, alone; and a few from which on all fail."""
        for kind in "oawfrm":
            numbers = [k + 1 for k, letter in enumerate(calls) if letter == kind]
            self.assertGreater(len(numbers), 3)
            for k in (0, len(numbers) // 3, len(numbers) * 3 // 5, len(numbers) - 1):
                yield numbers[k], "once"
        for k in range(5):
            yield 3 + k * len(calls) // 5, "on"

    @unittest.skipUnless(os.path.exists(sys.argv[2] if len(sys.argv) > 2 else ""), "no library that makes a disk fail")
    def test_every_call_may_fail(self):
        if sanitized():
            self.skipTest("built with a sanitizer, which wants to be loaded first")
        self.make_whole()
        self.assertEqual(self.run_in(self.out, **self.failing(0, 0, "once")).returncode, 0)
        with open(self.path("calls"), encoding="utf-8") as file:
            named_too_early, not_flushed, calls = file.read().split()
        self.assertEqual((named_too_early, not_flushed), ("0", "0"))
        shutil.rmtree(self.out)
        errors, stopped = itertools.cycle(PROBLEMS), set()
        for number, how in self.sample(calls):
            error = next(errors)
            with self.subTest(number=number, call=calls[number - 1], error=error, how=how):
                done = self.run_in(self.out, **self.failing(error, number, how))
                if done.returncode == 0:  # a line of the log
                    run_folders.assert_same(self, self.path("whole"), self.out)
                else:
                    self.assert_stopped_well(done, PROBLEMS[error])
                    stopped.add(error)
                    self.go_on()
            shutil.rmtree(self.out, ignore_errors=True)
        self.assertEqual(stopped, set(PROBLEMS))


class ForbiddenFolder(Disk):
    def test_where_the_user_may_not_write(self):
        how = {}
        if os.geteuid() == 0:
            with open("/proc/self/uid_map", encoding="utf-8") as file:
                if int(file.read().split()[2]) < 2**31:
                    self.skipTest("root of a user namespace may write everywhere and be nobody else")
            how["user"] = 65534
            os.chmod(self.folder, 0o755)
            shutil.copy(PROGRAM, self.path("tilscape"))
        os.chmod(self.disk, 0o555)
        program = self.path("tilscape") if how else PROGRAM
        for arguments in (["--out", self.out], ["--out", self.out, "--set", "replicates=2"]):
            done = subprocess.run([program, "run", "c.yaml", *arguments], cwd=self.folder, capture_output=True, text=True,
                                  timeout=60, check=False, **how)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertRegex(done.stderr, f"^{self.out}: cannot be made: Permission denied; expected a place where you may write\n")
        self.assertFalse(os.path.exists(self.out))
        os.chmod(self.disk, 0o755)


def may_mount(arguments):
    """Runs this test again where it may mount, if it can. Does not return then."""
    os.environ["TILSCAPE_MAY_MOUNT"] = "1"
    how = "-m" if os.geteuid() == 0 else "-rm"
    test = subprocess.run(["unshare", how, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    if test.returncode == 0:
        os.execvp("unshare", ["unshare", how, sys.executable, "-B", *arguments])
    del os.environ["TILSCAPE_MAY_MOUNT"]


if __name__ == "__main__":
    if not MAY_MOUNT and shutil.which("unshare"):
        may_mount(sys.argv)
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    SHIM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
