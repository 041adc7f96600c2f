#!/usr/bin/env python3
"""The tissue of a run's last snapshot as a table to start another run from, its T cells and dead cells left out.

    python3 without_t_cells.py RUN TISSUE.csv
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tools", "python"))
from tilscape import Run, RunError  # noqa: E402

DEAD = ("apoptotic", "necrotic")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    try:
        cells = Run(sys.argv[1]).cells()
    except RunError as error:
        sys.exit(f"without_t_cells.py: {error}")
    kept = cells[cells["type_name"].isin(["tumour", "stroma", "vessel"]) & ~cells["state_name"].isin(DEAD)]
    kept = kept.rename(columns={"type_name": "type"})
    kept.to_csv(sys.argv[2], columns=["x_um", "y_um", "type"], index=False)


if __name__ == "__main__":
    main()
