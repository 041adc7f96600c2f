"""Negative controls: the checks of check_runs.py must fail on damaged copies of a run, or they prove nothing."""
import os
import shutil
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from run_checks import Failed, check_run  # noqa: E402

SNAPSHOT = os.path.join("snap", "snap_00000001.vtkhdf")


def truncate(path):
    os.truncate(path, os.path.getsize(path) // 2)


def flip_bits(path):
    """One bit in every 512 bytes, metadata and data alike."""
    with open(path, "r+b") as file:
        data = bytearray(file.read())
        for at in range(256, len(data), 512):
            data[at] ^= 8
        file.seek(0)
        file.write(data)


def swap_with_neighbour(path):
    """Whole and readable, but of another time."""
    shutil.copy(path.replace("00000001", "00000000"), path)


def main(runs):
    good = os.path.join(runs, "three_d")
    for damage in (truncate, os.remove, flip_bits, swap_with_neighbour):
        copy = os.path.join(runs, "damaged_" + damage.__name__)
        shutil.copytree(good, copy)
        check_run(copy, good + ".expected.json")
        damaged = copy + "_now"  # another path, so that nothing is remembered
        shutil.move(copy, damaged)
        damage(os.path.join(damaged, SNAPSHOT))
        try:
            check_run(damaged, good + ".expected.json")
        except (Failed, RuntimeError) as error:
            print(f"{damage.__name__}: noticed ({error})")
            continue
        sys.exit(f"{damage.__name__}: the damage was not noticed")


main(sys.argv[1])
