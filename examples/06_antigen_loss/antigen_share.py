#!/usr/bin/env python3
"""Live tumour cells in each snapshot of a run, and how many of them have lost an antigen.

    python3 antigen_share.py RUN [--antigen 0]
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "python"))
from tilscape import Run, RunError  # noqa: E402

LIVE = ("cycling", "quiescent", "hypoxic")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", metavar="RUN")
    parser.add_argument("--antigen", type=int, default=0, help="class, 0 to 63")
    options = parser.parse_args()
    try:
        run = Run(options.run)
    except RunError as error:
        sys.exit(f"antigen_share.py: {error}")
    print("day  live  lost")
    for time_h in run.times_h:
        cells = run.cells(time_h=time_h)
        live = cells[(cells["type_name"] == "tumour") & cells["state_name"].isin(LIVE)]
        lost = sum(not int(antigens) >> options.antigen & 1 for antigens in live["antigens"])
        print(f"{time_h / 24:3g} {len(live):5} {lost:5}")


if __name__ == "__main__":
    main()
