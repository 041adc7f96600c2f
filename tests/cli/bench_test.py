"""`tilscape bench` as a user calls it: what it writes, that threads cannot be seen, what it refuses. No speed is judged.

    python3 tests/cli/bench_test.py build/cpu/tilscape
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
SMALL = ["--cells", "10000", "--repeats", "1"]
ALONE = [*SMALL, "--threads", "1"]
RATES = ["agent_updates_per_s", "cell_hours_per_s", "seconds_per_simulated_day", "ns_per_agent_update"]
KEYS = RATES + ["triad_gb_per_s", "field_bandwidth_fraction", "bytes_per_agent", "bytes_per_site", "digest", "digest_check",
                "peak_bytes", "spread", "phases", "machine", "build", "threads", "cells", "backend"]
AGENT_PHASES = {"migration": {"migration"}, "growth": {"tumour_turnover"}, "fields": set()}


class Bench(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.json = os.path.join(folder.name, "bench.json")

    def call(self, *arguments):
        return subprocess.run([PROGRAM, "bench", *arguments], capture_output=True, text=True, timeout=500)

    def figures(self, *arguments):
        done = self.call(*arguments, "--json", self.json)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.json, encoding="utf-8") as file:
            return done.stdout, json.load(file)

    def refused(self, code, *expected, arguments):
        done = self.call(*arguments, "--json", self.json)
        self.assertEqual(done.returncode, code, done.stderr)
        for text in expected:
            self.assertIn(text, done.stderr)
        self.assertFalse(os.path.exists(self.json))

    def test_every_case_has_its_figures_and_the_recorded_digest_on_any_number_of_threads(self):
        listed = [line.split()[0] for line in self.call("--list").stdout.splitlines() if not line.startswith(" ")]
        self.assertIn("attack", listed)
        _, alone = self.figures("--case", "all", *ALONE)
        _, shared = self.figures("--case", "all", *SMALL, "--threads", "2")
        self.assertEqual([c["case"] for c in alone], listed)
        for one, two in zip(alone, shared):
            with self.subTest(case=one["case"]):
                self.assertLessEqual(set(KEYS), set(one))
                self.assertEqual((one["threads"], two["threads"]), (1, 2))
                self.assertEqual(one["digest"], two["digest"])
                self.assertEqual(one["digest_check"], "as recorded")
                self.check_figures(one)

    def check_figures(self, one):
        visiting = {name for name, phase in one["phases"].items() if phase["visits"]["median"] > 0}
        agent_phases = {name for name in visiting if one["phases"][name]["visits_agents"]}
        if one["case"] in AGENT_PHASES:
            self.assertEqual(agent_phases, AGENT_PHASES[one["case"]])
        self.assertEqual(one["agent_updates_per_s"] > 0, bool(agent_phases))
        for name in RATES:
            spread = one["spread"][name]
            self.assertLessEqual(spread["min"], one[name])
            self.assertLessEqual(one[name], spread["max"])
        in_phases = sum(phase["seconds"]["median"] for phase in one["phases"].values())
        self.assertLessEqual(in_phases, one["seconds"])  # one repeat, so these are no medians of several

    def test_scores_of_single_cases(self):
        text, peer = self.figures("--case", "peer-lattice", *ALONE)
        self.assertGreater(peer["live_agents_per_s"], 0)
        self.assertAlmostEqual(peer["occupancy"], 0.908, delta=0.02)
        self.assertIn("as recorded", text)
        _, flat = self.figures("--case", "peer-lattice-2d", *ALONE)
        self.assertAlmostEqual(flat["occupancy"], 0.745, delta=0.03)
        _, batch = self.figures("--case", "replicates", *ALONE)
        self.assertEqual(batch["replicates"], 4)
        self.assertGreater(batch["one_world_over_one_by_one"], 0)

    def test_lines_fit_a_terminal_of_100_columns(self):
        text, _ = self.figures("--case", "everything", *ALONE)
        for line in text.splitlines():
            self.assertLessEqual(len(line), 100)

    def test_the_digest_does_not_depend_on_the_number_of_repeats(self):
        _, one = self.figures("--case", "attack", "--cells", "10001", "--threads", "1", "--repeats", "1")
        _, three = self.figures("--case", "attack", "--cells", "10001", "--threads", "1", "--repeats", "3")
        self.assertEqual(one["digest"], three["digest"])
        self.assertEqual(one["digest_check"], "not recorded")

    def test_another_digest_is_refused_and_nothing_is_reported(self):
        arguments = ["--case", "migration", *ALONE, "--expect-digest", "0123456789abcdef"]
        self.refused(70, "on record is 0123456789abcdef", "not reported", arguments=arguments)
        self.assertNotIn("agent-updates/s", self.call(*arguments).stdout)
        _, migration = self.figures("--case", "migration", *ALONE)
        _, again = self.figures("--case", "migration", *ALONE, "--expect-digest", migration["digest"])
        self.assertEqual(again["digest_check"], "as expected")

    def test_what_cannot_run_is_refused_before_it_starts(self):
        self.refused(4, "bytes", "expected at most", arguments=["--case", "attack", "--cells", "2e9"])
        self.refused(4, "expected", arguments=["--case", "infiltrate", "--cells", "1e15"])
        self.refused(2, "expected 10,000 or more", arguments=["--cells", "100"])
        self.refused(2, "whole number", arguments=["--cells", "10000.5"])
        self.refused(2, "did you mean 'growth'", arguments=["--case", "grwoth"])
        self.refused(2, "--repeats", arguments=["--repeats", "0"])
        self.refused(2, "--backend", arguments=["--backend", "gpu"])
        self.refused(2, "--expect-digest", arguments=["--case", "all", "--expect-digest", "0123456789abcdef"])


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    unittest.main()
