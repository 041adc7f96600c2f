"""Opens the runs of write_paraview_runs as a user would, through the .series files, and compares with what was meant."""
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from run_checks import check_run, expect, open_series, require  # noqa: E402

SERIES_ENTRIES = 10_000
SERIES_LIMIT_S = 5.0


def check_long_series(folder):
    """A run with many snapshots opens quickly; here every entry is the same file at another time."""
    names = "".join(f'  {{"name":"view/cells_00000000.hdf","time":{i}}},\n' for i in range(SERIES_ENTRIES))
    path = os.path.join(folder, "long.hdf.series")
    with open(path, "w", encoding="utf-8") as file:
        file.write('{"file-series-version":"1.0","files":[\n' + names[:-2] + "\n]}\n")
    start = time.perf_counter()
    source = open_series(folder, "long.hdf.series")
    source.UpdatePipeline(0)
    seconds = time.perf_counter() - start
    os.remove(path)
    expect(len(source.TimestepValues), SERIES_ENTRIES, "entries of the long series")
    require(seconds < SERIES_LIMIT_S, f"{SERIES_ENTRIES} entries took {seconds:.1f} s to open")
    print(f"{SERIES_ENTRIES} entries: {seconds:.2f} s")


def main(runs):
    for name in ("three_d", "two_d", "one_cell", "no_cell"):
        folder = os.path.join(runs, name)
        check_run(folder, folder + ".expected.json")
        print(f"{name}: good")
    check_long_series(os.path.join(runs, "three_d"))


main(sys.argv[1])
