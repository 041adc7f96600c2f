#!/usr/bin/env python3
"""T cells per mm2 inside the tumour nests of runs and around them over time, and a map of each run on day 4 or another.

    python3 infiltration.py RUN[@DAY] RUN[@DAY] ... [-o maps.png]
"""
import argparse
import os
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "python"))
from make_tissue import SITES, SPACING_UM, in_nest  # noqa: E402
from tilscape import Run, RunError  # noqa: E402
from tilscape.maps import draw_cells  # noqa: E402

WIDTH_UM = SITES * SPACING_UM
NEST_SITES = sum(in_nest(x, y) for x in range(SITES) for y in range(SITES))


def per_mm2(cells):
    """T cells in nests, and around them."""
    t_cells = cells[cells["type_name"] == "cd8_t_cell"]
    inside = sum(in_nest(int(x // SPACING_UM), int(y // SPACING_UM)) for x, y in zip(t_cells["x_um"], t_cells["y_um"]))
    mm2_per_site = (SPACING_UM * 1e-3) ** 2
    return inside / (NEST_SITES * mm2_per_site), (len(t_cells) - inside) / ((SITES**2 - NEST_SITES) * mm2_per_site)


def folder_and_day(text):
    """RUN or RUN@DAY."""
    folder, _, day = text.partition("@")
    return folder, float(day or 4)


def draw_map(axes, name, run, day):
    axes.set(xlim=(0, WIDTH_UM), ylim=(0, WIDTH_UM), aspect="equal", xticks=[], yticks=[])
    axes.set_title(name, fontsize=10)
    draw_cells(axes, run.cells(time_h=24 * day), run.kinds(), SPACING_UM)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", metavar="RUN[@DAY]", type=folder_and_day)
    parser.add_argument("-o", "--output", default="maps.png")
    options = parser.parse_args()
    figure, row = plt.subplots(1, len(options.runs), figsize=(2.2 * len(options.runs), 2.4), dpi=150, squeeze=False)
    figure.tight_layout(pad=0.4)
    for axes, (folder, day) in zip(row[0], options.runs):
        try:
            run = Run(folder)
        except RunError as error:
            sys.exit(f"infiltration.py: {error}")
        print(f"{folder}\nday  in nests  around, per mm2")
        for time_h in run.times_h:
            inside, around = per_mm2(run.cells(time_h=time_h))
            print(f"{time_h / 24:3g} {inside:9.0f} {around:7.0f}")
        arm = os.path.normpath(folder).split(os.sep)[0].replace("_", " ")
        draw_map(axes, f"{arm}, day {day:g}", run, day)
    figure.savefig(options.output, bbox_inches="tight", pad_inches=0.05)


if __name__ == "__main__":
    main()
