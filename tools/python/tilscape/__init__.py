"""Tilscape runs in Python, as pandas tables and numpy arrays.

    from tilscape import Run
    run = Run("run")
    run.snapshots()          # one row per snapshot: index, step, time_h, cells, digest, file
    run.cells(time_h=24)     # one row per cell, with x_um, y_um, z_um; default: the last snapshot
    run.fields(time_h=24)    # name -> array[z, y, x]
    run.census()             # one row per census
    run.clones()             # one row per clone
    run.kinds()              # what cell types and states are called, and their colours

From a shell: `python3 -m tilscape --help`. Figures are in tilscape.plot and tilscape.compare, which need matplotlib.
"""
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .reader import Run, RunError, antigen_classes, summary

__all__ = ["Run", "RunError", "antigen_classes", "summary"]
__version__ = "0.1.0"  # that of CMakeLists.txt; tests/python holds them together


def __getattr__(name):
    """The reader on first use: tilscape.kinds is to work where h5py and pandas are not, as in some pvpython."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import reader

    return getattr(reader, name)
