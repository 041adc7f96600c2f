"""Tilscape runs in Python, as pandas tables and numpy arrays.

    from tilscape import Run
    run = Run("run")
    run.snapshots()          # one row per snapshot: index, step, time_h, cells, digest, file
    run.cells(time_h=24)     # one row per cell, with x_um, y_um, z_um; default: the last snapshot
    run.fields(time_h=24)    # name -> array[z, y, x]
    run.census()             # one row per census
    run.clones()             # one row per clone

From a shell: `python3 -m tilscape --help`. Figures are in tilscape.plot and tilscape.compare, which need matplotlib.
"""
from .reader import Run, RunError, antigen_classes, summary

__all__ = ["Run", "RunError", "antigen_classes", "summary"]
__version__ = "0.1.0"  # that of CMakeLists.txt; tests/python holds them together
