#!/usr/bin/env python3
"""T cells per mm2 inside the tumour nests of runs and around them over time, and a map of each run on one day.

    python3 infiltration.py RUN RUN ... [-o maps.png] [--day 4]
"""
import argparse
import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools"))
from make_tissue import SITES, SPACING_UM, in_nest  # noqa: E402
from plot_run import draw_cells  # noqa: E402
from tilscape_reader import Run, RunError  # noqa: E402

WIDTH_UM = SITES * SPACING_UM
NEST_SITES = sum(in_nest(x, y) for x in range(SITES) for y in range(SITES))


def per_mm2(cells):
    """T cells in nests, and around them."""
    t_cells = cells[cells["type_name"] == "cd8_t_cell"]
    inside = sum(in_nest(int(x // SPACING_UM), int(y // SPACING_UM)) for x, y in zip(t_cells["x_um"], t_cells["y_um"]))
    mm2_per_site = (SPACING_UM * 1e-3) ** 2
    return inside / (NEST_SITES * mm2_per_site), (len(t_cells) - inside) / ((SITES**2 - NEST_SITES) * mm2_per_site)


def draw_map(axes, name, cells):
    axes.set(xlim=(0, WIDTH_UM), ylim=(0, WIDTH_UM), aspect="equal", xticks=[], yticks=[])
    axes.set_title(name, fontsize=10)
    draw_cells(axes, cells, SPACING_UM, WIDTH_UM)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", metavar="RUN")
    parser.add_argument("-o", "--output", default="maps.png")
    parser.add_argument("--day", type=float, default=4)
    options = parser.parse_args()
    figure, row = plt.subplots(1, len(options.runs), figsize=(2.2 * len(options.runs), 2.4), dpi=150, squeeze=False)
    figure.tight_layout(pad=0.4)
    for axes, folder in zip(row[0], options.runs):
        try:
            run = Run(folder)
        except RunError as error:
            sys.exit(f"infiltration.py: {error}")
        print(f"{folder}\nday  in nests  around, per mm2")
        for time_h in run.times_h:
            inside, around = per_mm2(run.cells(time_h=time_h))
            print(f"{time_h / 24:3g} {inside:9.0f} {around:7.0f}")
        draw_map(axes, os.path.normpath(folder).split(os.sep)[0].replace("_", " "), run.cells(time_h=24 * options.day))
    figure.savefig(options.output, bbox_inches="tight", pad_inches=0.05)


if __name__ == "__main__":
    main()
