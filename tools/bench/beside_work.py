"""What threads are worth beside other work: runs on all threads and on one, in turns, while nothing else runs and beside one and two
processes that never rest.

    python3 tools/bench/beside_work.py build/cpu/tilscape
    python3 tools/bench/beside_work.py build/cpu/tilscape --before old/tilscape --pairs 3 --case attack:100000

Prints a table: seconds of both (medians), the ratio within the pairs, median and greatest, and how many cores others had
meanwhile, which should be none. With --before another build takes the place of the one thread: the same threads, before and
after. Some minutes on two cores.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

from in_turns import CoresOfOthers, in_turns, seconds_of_bench

TISSUE = "tissue"
CASES = ("tissue", "peer-day", "attack:100000")
EXAMPLE = os.path.join(os.path.dirname(__file__), "..", "..", "examples", "02_tissue")


class BusyProcesses(CoresOfOthers):
    """So many processes that never rest, for as long as the block lasts; then, how many cores others had."""

    def __init__(self, count):
        self.count = count
        self.processes = []

    def __enter__(self):
        super().__enter__()
        self.processes = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(self.count)]
        return self

    def __exit__(self, *error):
        for process in self.processes:
            process.kill()
            process.wait()
        super().__exit__(*error)


def seconds_of_tissue(program, threads, days):
    """The wall time of the example's run, its start and output included."""
    with tempfile.TemporaryDirectory() as folder:
        command = [program, "run", os.path.join(EXAMPLE, "config.yaml"), "--out", os.path.join(folder, "run"), "--backend", "cpu",
                   "--set", f"duration_days={days}"]
        start = time.monotonic()
        subprocess.run(command + (["--threads", str(threads)] if threads else []), check=True, capture_output=True)
        return time.monotonic() - start


def seconds(program, threads, case, options):
    name, _, cells = case.partition(":")
    if name == TISSUE:
        return seconds_of_tissue(program, threads, options.days)
    return seconds_of_bench(program, threads, name, cells)


def pairs_of(case, options):
    """(all threads, one thread or the other build)."""
    sides = [(options.program, options.threads),
             (options.before, options.threads) if options.before else (options.program, 1)]
    return in_turns(options.pairs, *[lambda side=side: seconds(*side, case, options) for side in sides])


def row_of(case, busy, pairs, cores_of_others):
    ratios = [first / second for first, second in pairs]
    first, second = (statistics.median(side) for side in zip(*pairs))
    return f"| {case} | {busy} | {first:.3g} | {second:.3g} | {statistics.median(ratios):.2f} | {max(ratios):.2f} | " \
           f"{cores_of_others:.2f} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--before", help="another build, to compare with instead of one thread")
    parser.add_argument("--case", action="append", help="tissue, or a case of `tilscape bench`, with :CELLS; " + ", ".join(CASES))
    parser.add_argument("--busy", type=int, action="append", help="processes beside; 0, 1 and 2")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=0, help="0: as many as the program takes by itself")
    parser.add_argument("--days", type=float, default=10, help="simulated, of the tissue")
    options = parser.parse_args()
    print(f"| case | busy beside | all threads, s | {'before' if options.before else 'one thread'}, s | ratio | greatest | cores of others |")
    print("|---|---|---|---|---|---|---|")
    for case in options.case or CASES:
        for busy in options.busy if options.busy is not None else (0, 1, 2):
            with BusyProcesses(busy) as beside:
                pairs = pairs_of(case, options)
            print(row_of(case, busy, pairs, beside.cores), flush=True)


if __name__ == "__main__":
    main()
