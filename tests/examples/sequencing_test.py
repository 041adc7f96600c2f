"""Sequencing a tumour that grew from one cell: the rows that the example's README shows.

    python3 tests/examples/sequencing_test.py build/cpu/tilscape
"""
import csv
import os
import subprocess
import tempfile
import unittest

from example_runs import EXAMPLES, PROGRAM, commands, run, tumour


class Sequencing(unittest.TestCase):
    def test_the_subclone_is_private_to_one_region(self):
        with tempfile.TemporaryDirectory() as scratch:
            out = os.path.join(scratch, "run")
            census = run(commands("20_sequencing")["run"], os.path.join(EXAMPLES, "20_sequencing"), out, [])
            self.assertEqual(tumour(census)[-1], 11598)
            table = subprocess.run([PROGRAM, "sequence", out, "--grid", "2,2", "--depth", "100", "--cellularity", "0.7"],
                                   capture_output=True, check=True, text=True).stdout
        rows = csv.DictReader(table.splitlines(), delimiter="\t")
        driver = {row["region"]: row for row in rows if row["mutation"] == "659706976834500-1"}
        self.assertEqual({region: row["ccf"] for region, row in driver.items()},
                         {"grid_1_1": "0", "grid_2_1": "0", "grid_1_2": "0.192049", "grid_2_2": "0"})
        self.assertEqual((driver["grid_1_2"]["depth"], driver["grid_1_2"]["alt_reads"]), ("103", "9"))


if __name__ == "__main__":
    unittest.main()
