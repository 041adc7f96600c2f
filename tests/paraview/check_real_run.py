"""Opens a run of the program itself and counts with the census: every snapshot, every type, every state."""
import csv
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from run_checks import ARRAYS, FIELDS, expect, open_series, points_between, require  # noqa: E402

# census column -> cell_type and state of agents/kinds/cell_records.hpp
COLUMNS = {"tumour_cycling": (1, 1), "tumour_quiescent": (1, 2), "tumour_hypoxic": (1, 3), "tumour_apoptotic": (1, 4),
           "tumour_necrotic": (1, 5), "stroma": (2, 6), "vessels": (3, 7), "cd8_searching": (4, 1), "cd8_engaged": (4, 2),
           "cd8_exhausted": (4, 3), "cd8_activated": (4, 4)}


def count(source, cell_type, state):
    from paraview import simple as pv
    kept = pv.Threshold(Input=source, Scalars=["POINTS", "cell_type"])
    kept.LowerThreshold, kept.UpperThreshold = cell_type - 0.5, cell_type + 0.5
    kept.UpdatePipeline()
    if kept.GetDataInformation().GetNumberOfPoints() == 0:
        return 0
    return points_between(kept, "state", state - 0.5, state + 0.5).GetNumberOfPoints()


def main(run):
    with open(os.path.join(run, "census.csv"), encoding="utf-8") as file:
        census = {float(row["time_h"]): row for row in csv.DictReader(file)}
    cells, fields = open_series(run, "cells.hdf.series"), open_series(run, "fields.hdf.series")
    times = list(cells.TimestepValues)
    expect(list(fields.TimestepValues), times, "times of the fields")
    require(len(times) == 4 and times[0] == 0, f"times are {times}")
    for time in times:
        cells.UpdatePipeline(time)
        fields.UpdatePipeline(time)
        require(set(cells.PointData.keys()) == ARRAYS, f"arrays are {sorted(cells.PointData.keys())}")
        require(set(fields.PointData.keys()) == FIELDS, f"fields are {sorted(fields.PointData.keys())}")
        row = census[time]
        expect(cells.GetDataInformation().GetNumberOfPoints(), sum(int(row[name]) for name in COLUMNS), f"cells at {time} h")
        for name, (cell_type, state) in COLUMNS.items():
            expect(count(cells, cell_type, state), int(row[name]), f"{name} at {time} h")
        print(f"{time} h: {sum(int(row[name]) for name in COLUMNS)} cells agree with the census")


main(sys.argv[1])
