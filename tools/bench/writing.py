"""What writing costs: half a simulated day of a million cells with 15 files more than the start and the end need, and without,
in turns on the same threads.

    python3 tools/bench/writing.py build/cpu/tilscape
    python3 tools/bench/writing.py build/cpu/tilscape --folder /dev/shm --repeats 5

Prints the wall time of each run, the cost of a file (medians of the pairs), and what that makes of five days with a snapshot every
six hours and a checkpoint every twelve. Some 25 s a pair on two cores; an idle machine, or the figures mean nothing.
"""
import argparse
import os
import statistics
import subprocess
import tempfile
import time

CONFIG = """lattice: {size: [132, 132, 132], spacing_um: 15}
duration_days: 0.5
initial: {tumour_cells: 1000000, t_cell_fraction: 0.044}
output: {census_every_h: 1}
"""
OFTEN = ("output.snapshot_every_h=1.2", "output.checkpoint_every_h=2.4")  # 11 snapshots, 6 checkpoints
NEVER = ("output.snapshot_every_h=240", "output.checkpoint_every_h=0")    # 2 snapshots: the start and the end
MORE_FILES = 15
FILES_IN_FIVE_DAYS = 5 * 4 + 5 * 2
HALF_DAYS = 10


def seconds(options, folder, output):
    sets = [word for value in output for word in ("--set", value)]
    command = [os.path.abspath(options.program), "run", "c.yaml", "--out", "run", "--force", "--backend", "cpu", *sets]
    if options.threads:
        command += ["--threads", str(options.threads)]
    start = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--folder", default=".", help="on the disk to be measured")
    parser.add_argument("--threads", type=int, default=0, help="0: as many as the program takes by itself")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    pairs = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        with open(os.path.join(folder, "c.yaml"), "w", encoding="utf-8") as file:
            file.write(CONFIG)
        for _ in range(options.repeats):
            pairs.append((seconds(options, folder, NEVER), seconds(options, folder, OFTEN)))
            print("without {:6.2f} s, with {:6.2f} s".format(*pairs[-1]), flush=True)
    without = statistics.median(pair[0] for pair in pairs)
    file = statistics.median(pair[1] - pair[0] for pair in pairs) / MORE_FILES
    print(f"{file:.3f} s per file; of five days {100 * file * FILES_IN_FIVE_DAYS / (without * HALF_DAYS):.1f} %")


if __name__ == "__main__":
    main()
