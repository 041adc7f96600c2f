"""pip installs tools/python, and what it installed works from anywhere. For a Python that has setuptools and the package's needs."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

PACKAGE = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "python"))
METADATA = "from importlib.metadata import *; print(version('tilscape'), *requires('tilscape'), sep='\\n')"


class InstallTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.scratch, cls.site = scratch.name, os.path.join(scratch.name, "site")
        source = os.path.join(scratch.name, "python")  # pip builds where the source is
        shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
        done = subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps",
                               "--no-build-isolation", "--target", cls.site, source], capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr)

    def python(self, *words):
        done = subprocess.run([sys.executable, "-B", *words], cwd=self.scratch, env={**os.environ, "PYTHONPATH": self.site},
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_every_module_is_installed_and_no_program_of_the_simulators_name(self):
        def modules(folder):
            return sorted(name for name in os.listdir(os.path.join(folder, "tilscape")) if name.endswith(".py"))

        self.assertEqual(modules(self.site), modules(PACKAGE))
        self.assertFalse(os.path.exists(os.path.join(self.site, "bin")))
        self.assertEqual(self.python("-c", "import tilscape; print(tilscape.__file__)").strip(),
                         os.path.join(self.site, "tilscape", "__init__.py"))

    def test_its_version_and_needs_are_stated(self):
        version, *needs = self.python("-c", METADATA).split("\n")
        self.assertEqual(version, self.python("-c", "import tilscape; print(tilscape.__version__)").strip())
        self.assertEqual([need.replace(" ", "") for need in needs if need],
                         ["h5py>=3.5", "numpy", "pandas", 'matplotlib>=3.5;extra=="plot"'])

    def test_it_draws(self):
        run = os.path.join(self.scratch, "run")
        os.mkdir(run)
        with open(os.path.join(run, "census.csv"), "w", encoding="utf-8") as file:
            file.write("time_h,cd8_engaged\n0,1\n24,2\n")
        self.assertEqual(self.python("-m", "tilscape", "compare", run, "--column", "cd8_engaged"),
                         f"{'run':24} day 0: 1   day 1: 2\n")
        self.assertTrue(os.path.exists(os.path.join(self.scratch, "arms.png")))


if __name__ == "__main__":
    unittest.main()
