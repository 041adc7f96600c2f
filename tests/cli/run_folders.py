"""What the tests of run folders share: which files a folder has, whether two hold the same, what one announces."""
import json
import os
import subprocess
import tempfile
import unittest


class RunCase(unittest.TestCase):
    """The program in a folder of its own that holds c.yaml."""
    program = ""  # set by main
    config = ""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.write("c.yaml", self.config)

    def path(self, *names):
        return os.path.join(self.folder.name, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, *names):
        with open(self.path(*names), encoding="utf-8") as file:
            return file.read()

    def call(self, *arguments):
        return subprocess.run([self.program, *arguments], cwd=self.folder.name, capture_output=True, text=True, timeout=300)

    def call_ok(self, *arguments):
        done = self.call(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done


def files_of(folder):
    """Every file that two runs of one configuration have in common: all but the log and earlier checkpoints."""
    found = []
    for place, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(place, name), folder) for name in names]
    newest = max((name for name in found if "ckpt_" in name), default=None)  # of the last two, one may be from a stop
    return sorted(name for name in found if os.path.basename(name) != "log.txt" and
                  ("ckpt_" not in name or name == newest or "member_" in name))


def assert_same(case, a, b):
    """Snapshots, census, clones, indexes, checkpoints, parameters: every file has the same bytes."""
    case.assertEqual(files_of(a), files_of(b))
    for name in files_of(a):
        with open(os.path.join(a, name), "rb") as x, open(os.path.join(b, name), "rb") as y:
            case.assertEqual(x.read(), y.read(), name)


def announced(folder):
    """The snapshots that the folder lists."""
    try:
        with open(os.path.join(folder, "run.vtkhdf.series"), encoding="utf-8") as file:
            return [entry["name"] for entry in json.load(file)["files"]]
    except FileNotFoundError:
        return []
