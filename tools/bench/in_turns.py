"""What the scripts share that time programs in turns: the seconds of a bench case, and the load by others meanwhile."""
import json
import os
import subprocess
import tempfile
import time


def core_seconds_of_machine():
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _, _, irq, softirq, *_ = map(int, file.readline().split()[1:])
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def core_seconds_of_children():
    times = os.times()
    return times.children_user + times.children_system + times.user + times.system


class CoresOfOthers:
    """How many cores processes of others had, on average, while the block lasted: `cores`, once it has ended."""

    def __enter__(self):
        self.start = time.monotonic(), core_seconds_of_machine() - core_seconds_of_children()
        return self

    def __exit__(self, *error):
        start, before = self.start
        self.cores = (core_seconds_of_machine() - core_seconds_of_children() - before) / (time.monotonic() - start)


def seconds_of_bench(program, threads, case, cells):
    """The timed steps of a case. 0 threads: as many as the program takes by itself; no cells: the case's own number."""
    with tempfile.TemporaryDirectory() as folder:
        report = os.path.join(folder, "bench.json")
        command = [program, "bench", "--case", case, "--backend", "cpu", "--repeats", "1", "--json", report]
        command += ["--cells", str(cells)] if cells else []
        command += ["--threads", str(threads)] if threads else []
        subprocess.run(command, check=True, capture_output=True)
        with open(report, encoding="utf-8") as file:
            return json.load(file)["seconds"]


def in_turns(count, first, second):
    """`count` pairs of what two functions return, called in turns; who is first changes from pair to pair."""
    pairs = []
    for pair in range(count):
        taken = [first, second] if pair % 2 == 0 else [second, first]
        taken = [call() for call in taken]
        pairs.append(tuple(taken if pair % 2 == 0 else taken[::-1]))
    return pairs
