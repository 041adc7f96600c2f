"""What must be true of a run when ParaView opens it. Shared by check_runs.py and check_damage.py."""
import json
import os

from paraview import servermanager
from paraview import simple as pv

ARRAYS = {"cell_type", "state", "site", "cell_id", "clone_id", "antigens", "receptor", "mhc1", "pdl1", "pd1", "hits",
          "exhaustion", "radius_um", "age_h"}
FIELDS = {"oxygen_mmHg", "ifn_gamma_ng_per_mL", "chemokine_relative"}
MARK = 100.0  # of the chemokine, at the site of the marked cell


class Failed(Exception):
    pass


def expect(found, wanted, what, tolerance=0.0):
    pairs = list(zip(found, wanted)) if isinstance(wanted, (list, tuple)) else [(found, wanted)]
    same_length = not isinstance(wanted, (list, tuple)) or len(found) == len(wanted)
    if not same_length or any(abs(a - b) > tolerance for a, b in pairs):
        raise Failed(f"{what}: found {found}, expected {wanted}")


def require(good, what):
    if not good:
        raise Failed(what)


def open_series(folder, name):
    path = os.path.join(folder, name)
    require(os.path.exists(path), f"{path} is missing")
    return pv.OpenDataFile(path)


def points_between(source, array, low, high):
    """The vertices whose array lies in [low, high]."""
    kept = pv.Threshold(Input=source, Scalars=["POINTS", array])
    kept.LowerThreshold, kept.UpperThreshold = low, high
    return servermanager.Fetch(kept)


def array_of(data, name):
    array = data.GetPointData().GetArray(name)
    require(array is not None, f"array {name} is missing")
    return array


def check_cells(source, expected):
    info = source.GetDataInformation()
    expect(info.GetNumberOfPoints(), expected["cells"], "points")
    expect(info.GetNumberOfCells(), expected["cells"], "cells")
    if expected["cells"] == 0:
        return
    require(set(source.PointData.keys()) == ARRAYS, f"arrays are {sorted(source.PointData.keys())}")
    expect(info.GetBounds(), expected["bounds_um"], "bounds")
    for cell_type, count in enumerate(expected["count_by_type"]):
        found = points_between(source, "cell_type", cell_type - 0.5, cell_type + 0.5).GetNumberOfPoints()
        expect(found, count, f"cells of type {cell_type}")
    data = servermanager.Fetch(source)
    expect(data.GetFieldData().GetArray("TimeValue").GetValue(0), expected["time_h"], "TimeValue")
    radius = array_of(data, "radius_um").GetRange()
    require(3.5 <= radius[0] <= radius[1] <= 5, f"radii are {radius}")


def check_fields(source, expected):
    require(set(source.PointData.keys()) == FIELDS, f"fields are {sorted(source.PointData.keys())}")
    expect(source.PointData["oxygen_mmHg"].GetRange(), expected["oxygen_range"], "oxygen", 1e-5)


def check_mark(cells, fields, expected):
    """The voxel that is marked and the cell on its site are at one place; the id is exact above 2^32."""
    if expected["marked_id"] is None:
        return
    data = servermanager.Fetch(cells)
    ids = array_of(data, "cell_id")
    places = [data.GetPoint(i) for i in range(data.GetNumberOfPoints()) if ids.GetValue(i) == expected["marked_id"]]
    require(len(places) == 1, f"{len(places)} cells have id {expected['marked_id']}")
    require(expected["marked_id"] > 2**32, "the id that is looked for is above 2^32")
    expect(places[0], expected["marked_um"], "place of the marked cell")
    image = servermanager.Fetch(fields)
    marks = array_of(image, "chemokine_relative")
    voxels = [image.GetPoint(i) for i in range(image.GetNumberOfPoints()) if marks.GetValue(i) == MARK]
    require(len(voxels) in (1, 2), f"{len(voxels)} voxels are marked")  # two where a 2-D layer is stored twice
    for voxel in voxels:
        expect(voxel, expected["marked_um"], "place of the marked voxel", 1.1e-3)


def check_run(folder, expected_file):
    with open(expected_file, encoding="utf-8") as file:
        expected = json.load(file)
    cells = open_series(folder, "cells.hdf.series")
    fields = open_series(folder, "fields.hdf.series")
    times = [e["time_h"] for e in expected]
    for source in (cells, fields):
        expect(list(source.TimestepValues), times, "times")
    for at in expected:
        for source in (cells, fields):
            source.UpdatePipeline(at["time_h"])
        check_cells(cells, at)
        check_fields(fields, at)
        check_mark(cells, fields, at)
    for source in (cells, fields):
        pv.Delete(source)
