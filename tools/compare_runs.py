#!/usr/bin/env python3
"""Runs side by side: one census column of each over time, in a figure and in numbers.

    python3 tools/compare_runs.py RUN RUN ... [-o arms.png] [--column tumour_live]

tumour_live is the sum of cycling, quiescent and hypoxic tumour cells; any other column stands in census.csv.
"""
import argparse
import csv
import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

COLOURS = ["#222222", "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9"]  # Okabe and Ito
LIVE = ("tumour_cycling", "tumour_quiescent", "tumour_hypoxic")


def census_of(run):
    path = os.path.join(run, "census.csv")
    try:
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        sys.exit(f"compare_runs.py: {path}: {error.strerror}; expected the folder of a run")


def values_of(rows, column, run):
    names = LIVE if column == "tumour_live" else (column,)
    try:
        return [sum(float(row[name]) for name in names) for row in rows]
    except KeyError as error:
        sys.exit(f"compare_runs.py: {run}: the census has no column {error}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", metavar="RUN")
    parser.add_argument("-o", "--output", default="arms.png")
    parser.add_argument("--column", default="tumour_live")
    options = parser.parse_args()

    figure, axes = plt.subplots(figsize=(6.4, 4), dpi=150)
    for k, run in enumerate(options.runs):
        rows = census_of(run)
        days = [float(row["time_h"]) / 24 for row in rows]
        values = values_of(rows, options.column, run)
        name = os.path.basename(os.path.normpath(run))
        axes.plot(days, values, color=COLOURS[k % len(COLOURS)], linewidth=1.8, label=name)
        print(f"{name:24} day {days[0]:g}: {values[0]:g}   day {days[-1]:g}: {values[-1]:g}")
    label = "live tumour cells" if options.column == "tumour_live" else options.column
    axes.set(xlabel="day", ylabel=label, ylim=(0, None), xlim=(0, None))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(options.output)


if __name__ == "__main__":
    main()
