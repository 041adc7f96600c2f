"""Runs side by side: one census column of each over time, in a figure and in numbers.

A run of several members (replicates) is one colour: the first member drawn boldly, the others faintly.
"""
import glob
import os

from matplotlib.figure import Figure

from .reader import Run, RunError

COLOURS = ["#222222", "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9"]  # Okabe and Ito
TUMOUR_LIVE = "tumour_live"  # no column itself, but the sum of these
LIVE = ["tumour_cycling", "tumour_quiescent", "tumour_hypoxic"]


def members_of(run):
    """The folders of a run's members or replicates; of a run that has none, its own."""
    return sorted(glob.glob(os.path.join(glob.escape(run), "*_[0-9][0-9][0-9][0-9]*"))) or [run]


def course_of(folder, column):
    """Days and values of one member. @throws RunError"""
    census = Run(folder).census()
    names = LIVE if column == TUMOUR_LIVE else [column]
    for name in ["time_h"] + names:
        if name not in census:
            raise RunError(f"{os.path.join(folder, 'census.csv')}: has no column {name}")
    return census["time_h"] / 24, census[names].sum(axis=1)


def name_of(run):
    return os.path.basename(os.path.normpath(run))


def draw(axes, run, column, colour):
    """Each member over time. @returns first and last day, and each member's first and last value, in words"""
    first, last = [], []
    for k, folder in enumerate(members_of(run)):
        days, values = course_of(folder, column)
        axes.plot(days, values, color=colour, linewidth=0.8 if k else 1.8, alpha=0.5 if k else 1,
                  label=None if k else name_of(run).replace("_", " "))
        first.append(values.iloc[0])
        last.append(values.iloc[-1])
    return f"day {days.iloc[0]:g}: {listed(first)}   day {days.iloc[-1]:g}: {listed(last)}"


def listed(values):
    return ", ".join(f"{value:g}" for value in values)


def compare(runs, column=TUMOUR_LIVE, logarithmic=False):
    """The figure of these run folders, and a line for each with its first and last values. @throws RunError"""
    figure = Figure(figsize=(6.4, 4), dpi=150)
    axes = figure.add_subplot()
    lines = [f"{name_of(run):24} {draw(axes, run, column, COLOURS[k % len(COLOURS)])}" for k, run in enumerate(runs)]
    axes.set(xlabel="day", ylabel="live tumour cells" if column == TUMOUR_LIVE else column, xlim=(0, None))
    if logarithmic:
        axes.set_yscale("symlog", linthresh=1)  # linear up to one cell, so that none has a place
    axes.set_ylim(0, None)
    axes.spines[["top", "right"]].set_visible(False)
    crowded = len(runs) > 4
    axes.legend(frameon=False, **({"loc": "center left", "bbox_to_anchor": (1, 0.5)} if crowded else {}))
    figure.tight_layout()
    return figure, lines
