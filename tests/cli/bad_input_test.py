"""Malformed configurations and tissue tables through the program: exit code 2, file and line, and no output folder.

    python3 tests/cli/bad_input_test.py build/cpu/tilscape
"""
import os
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
# text of the configuration, line that the message must name (None: the file alone)
CONFIGS = [
    ("", None), ("# nothing\n", None), ("\x00\x01\x02", None), ("seed: [1\n", None), ("seed: 1\n  duration_days: 2\n", None),
    ("seed: 1\nseed: 2\n", 2), ("sead: 1\n", 1), ("seed: one\n", 1), ("seed: -1\n", 1), ("seed: 1.5\n", 1),
    ("seed: 1\nduration_days: .nan\n", 2), ("duration_days: .inf\n", 1), ("duration_days: -3\n", 1),
    ("duration_days: 3 days\n", 1), ("duration_days: [3]\n", 1), ("duration_days:\n  a: 1\n", 2), ("- 1\n- 2\n", 1),
    ("lattice: 5\n", 1), ("lattice:\n  size: 7\n", 2), ("lattice:\n  size: [0, 5]\n", 2), ("lattice:\n  size: [5]\n", 2),
    ("lattice:\n  size: [5, 5, 5, 5]\n", 2), ("lattice:\n  size: [5, x]\n", 2), ("lattice:\n  boundary: open\n", 2),
    ("lattice:\n  neighbourhood: hex\n", 2), ("lattice:\n  spacing_um: 0\n", 2), ("lattice:\n  spacing: 10\n", 2),
    ("tumour:\n  division:\n    placement: shove\n", 3), ("tumour: {division_per_day: 1 /day}\n", 1),
    ("t_cell: {lethal_hits: 0}\n", 1), ("t_cell: {lethal_hits: 2.5}\n", 1), ("immune: {shares_site: maybe}\n", 1),
    ("time: {surveillance_min: 2.5}\n", 1), ("therapy: [pembrolizumab]\n", 1), ("antigens: {founder_classes: [64]}\n", 1),
    ("fields: {oxygen: {uptake_per_min: {neuron: 1}}}\n", 1), ("seed: &a 1\nreplicates: *a\n", 1), ("seed:\t1\n\tx: 2\n", None),
]
# text of the table, line
TABLES = [
    ("", None), ("x_um,y_um,type\n", None), ("x_um,type\n5,tumour\n", 1), ("x_um,y_um,type,colour\n5,5,tumour,red\n", 1),
    ("x_um,y_um,type\n5,5,tumour\n5,5,stroma\n", 3), ("x_um,y_um,type\n5,5,b_cell\n", 2), ("x_um,y_um,type\nnan,5,tumour\n", 2),
    ("x_um,y_um,type\n5,inf,tumour\n", 2), ("x_um,y_um,type\n5,5\n", 2), ("x_um,y_um,type\n5,5,tumour,1\n", 2),
    ("x_um,y_um,type\n-1,5,tumour\n", 2), ("x_um,y_um,type\n5,99999,tumour\n", 2), ("x_um,y_um,type\nfive,5,tumour\n", 2),
    ("x_um,y_um,type,pd1\n5,5,cd8_t_cell,2\n", 2), ("x_um,y_um,type,pdl1\n5,5,tumour,-1\n", 2), ("x_um,x_um,type\n5,5,tumour\n", 1),
]


class BadInput(unittest.TestCase):
    def refuse(self, name, text, line, arguments):
        with tempfile.TemporaryDirectory() as folder:
            for file, content in (("good.yaml", "lattice: {size: [20, 20]}\nduration_days: 0.1\n"), (name, text)):
                with open(os.path.join(folder, file), "w", encoding="utf-8") as out:
                    out.write(content)
            done = subprocess.run([PROGRAM, "run", *arguments, "--out", "o"], cwd=folder, capture_output=True, text=True,
                                  timeout=60)
            with self.subTest(text=text):
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertRegex(done.stderr, re.escape(name) + (f":{line}: " if line else ""))
                self.assertFalse(os.path.exists(os.path.join(folder, "o")))

    def test_configurations(self):
        for text, line in CONFIGS:
            self.refuse("bad.yaml", text, line, ["bad.yaml"])

    def test_tissue_tables(self):
        for text, line in TABLES:
            self.refuse("bad.csv", text, line, ["good.yaml", "--set", "initial.tissue=bad.csv"])


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
