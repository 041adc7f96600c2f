"""The soak itself: it draws every key, gives a seed its configuration again, and notices, repeats and shrinks a planted fault.

    python3 tests/soak/soak_test.py build/cpu/tilscape
"""
import json
import os
import stat
import subprocess
import sys
import tempfile
import unittest

import check
import draw

PROGRAM = ""
SOAK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "soak.py")
# A program whose runs on two threads have another seed when their tumour divides by pushing.
FAULTY = """#!{python}
import os, sys
arguments = sys.argv[1:]
text = open(arguments[1]).read() if arguments[0] == "run" else ""
if "--threads" in arguments and arguments[arguments.index("--threads") + 1] == "2" and '"placement": "push"' in text:
    arguments += ["--set", "seed=12345"]
os.execv({program!r}, [{program!r}] + arguments)
"""


def schema():
    return json.loads(subprocess.run([PROGRAM, "params", "--json-schema"], capture_output=True, text=True, check=True).stdout)


class Soak(unittest.TestCase):
    def test_every_key_and_choice_is_drawn(self):
        form = schema()
        drawn = {}
        for seed in range(600):
            for key, value in draw.draw(form, seed).values.items():
                drawn.setdefault(key, set()).add(str(value))
        for key, spec in draw.parameters(form):
            self.assertIn(key, drawn)
            self.assertLessEqual({str(choice) for choice in spec.get("enum", [])}, drawn[key], key)
        given = " ".join(drawn["therapy"])
        for name in draw.REGIMENS + draw.PROCEDURES + draw.CELLS + [key.split(".")[1] for key in drawn if key.startswith("drugs.")]:
            self.assertIn(f"'{name}'", given)

    def test_a_seed_has_one_configuration(self):
        form = schema()
        for seed in (0, 7, 123456789):
            self.assertEqual(draw.draw(form, seed).yaml(), draw.draw(form, seed).yaml())
        self.assertNotEqual(draw.draw(form, 0).yaml(), draw.draw(form, 1).yaml())

    def test_regimens_are_those_of_the_program(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "c.yaml")
            with open(file, "w", encoding="utf-8") as out:
                out.write("therapy: [{regimen: none}]\n")
            said = subprocess.run([PROGRAM, "validate", file], capture_output=True, text=True, check=False).stderr
        listed = said.split("expected one of: ")[1].split(";")[0].strip()
        self.assertEqual(listed.split(", "), draw.REGIMENS)

    def test_a_planted_fault_is_found_and_shrunk(self):
        form = schema()
        seed = next(s for s in range(1000) if draw.draw(form, s).values.get("tumour.division.placement") == "push")
        with tempfile.TemporaryDirectory() as folder:
            program = os.path.join(folder, "faulty")
            with open(program, "w", encoding="utf-8") as file:
                file.write(FAULTY.format(python=sys.executable, program=PROGRAM))
            os.chmod(program, stat.S_IRWXU)
            done = subprocess.run([sys.executable, SOAK, program, "--seeds", str(seed), "--check", "threads", "--shrink", "--out", folder],
                                  capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("digests on one and on two threads differ", done.stdout)
            small = done.stdout.split("fails in a small way")[1]
            self.assertIn('"placement": "push"', small)
            self.assertLess(small.count("\n"), 12, small)
            self.assertTrue(os.path.exists(os.path.join(folder, f"seed_{seed}", "config.yaml")))
            sound = subprocess.run([sys.executable, SOAK, PROGRAM, "--seeds", str(seed), "--check", "threads", "--out", folder],
                                   capture_output=True, text=True, check=False)
            self.assertEqual(sound.returncode, 0, sound.stdout)
            self.assertIn("1 configurations passed", sound.stdout)

    def test_a_census_that_does_not_balance_is_wrong(self):
        names = sorted({name for cells, gains, losses in [*check.BALANCES.values(), *check.WITHOUT_SURGERY.values()]
                        for name in cells + gains + losses} | {part for part, _ in check.PARTS} | {"kills", "clones", "step"})

        def text(*rows):
            return "\n".join([",".join(names)] + [",".join(str(row.get(name, 0)) for name in names) for row in rows])
        values = {"lattice.size": [3, 3]}
        before = {"step": 1, "tumour_cycling": 4, "cd8_searching": 2, "vessels": 1, "clones": 1}
        after = {**before, "step": 2, "tumour_cycling": 3, "tumour_apoptotic": 1, "kills": 1}
        self.assertEqual(check.census([text(before, after)], values), {"births": 0, "kills": 1, "entries": 0})
        for wrong, words in [({"kills": 0}, "corpses do not balance"), ({"births_tumour": 1}, "tumour do not balance"),
                             ({"cd8_searching": 3}, "CD8 T cells do not balance"), ({"clones": 0}, "clones fell"),
                             ({"vessels": float("nan")}, "vessels of the census is no number"), ({"stroma": 9}, "more cells than sites"),
                             ({"kills_nk": 2}, "kills_nk is more than the whole"), ({"treg": -1}, "treg of the census is below 0")]:
            with self.assertRaisesRegex(check.Wrong, words):
                check.census([text(before, {**after, **wrong})], values)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
