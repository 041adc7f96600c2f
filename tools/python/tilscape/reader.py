"""Reads a run folder into pandas tables and numpy arrays."""
import contextlib
import json
import os

import h5py
import numpy as np
import pandas as pd

from .kinds import OLDER, CellType, Kinds, State

ANTIGEN_CLASSES = 64
# Numbers of the census with every bit: pandas before 3.1 has to be told, later versions warn where they are.
EVERY_BIT = {} if tuple(map(int, pd.__version__.split(".")[:2])) >= (3, 1) else {"float_precision": "round_trip"}
# Codes of the classes in the census, as in agents/readouts/readouts.hpp.
RECIST = {0: "not assessed", 1: "CR", 2: "PR", 3: "SD", 4: "PD"}  # columns that begin with recist
FATE = {0: "too early to say", 1: "elimination", 2: "equilibrium", 3: "escape", 4: "none of the three Es"}
INFILTRATION = {0: "not assessed", 1: "desert", 2: "excluded", 3: "inflamed"}


class RunError(OSError):
    """The folder is no run, or a file in it is missing or damaged."""


class Run:
    """One run folder. Nothing is kept open, so a run that is still being written can be read. One that keeps no
    snapshots has a census alone."""

    def __init__(self, folder):
        self.folder = os.fspath(folder)
        series = os.path.join(self.folder, "run.vtkhdf.series")
        try:
            entries = []
            if os.path.exists(series) or not os.path.exists(os.path.join(self.folder, "census.csv")):
                with open(series, encoding="utf-8") as file:
                    entries = json.load(file)["files"]
        except (OSError, ValueError, KeyError) as error:
            raise RunError(f"{self.folder}: no Tilscape run with a snapshot or a census ({error})") from error
        self.files = [os.path.join(self.folder, entry["name"]) for entry in entries]
        self.times_h = np.array([float(entry["time"]) for entry in entries])

    def snapshots(self):
        """Step, time, number of cells and digest of every snapshot."""
        rows = []
        for index, path in enumerate(self.files):
            with _open(path) as file:
                meta = file["meta"].attrs
                rows.append({"index": index, "step": int(meta["step"]), "time_h": float(meta["time_h"]),
                             "cells": int(meta["cells"]), "digest": f"{int(meta['digest']):016x}", "file": path})
        return pd.DataFrame(rows, columns=["index", "step", "time_h", "cells", "digest", "file"])

    def meta(self):
        """What the last snapshot says about the run: version, commit, seed, config, lattice_size (x, y, z), …"""
        with _open(self._file(None)) as file:
            return dict(file["meta"].attrs)

    def kinds(self, time_h=None):
        """What the codes in the columns cell_type and state mean; pandas.DataFrame(run.kinds().states) is a table of it."""
        with _open(self._file(time_h)) as file:
            return _kinds_in(file)

    def cells(self, time_h=None):
        """One row per cell of the snapshot nearest to time_h; type_name and state_name say the codes in words."""
        with _open(self._file(time_h)) as file:
            group, kinds = file["VTKHDF/cells"], _kinds_in(file)
            points = group["Points"][:]
            table = pd.DataFrame({name: values[:] for name, values in group["PointData"].items()})
        table.insert(0, "x_um", points[:, 0])
        table.insert(1, "y_um", points[:, 1])
        table.insert(2, "z_um", points[:, 2])
        if {"cell_type", "state"} <= set(table.columns):
            table["type_name"] = pd.Categorical(table["cell_type"].map({t.code: t.name for t in kinds.cell_types}))
            states = {_key(state.cell_type, state.code): state.name for state in kinds.states}
            table["state_name"] = pd.Categorical(_key(table["cell_type"].astype(int), table["state"]).map(states))
        if "antigens" in table:
            table["antigens"] = table["antigens"].to_numpy().view(np.uint64)  # a bit per antigen class
        return table

    def fields(self, time_h=None):
        """Name -> array[z, y, x] in the unit of the name; a 2-D run has one layer."""
        with _open(self._file(time_h)) as file:
            nx, ny, nz = (int(n) for n in file["meta"].attrs["lattice_size"])
            stored = file["VTKHDF/fields/PointData"]
            return {name: values[:nz, :ny, :nx] for name, values in stored.items()}

    def census(self):
        """Counts and means over time, with every bit of every number; up to now of a run that is under way."""
        path = os.path.join(self.folder, "census.csv")
        return pd.read_csv(path, **EVERY_BIT) if os.path.exists(path) else pd.DataFrame()

    def clones(self):
        """Every mutation that founded a clone."""
        merged = os.path.join(self.folder, "clones.h5")
        if os.path.exists(merged):
            return _read_table(merged)
        parts = os.path.join(self.folder, "clones")
        segments = sorted(os.listdir(parts)) if os.path.isdir(parts) else []
        tables = [_read_table(os.path.join(parts, s)) for s in segments if s.endswith(".h5")]
        tables = [table for table in tables if len(table.columns)]
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()

    def _file(self, time_h):
        if not self.files:
            raise RunError(f"{self.folder}: has no snapshot")
        return self.files[-1 if time_h is None else int(np.argmin(np.abs(self.times_h - time_h)))]


def antigen_classes(antigens):
    """The classes in one value of the column `antigens`."""
    return [k for k in range(ANTIGEN_CLASSES) if int(antigens) >> k & 1]


def _open(path):
    try:
        file = _opened(path)
    except OSError as error:
        raise RunError(f"{path}: missing, truncated or damaged ({error})") from error
    if "complete" not in file.attrs:
        file.close()
        raise RunError(f"{path}: incomplete")
    return file


def _opened(path):
    """Locked as h5py does it by itself. Not so on file systems without locks, nor where this process has the file open with other
    locking, which has to be the same then."""
    for locking in (None, True, False):
        with contextlib.suppress(OSError):
            return h5py.File(path, "r", locking=locking)
    return h5py.File(path, "r")  # fails, and says why


def _kinds_in(file):
    groups = [(CellType, file.get("meta/cell_types")), (State, file.get("meta/states"))]
    if any(group is None for _, group in groups):
        return OLDER
    return Kinds(*([row(*values) for values in zip(*(group.attrs[name].tolist() for name in row._fields))] for row, group in groups))


def _key(cell_type, state):
    """One number for both, each of which takes a byte."""
    return cell_type * 256 + state


def _read_table(path):
    names = []
    with _open(path) as file:
        file.id.links.iterate(names.append, idx_type=h5py.h5.INDEX_CRT_ORDER)
        return pd.DataFrame({name.decode(): file[name][:] for name in names})


def _counts(run):
    """Cells of each state in the last snapshot, also of those that none is in."""
    cells, states = run.cells().groupby(["cell_type", "state"]).size(), run.kinds().states
    return pd.DataFrame({"cell_type": [s.cell_type for s in states], "state": [s.code for s in states],
                         "cells": [cells.get((s.cell_type, s.code), 0) for s in states], "label": [s.label for s in states]})


def summary(run):
    """A few lines about a run."""
    meta, snapshots = run.meta(), run.snapshots()
    size = " x ".join(str(n) for n in meta["lattice_size"])
    lines = [f"{run.folder}: Tilscape {meta['version']}, seed {meta['seed']}",
             f"lattice {size} sites of {meta['spacing_um']:g} um",
             f"{len(snapshots)} snapshots, {snapshots['time_h'].min():g} to {snapshots['time_h'].max():g} h",
             "", snapshots.drop(columns="file").to_string(index=False), ""]
    lines += ["cells at the end:", _counts(run).to_string(index=False), ""]
    for name, values in run.fields().items():
        lines.append(f"{name}: {values.min():g} to {values.max():g}, mean {values.mean():g}")
    lines.append(f"census: {len(run.census())} rows; clones: {len(run.clones())}")
    text = os.path.join(run.folder, "summary.txt")
    if os.path.exists(text):
        with open(text, encoding="utf-8") as file:
            lines += ["", file.read().rstrip()]
    return "\n".join(lines)
