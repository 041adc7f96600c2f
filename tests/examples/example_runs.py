"""Runs the commands that the README of an example gives, shortened: so that what users are told to type works."""
import csv
import os
import shlex
import subprocess
import sys
import tempfile

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "examples")
LIVE = ("tumour_cycling", "tumour_quiescent", "tumour_hypoxic")
PROGRAM = os.path.abspath(sys.argv.pop())


def commands(example):
    """Name of the run -> words of its command, for every `tilscape run` in an indented line of the README."""
    with open(os.path.join(EXAMPLES, example, "README.md"), encoding="utf-8") as file:
        code = "".join(line for line in file if line.startswith("    "))
    found = {}
    for line in code.replace("\\\n", "").splitlines():
        if line.split()[:2] == ["tilscape", "run"]:
            words = shlex.split(line)
            found[words[words.index("--out") + 1]] = words
    return found


def run(words, folder, out, overrides):
    """The command with these settings on top. @returns its census"""
    command = [PROGRAM] + words[1:] + ["--threads", "1"]
    command[command.index("--out") + 1] = out
    for override in overrides:
        command += ["--set", override]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    if done.returncode:
        raise AssertionError(f"{shlex.join(command)}\n{done.stderr}")
    with open(os.path.join(out, "census.csv"), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def arms(example, names, *overrides):
    """Census of each named arm: its first replicate, with these settings on top of those of its command."""
    known = commands(example)
    with tempfile.TemporaryDirectory() as scratch:
        return [run(known[name], os.path.join(EXAMPLES, example), os.path.join(scratch, name),
                    ("output.snapshot_every_h=100000", "replicates=1") + overrides) for name in names]


def live(row):
    return sum(int(row[name]) for name in LIVE)


def tumour(rows):
    return [live(row) for row in rows]


def total(rows, column):
    return sum(int(row[column]) for row in rows)
