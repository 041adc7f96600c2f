#!/usr/bin/env python3
"""Runs side by side: one census column of each over time, in a figure and in numbers.

    python3 tools/python/tilscape/compare.py RUN RUN ... [-o arms.png] [--column tumour_live] [--log]

tumour_live is the sum of cycling, quiescent and hypoxic tumour cells; any other column stands in census.csv. A run of
several members (replicates) is one colour: the first member drawn boldly, the others faintly.
"""
import argparse
import csv
import glob
import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

COLOURS = ["#222222", "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9"]  # Okabe and Ito
LIVE = ("tumour_cycling", "tumour_quiescent", "tumour_hypoxic")


def members_of(run):
    """The folders of a run's members or replicates; of a run that has none, its own."""
    return sorted(glob.glob(os.path.join(glob.escape(run), "*_[0-9][0-9][0-9][0-9]*"))) or [run]


def census_of(folder):
    path = os.path.join(folder, "census.csv")
    try:
        with open(path, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))
    except OSError as error:
        sys.exit(f"compare_runs.py: {path}: {error.strerror}; expected the folder of a run")


def values_of(rows, column, folder):
    names = LIVE if column == "tumour_live" else (column,)
    try:
        return [sum(float(row[name]) for name in names) for row in rows]
    except KeyError as error:
        sys.exit(f"compare_runs.py: {folder}: the census has no column {error}")


def draw(axes, run, column, colour):
    """Each member over time. @returns first and last day, and each member's first and last value"""
    name = os.path.basename(os.path.normpath(run))
    first, last = [], []
    for k, folder in enumerate(members_of(run)):
        rows = census_of(folder)
        days = [float(row["time_h"]) / 24 for row in rows]
        values = values_of(rows, column, folder)
        axes.plot(days, values, color=colour, linewidth=0.8 if k else 1.8, alpha=0.5 if k else 1, label=None if k else name.replace("_", " "))
        first.append(values[0])
        last.append(values[-1])
    return days[0], days[-1], first, last


def listed(values):
    return ", ".join(f"{value:g}" for value in values)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", metavar="RUN")
    parser.add_argument("-o", "--output", default="arms.png")
    parser.add_argument("--column", default="tumour_live")
    parser.add_argument("--log", action="store_true", help="a logarithmic axis, linear between 0 and 1")
    options = parser.parse_args()

    figure, axes = plt.subplots(figsize=(6.4, 4), dpi=150)
    for k, run in enumerate(options.runs):
        start, end, first, last = draw(axes, run, options.column, COLOURS[k % len(COLOURS)])
        print(f"{os.path.basename(os.path.normpath(run)):24} day {start:g}: {listed(first)}   day {end:g}: {listed(last)}")
    label = "live tumour cells" if options.column == "tumour_live" else options.column
    axes.set(xlabel="day", ylabel=label, xlim=(0, None))
    if options.log:
        axes.set_yscale("symlog", linthresh=1)  # linear up to one cell, so that none has a place
    axes.set_ylim(0, None)
    axes.spines[["top", "right"]].set_visible(False)
    crowded = len(options.runs) > 4
    axes.legend(frameon=False, **({"loc": "center left", "bbox_to_anchor": (1, 0.5)} if crowded else {}))
    figure.tight_layout()
    figure.savefig(options.output)


if __name__ == "__main__":
    main()
