"""tilscape sequence and tilscape phylogeny, as a user calls them after a run.

    python3 tests/cli/evolution_test.py build/cpu/tilscape
"""
import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
CONFIG = """seed: 5
duration_days: 4
replicates: 2
lattice: {size: [40, 40]}
fields: {oxygen: {enabled: false}, ifn_gamma: {enabled: false}, chemokine: {enabled: false}}
initial: {tumour_cells: 3, stroma_fraction: 0.1, vessels_per_mm2: 0, t_cell_fraction: 0}
tumour: {division: {placement: push}, division_per_day: 2}
mutation: {passengers_per_daughter: 2, driver_per_daughter: 0.02, hla_loss_per_daughter: 0.05}
blood: {entry_per_min_per_cm3: 0}
output: {snapshot_every_h: 48, census_every_h: 48}
"""


def leaves(newick):
    """Name and distance from the root of every leaf."""
    found, depth, ends = [], [], []
    tokens = re.findall(r"[(),;]|[^(),;:]+|:[^(),;]+", newick.strip())
    # Read from the end: the length of a node stands behind its children.
    above, length = [0.0], 0.0
    for token in reversed(tokens):
        if token.startswith(":"):
            length = float(token[1:])
        elif token == ")":
            above.append(ends.pop())
        elif token == "(":
            above.pop()
        elif token not in ",;":
            ends = [above[-1] + length]
            found.append((token, ends[0]))
            length = 0.0
    inner = set(re.findall(r"\)([^:;,()]+)", newick))
    return [(name, far) for name, far in found if name not in inner]


class Evolution(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        with open(os.path.join(cls.folder.name, "c.yaml"), "w", encoding="utf-8") as file:
            file.write(CONFIG)
        for out, options in (("two", []), ("second", ["--replicate", "1", "--threads", "2"])):
            done = subprocess.run([PROGRAM, "run", "c.yaml", "--out", out, *options], cwd=cls.folder.name,
                                  capture_output=True, text=True, timeout=300)
            assert done.returncode == 0, done.stderr

    def call(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder.name, capture_output=True, text=True, timeout=120)

    def ok(self, *arguments):
        done = self.call(*arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def table(self, *arguments):
        return list(csv.DictReader(io.StringIO(self.ok("sequence", "second", *arguments)), delimiter="\t"))

    def refused(self, code, text, *arguments):
        done = self.call(*arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(text, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1)
        self.assertEqual(done.stdout, "")

    def test_a_member_alone_or_among_others_reads_the_same(self):
        for command in (["sequence", "--grid", "2,2"], ["phylogeny", "--cells", "20"]):
            name, *options = command
            alone = self.ok(name, "second", *options)
            self.assertEqual(alone, self.ok(name, "two/replicate_0001", *options))
            self.assertNotEqual(alone, self.ok(name, "second", *options, "--seed", "2"))
            self.assertEqual(self.ok(name, "second", *options, "--out", "file"), "")
            with open(os.path.join(self.folder.name, "file"), encoding="utf-8") as file:
                self.assertEqual(file.read(), alone)

    def test_tree_and_table_count_the_same_mutations(self):
        for day in ("2", "4"):
            said = self.call("sequence", "second", "--all", "--day", day).stderr
            cells = int(re.search(r"(\d+) living tumour cells", said).group(1))
            self.assertGreater(cells, 10)
            rows = self.table("--all", "--day", day)
            tree = leaves(self.ok("phylogeny", "second", "--cells", str(cells), "--day", day))
            self.assertEqual(len(tree), cells)
            carried = sum(float(row["ccf"]) for row in rows) * cells
            self.assertAlmostEqual(carried / sum(depth for _, depth in tree), 1, places=4)
            clones = {name.rsplit("_", 1)[1] for name, _ in tree} - {"0"}
            self.assertLessEqual(clones, {row["clone"] for row in rows})  # so the two can be joined

    def test_in_days_all_leaves_end_on_the_day_of_the_snapshot(self):
        for _, depth in leaves(self.ok("phylogeny", "second", "--cells", "15", "--lengths", "days", "--day", "2")):
            self.assertAlmostEqual(depth, 2)

    def test_half_of_the_reads_of_a_mutation_of_all_cells_have_it(self):
        rows = self.table("--all", "--depth", "2000", "--depth-law", "fixed", "--cellularity", "0.5")
        for row in rows:
            self.assertEqual(row["depth"], "2000")
            expected = 0.5 * float(row["ccf"]) / 2
            self.assertLess(abs(float(row["vaf"]) - expected), 6 * (expected * (1 - expected) / 2000) ** 0.5 + 1e-9)

    def test_what_cannot_be_read_is_refused_in_one_line(self):
        self.refused(2, "--day 3: second has no snapshot then", "sequence", "second", "--day", "3")
        self.refused(2, "two: holds 2 members; expected one of them", "sequence", "two")
        self.refused(3, "nowhere: there is no such run folder", "phylogeny", "nowhere")
        self.refused(2, "--depth -1: expected above 0", "sequence", "second", "--depth", "-1")
        self.refused(2, "--box 0,0,601,10: lies outside of the lattice", "sequence", "second", "--box", "0,0,601,10")
        self.refused(2, "--depth-law x: expected poisson or fixed", "sequence", "second", "--depth-law", "x")
        self.refused(2, "--cells 0: expected 1 to", "phylogeny", "second", "--cells", "0")
        self.refused(3, "gone/vaf.tsv", "sequence", "second", "--out", "gone/vaf.tsv")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
