"""What importing a large table costs: `tilscape import-tissue` beside pandas, which reads the same three columns of the same file.

    python3 tools/bench/importing.py build/cpu/tilscape
    python3 tools/bench/importing.py build/cpu/tilscape --cells 100000 --columns 12

Writes a table in QuPath's form, runs both on it in turns, each in a process of its own, and prints seconds and peak memory (medians);
fails where the importer needs more than three times pandas' memory, or 400 MB for the million cells of 45 columns that are the default.
Needs python3-pandas.
"""
import argparse
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

LABELS = (("Tumor", 0.37), ("Stroma", 0.86), ("CD8", 0.92), ("Treg", 0.95), ("Macrophage", 1.0))
MAP = "types: {Tumor: tumour, Stroma: stroma, CD8: cd8_t_cell, Treg: treg, Macrophage: macrophage}\n"
CELLS_PER_MM2 = 9500
MOST_MB, MOST_TIMES = 400, 3

PANDAS = """import sys
import pandas
table = pandas.read_csv(sys.argv[1], sep="\\t", usecols=["Centroid X \\u00b5m", "Centroid Y \\u00b5m", "Classification"])
assert len(table) == int(sys.argv[2])
"""


def write_table(path, cells, columns):
    """Cells on a jittered square grid, in columns of which three matter."""
    numbers = random.Random(1)
    measured = max(0, columns - 5)
    side = math.ceil(math.sqrt(cells))
    spacing_um = 1000 / math.sqrt(CELLS_PER_MM2)
    names = ["Image", "Object ID", "Classification", "Centroid X µm", "Centroid Y µm"]
    names += [f"Cell: Marker {i + 1} mean" for i in range(measured)]
    rest = ["\t".join(f"{numbers.uniform(0, 100):.4f}" for _ in range(measured)) for _ in range(97)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\t".join(names) + "\n")
        for cell in range(cells):
            where = numbers.random()
            label = next(name for name, upto in LABELS if where <= upto)
            x_um = (cell % side + numbers.random()) * spacing_um
            y_um = (cell // side + numbers.random()) * spacing_um
            file.write(f"slide.tif\t{cell:08x}\t{label}\t{x_um:.2f}\t{y_um:.2f}\t{rest[cell % len(rest)]}\n")


def cost(command):
    """Seconds and peak memory in MB of a process, by wait4."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return time.monotonic() - start, usage.ru_maxrss * unit / 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--cells", type=int, default=1000000)
    parser.add_argument("--columns", type=int, default=45)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table, types, tissue = (os.path.join(folder, name) for name in ("cells.tsv", "map.yaml", "tissue.csv"))
        write_table(table, options.cells, options.columns)
        with open(types, "w", encoding="utf-8") as file:
            file.write(MAP)
        importer = [os.path.abspath(options.program), "import-tissue", table, "--preset", "qupath", "--map", types,
                    "--out", tissue]
        pandas = [sys.executable, "-c", PANDAS, table, str(options.cells)]
        costs = [(cost(importer), cost(pandas)) for _ in range(options.repeats)]
        print(f"{options.cells} cells x {options.columns} columns, {os.path.getsize(table) / 1e6:.0f} MB")
    medians = [[statistics.median(pair[which][what] for pair in costs) for what in (0, 1)] for which in (0, 1)]
    for name, (seconds, megabytes) in zip(("import-tissue", "pandas"), medians):
        print(f"{name:14} {seconds:6.2f} s  {megabytes:6.0f} MB")
    ours, theirs = medians[0][1], medians[1][1]
    limit = min(MOST_MB, MOST_TIMES * theirs)
    if ours > limit:
        sys.exit(f"import-tissue took {ours:.0f} MB; expected at most {limit:.0f}")


if __name__ == "__main__":
    main()
