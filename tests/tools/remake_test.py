"""tools/remake in a small repository, whose program and build only note that they were called.

    python3 tests/tools/remake_test.py
"""
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
CMAKE = """#!/bin/sh
echo "cmake $*" >>"$CALLS"
"""
PROGRAM = """#!/bin/sh
echo "tilscape $*" >>"$CALLS"
case $1 in
  bench) echo "by $2" >"$3" ;;
  run) mkdir "$4" && echo "tumour of $4" >"$4/summary.txt" && echo "took 3.1 s" ;;
  fail) exit 3 ;;
esac
"""
PYTHON = """#!/bin/sh
# Has every module, and draws.
case $1 in -c) exit 0 ;; esac
echo "python3 $*" >>"$CALLS"
echo "drew $1"
echo new >my_arms.png
echo new >my_other.png
"""
README = """# An example
    tilscape run config.yaml --out arm
    python3 \\
        draw.py

    no command
"""


class Remake(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root, self.bin = os.path.join(folder.name, "repository"), os.path.join(folder.name, "bin")
        self.calls = os.path.join(folder.name, "calls")
        for name in ("tools/remake", "tools/dev/printed.py"):
            self.write(name, "")
            shutil.copy2(os.path.join(ROOT, name), os.path.join(self.root, name))
        self.write("build/cpu/build.ninja", "")
        self.program("repository/build/cpu/tilscape", PROGRAM)
        self.program("bin/cmake", CMAKE)
        self.program("bin/python3", PYTHON)
        self.write("tools/bench/recorded_digests.inc", "old")
        self.write("tools/bench/recorded_defaults.inc", "old")
        self.write("docs/draw.py", "open('docs/layers.svg', 'w').write('new')\n")
        for name in ("01_one", "02_two"):
            self.write(f"examples/{name}/README.md", README)
            self.write(f"examples/{name}/arms.png", "old")

    def write(self, name, text):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, name):
        with open(os.path.join(self.root, name), encoding="utf-8") as file:
            return file.read().strip()

    def program(self, name, text):
        path = os.path.join(self.root, "..", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)

    def remake(self, *parts):
        environment = dict(os.environ, PATH=self.bin + os.pathsep + os.environ["PATH"], CALLS=self.calls)
        done = subprocess.run([sys.executable, os.path.join(self.root, "tools", "remake"), *parts], env=environment,
                              capture_output=True, text=True, check=False)
        calls = []
        if os.path.exists(self.calls):
            with open(self.calls, encoding="utf-8") as file:
                calls = file.read().splitlines()
        return done, calls

    def test_the_program_is_built_before_it_records_and_with_what_it_recorded(self):
        done, calls = self.remake("digests", "defaults")
        self.assertEqual(done.returncode, 0, done.stderr)
        built = "cmake --build --preset cpu --target tilscape"
        self.assertEqual(calls, [built, "tilscape bench --record-defaults tools/bench/recorded_defaults.inc", built,
                                 built, "tilscape bench --record tools/bench/recorded_digests.inc", built])
        self.assertEqual(self.read("tools/bench/recorded_digests.inc"), "by --record")

    def test_an_example_keeps_its_pictures_and_what_its_commands_tell_and_no_times(self):
        done, _ = self.remake("examples/02_two")
        self.assertEqual(done.returncode, 0, done.stderr)
        numbers = self.read("examples/02_two/numbers.txt")
        self.assertIn("$ tilscape run config.yaml --out arm\ntumour of arm\n", numbers)
        self.assertIn("drew draw.py", numbers)
        self.assertNotIn("took", numbers)
        self.assertEqual(self.read("examples/02_two/arms.png"), "new")
        self.assertFalse(os.path.exists(os.path.join(self.root, "examples/02_two/other.png")))
        self.assertFalse(os.path.exists(os.path.join(self.root, "examples/02_two/arm")))
        self.assertFalse(os.path.exists(os.path.join(self.root, "examples/01_one/numbers.txt")))

    def test_without_a_word_it_makes_everything(self):
        done, _ = self.remake()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.read("docs/layers.svg"), "new")
        self.assertEqual(self.read("tools/bench/recorded_defaults.inc"), "by --record-defaults")
        for name in ("01_one", "02_two"):
            self.assertEqual(self.read(f"examples/{name}/arms.png"), "new")

    def test_what_there_is_not_is_refused_and_what_fails_is_told(self):
        done, calls = self.remake("digest")
        self.assertEqual((done.returncode, calls), (2, []))
        self.assertIn("found digest; expected one of defaults, digests, docs, examples", done.stderr)
        self.write("examples/01_one/README.md", "    tilscape fail\n")
        done, _ = self.remake("examples/01_one")
        self.assertEqual(done.returncode, 1)
        self.assertIn("exit status 3", done.stderr)


if __name__ == "__main__":
    unittest.main()
