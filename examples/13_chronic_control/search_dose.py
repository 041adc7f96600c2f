#!/usr/bin/env python3
"""Bisects for the daily dose of the targeted inhibitor that leaves as many tumour cells after the run as it starts with.

    python3 search_dose.py TILSCAPE [--low 1] [--high 200] [--runs 8] [--set KEY=VALUE ...]

Every dose is a run of config.yaml in a folder of its own, deleted afterwards. A dose too low lets the tumour grow, one
too high shrinks it; each run halves what lies between, on a logarithmic scale.
"""
import argparse
import csv
import math
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LIVE = ("tumour_cycling", "tumour_quiescent", "tumour_hypoxic")
ITEM = "therapy=[{{drug: targeted_inhibitor, dose_mg: {:.6g}, every_days: 1, doses: 90}}]"


def growth(program, dose_mg, settings):
    """Tumour cells at the end of a run at this dose, relative to its start."""
    with tempfile.TemporaryDirectory() as scratch:
        out = os.path.join(scratch, "run")
        command = [program, "run", os.path.join(HERE, "config.yaml"), "--out", out, "--threads", "1"]
        for setting in [ITEM.format(dose_mg), "output.snapshot_every_h=100000"] + settings:
            command += ["--set", setting]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"search_dose.py: {done.stderr}")
        with open(os.path.join(out, "census.csv"), newline="", encoding="utf-8") as file:
            cells = [sum(int(row[name]) for name in LIVE) for row in csv.DictReader(file)]
    return cells[-1] / cells[0]


def bisect(program, low, high, runs, settings):
    """The middle of what is left between a dose too low and one too high."""
    for _ in range(runs):
        dose = math.sqrt(low * high)
        ratio = growth(program, dose, settings)
        print(f"{dose:8.3f} mg/day: x {ratio:.3f} in the run", flush=True)
        low, high = (dose, high) if ratio > 1 else (low, dose)
    return math.sqrt(low * high)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tilscape", metavar="TILSCAPE", help="the program")
    parser.add_argument("--low", type=float, default=1, help="a dose too low, mg")
    parser.add_argument("--high", type=float, default=200, help="a dose too high, mg")
    parser.add_argument("--runs", type=int, default=8)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="passed on to every run")
    options = parser.parse_args()
    dose = bisect(options.tilscape, options.low, options.high, options.runs, options.set)
    print(f"{dose:.3f} mg per day")


if __name__ == "__main__":
    main()
