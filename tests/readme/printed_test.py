"""Types what the READMEs print, each line as it stands and in its folder, in a copy of the repository.

    python3 tests/readme/printed_test.py build/cpu/tilscape build/cpu

A program named tilscape comes first on the path. It calls the real one with the words it got, and for some configurations
adds a shorter duration or a smaller lattice, so that every arm of every example is run. What is not typed here stands in LEFT_OUT.
"""
import hashlib
import os
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "dev"))
from printed import ROOT, copy_of_repository, environment_with, printed, python_with, write_program  # noqa: E402

BUILD = os.path.abspath(sys.argv.pop())
PROGRAM = os.path.abspath(sys.argv.pop())
COMMANDS = ("tilscape", "python3", "tools/", "build/", "cmake", "ctest", "export", "sbatch", "srun", "OMP_", "PYTHONPATH=")
# Beginnings of commands, and why they are not typed here. Each must occur in some README.
LEFT_OUT = {
    "tools/quickstart": "installs packages",
    "tools/test": "is what calls this",
    "sbatch": "needs Slurm; tests/slurm has it",
    "export TILSCAPE": "for Slurm",
    "srun": "needs Slurm",
    "OMP_": "other machines and builds",
    "cmake": "builds",
    "tilscape bench  ": "takes minutes; tests/tools and tests/cli have it, smaller",
    "tilscape bench --case": "likewise",
    "tilscape bench --backend cuda": "likewise",
    "build/cpu/tilscape bench": "likewise",
    "python3 -m venv": "installs packages",
    "python3 tools/bench/writing.py": "likewise",
    "python3 tools/bench/beside_work.py": "takes half an hour",
    "python3 tools/bench/importing.py": "takes a table of a million cells",
}
# What runs of configurations in these folders are set to here: fewer days, or a smaller lattice where a treatment on a
# later day would be past the end. Others run as they say.
SHORTENED = {f"examples/{number:02}_": "duration_days=0.25" for number in (4, 5, 6, 7)}
SHORTENED.update({f"examples/{number:02}_": "lattice.size=[24,24]" for number in (3, 9, 10, 11, 12, 13)})
WRAPPER = """#!/bin/sh
# tilscape as the READMEs call it, with a shorter run where the test asks for one.
if [ "$1" = run ]; then
  here=$PWD/$2
  case $2 in /*) here=$2 ;; esac
  while read -r folder setting; do
    case $here in *"/$folder"*) exec "{program}" "$@" --set "$setting" ;; esac
  done < "{shortened}"
fi
exec "{program}" "$@"
"""


def readmes():
    """Of the repository's folders that have one with commands, the root first."""
    found = ["README.md"]
    for top in ("examples", "tools", "paraview", "config"):
        for folder, _, files in sorted(os.walk(os.path.join(ROOT, top))):
            if "README.md" in files:
                found.append(os.path.relpath(os.path.join(folder, "README.md"), ROOT))
    return found


def folder_of(readme, command):
    """Where a README is typed: examples in their folder, the others at the root, as their paths say."""
    return os.path.dirname(readme) if readme.startswith("examples/") else ""


def digests(folder):
    found = {}
    for path, _, files in os.walk(folder):
        for name in files:
            with open(os.path.join(path, name), "rb") as file:
                found[os.path.relpath(os.path.join(path, name), folder)] = hashlib.sha256(file.read()).hexdigest()
    return found


class Printed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.copy = os.path.join(scratch.name, "tilscape")
        bin_folder = os.path.join(scratch.name, "bin")
        os.mkdir(bin_folder)
        copy_of_repository(cls.copy)
        cls.before = digests(cls.copy)
        shortened = os.path.join(scratch.name, "shortened")
        with open(shortened, "w", encoding="utf-8") as file:
            file.writelines(f"{folder} {setting}\n" for folder, setting in SHORTENED.items())
        write_program(os.path.join(bin_folder, "tilscape"), WRAPPER.format(program=PROGRAM, shortened=shortened))
        cls.python = python_with("h5py", "matplotlib", "pandas")
        if cls.python:
            write_program(os.path.join(bin_folder, "python3"), f'#!/bin/sh\nexec "{cls.python}" "$@"\n')
        cls.environment = dict(environment_with(bin_folder), OMP_NUM_THREADS="1")

    def type(self, readme, command):
        done = subprocess.run(["bash", "-c", command], cwd=os.path.join(self.copy, folder_of(readme, command)),
                              env=self.environment, capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 0, f"{readme}: {command}\n{done.stdout}{done.stderr}")

    def test_every_command_runs_as_printed_and_changes_no_file_of_the_repository(self):
        unused, typed = set(LEFT_OUT), 0
        for readme in readmes():
            for command in printed(readme, COMMANDS):
                reasons = [start for start in LEFT_OUT if command.startswith(start)]
                unused.difference_update(reasons)
                if reasons or (command.startswith(("python3", "PYTHONPATH=")) and not self.python):
                    continue
                with self.subTest(readme=readme, command=command):
                    self.type(readme, command)
                    typed += 1
        self.assertGreater(typed, 60 if self.python else 50)
        self.assertEqual(unused, set(), "no README prints this any more")
        after = digests(self.copy)
        self.assertEqual({name: after.get(name) for name in self.before}, self.before)
        if not self.python:
            print("commands of python3 skipped: no python3 with h5py, matplotlib and pandas")

    def test_the_schedule_that_is_explained_is_the_one_that_is_run(self):
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            explained = re.search(r"^    therapy:\n((?:      - .*\n)+)", file.read(), re.M)[1].split()
        with open(os.path.join(ROOT, "examples", "03_pd1_blockade", "combined.yaml"), encoding="utf-8") as file:
            run = file.read().split("therapy:\n")[1].split()
        self.assertEqual(explained, run)

    def test_installed_it_is_found_and_needs_nothing_of_the_build(self):
        with tempfile.TemporaryDirectory() as prefix:
            done = subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            share = os.path.join(prefix, "share", "tilscape")
            for name in ("README.md", "tools/python/tilscape/plot.py", "tools/python/__main__.py", "paraview/README.md", "examples/02_tissue/cells.csv"):
                self.assertTrue(os.path.exists(os.path.join(share, name)), name)
            environment = dict(os.environ, PATH=os.path.join(prefix, "bin") + os.pathsep + os.environ["PATH"])
            done = subprocess.run(["bash", "-c", "tilscape run examples/01_quickstart/config.yaml --set duration_days=0.1 "
                                                 f"--out {prefix}/run && tilscape digest {prefix}/run"],
                                  cwd=share, env=environment, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            if self.python:
                done = subprocess.run([self.python, "-B", "tools/python", "summary", f"{prefix}/run"], cwd=share, capture_output=True,
                                      text=True, check=False)
                self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
