"""What the program says of itself: commands, help, options and names that it does not know.

    python3 tests/cli/help_test.py build/cpu/tilscape
"""
import json
import os
import subprocess
import sys
import unittest

import run_folders

COMMANDS = ["run", "resume", "branch", "validate", "info", "digest", "params", "import-tissue", "sequence", "phylogeny",
            "bench", "help"]


class Help(run_folders.RunCase):
    config = "seed: 1\n"

    def columns(self, width, *arguments):
        return subprocess.run([self.program, *arguments], capture_output=True, text=True, check=False,
                              env=dict(os.environ, COLUMNS=str(width)))

    def test_the_commands_are_listed_whichever_way_one_asks(self):
        said = {way: self.call(*words) for way, words in (("bare", []), ("help", ["help"]), ("--help", ["--help"]),
                                                          ("-h", ["-h"]))}
        for way, done in said.items():
            self.assertEqual(done.returncode, 2 if way == "bare" else 0, way)
            self.assertEqual((done.stdout, done.stderr), (said["help"].stdout, ""), way)
            for command in COMMANDS:
                self.assertIn(f"\n  {command} ", done.stdout)

    def test_help_of_a_command_is_its_own_help_and_fits(self):
        for command in COMMANDS:
            for width in (80, 100):
                done, same = self.columns(width, "help", command), self.columns(width, command, "--help")
                self.assertEqual((done.returncode, done.stdout), (0, same.stdout), command)
                self.assertLessEqual(max(map(len, done.stdout.splitlines())), width, done.stdout)
        wrong = self.call("help", "resum")
        self.assertEqual((wrong.returncode, wrong.stdout), (2, ""))
        self.assertIn("there is no command 'resum'; expected run, ", wrong.stderr)
        self.assertIn("did you mean 'resume'?", wrong.stderr)

    def test_what_is_not_known_is_named_with_the_nearest_that_is(self):
        for near, words in (("run", ["rnu", "c.yaml"]), ("--threads", ["run", "c.yaml", "--treads", "2"]),
                            ("--until-day", ["resume", "run", "--untilday", "3"]), ("--day", ["digest", "run", "--dya=3"]),
                            ("--json-schema", ["params", "--json-shema"]), ("--version", ["--verison"]),
                            ("cpu", ["run", "c.yaml", "--backend", "cpuu"]), ("attack", ["bench", "--case", "atack"]),
                            ("poisson", ["sequence", "run", "--depth-law", "poison"]),
                            ("qupath", ["import-tissue", "c.yaml", "--preset", "qpath", "--out", "t.csv"]),
                            ("lattice.size", ["params", "lattice.sise"]), ("seed", ["run", "c.yaml", "--set", "sede=3"]),
                            ("drug", ["run", "c.yaml", "--set", "therapy=[{drugg: nivolumab, dose_mg: 3}]"]),
                            ("nivolumab", ["validate", "c.yaml", "--set", "therapy=[{drug: nivolumap, dose_mg: 3}]"]),
                            ("start", ["validate", "c.yaml", "--set",
                                       "therapy=[{drug: nivolumab, dose_mg: 3, strat: {day: 1}}]"]),
                            ("radiation", ["validate", "c.yaml", "--set", "therapy=[{procedure: radiaton, dose_Gy: 3}]"]),
                            ("nivolumab_240_q2w", ["validate", "c.yaml", "--set", "therapy=[{regimen: nivolumab_240_q2}]"]),
                            ("periodic", ["validate", "c.yaml", "--set", "lattice.boundary=perodic"])):
            done = self.call(*words)
            self.assertEqual(done.returncode, 2, (words, done.stderr))
            self.assertIn(f"did you mean '{near}'?", done.stderr, words)
            self.assertEqual(done.stdout, "", words)

    def test_params_says_what_it_is_asked(self):
        def keys(*words):
            text = self.call_ok("params", *words).stdout
            return [line.split(" = ")[0] for line in text.splitlines() if " = " in line and not line.startswith((" ", "key"))]

        self.assertGreater(len(keys()), 200)
        self.assertEqual(keys("seed"), ["seed"])
        self.assertEqual(keys("*_every_h"), ["output.snapshot_every_h", "output.census_every_h", "output.checkpoint_every_h"])
        self.assertTrue(keys("tumour.division"))
        self.assertTrue(all(key.startswith("tumour.division") for key in keys("tumour.division")))
        schema = json.loads(self.call_ok("params", "lattice", "--json-schema").stdout)
        self.assertEqual(list(schema["properties"]), ["lattice"])
        table = self.call_ok("params", "seed", "--markdown").stdout
        self.assertEqual(sum(line.startswith("| `") for line in table.splitlines()), 1)


if __name__ == "__main__":
    run_folders.RunCase.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
