#!/usr/bin/env python3
"""Is the report of tools/gpu-check true whenever it ends? With a stand-in for the program, in a tree of its own.

gpu_check_test.py ROOT
"""
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# What the stand-in does in each stage: $DO_DIGESTS and so on, by default a line and no more.
PROGRAM = """#!/bin/bash
for word in "$@"; do case $word in
  --help) exit 0 ;;
  --digests) echo "row of digests"; eval "${DO_DIGESTS:-}"; echo "last of digests"; exit ;;
  --primitives) echo "row of primitives"; eval "${DO_PRIMITIVES:-}"; exit ;;
  --bench) echo "row of bench"; eval "${DO_BENCH:-}"; exit ;;
  --small) eval "${DO_SMALL:-}"; exit ;;
esac; done
exit 2
"""
SANITIZER = """#!/bin/bash
while [[ $1 == --* ]]; do [[ $1 == --log-file ]] && log=$2; shift 2; done
echo "========= ERROR SUMMARY: 0 errors" >"$log"
eval "${DO_SANITIZER:-}"
exec "$@"
"""
STAGES = ["program", "digests", "primitives", "bench", "memcheck", "racecheck"]


class Tree:
    """The script with a bundle and tools of its own."""

    def __init__(self, root, folder):
        self.folder = Path(folder)
        for place in ("tools", "core", "bin", "build/gpu-bundle"):
            (self.folder / place).mkdir(parents=True)
        for name in ("gpu-check", "setup"):
            shutil.copy(root / "tools" / name, self.folder / "tools" / name)
        self.write("core/a.cpp", "int a;\n")
        self.write("build/gpu-bundle/gpu_check", PROGRAM, 0o755)
        self.write("build/gpu-bundle/commit", "abc\n")
        self.write("bin/compute-sanitizer", SANITIZER, 0o755)
        self.write("bin/nvcc", "#!/bin/sh\n", 0o755)
        self.write("bin/cmake", "#!/bin/sh\necho stand-in of cmake >&2\nexit 1\n", 0o755)
        script = "source <(sed -n '/^sources_id()/,/^}/p' tools/gpu-check); repository=.; sources_id"
        sources = subprocess.run(["bash", "-c", script], cwd=self.folder, capture_output=True, text=True, check=True)
        self.write("build/gpu-bundle/sources", sources.stdout)

    def write(self, name, text, mode=0o644):
        (self.folder / name).write_text(text, encoding="utf-8")
        (self.folder / name).chmod(mode)

    def start(self, *options, **does):
        environment = {**os.environ, **does, "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}
        return subprocess.Popen([self.folder / "tools/gpu-check", *options], env=environment, start_new_session=True,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def run(self, *options, **does):
        return self.start(*options, **does).wait(timeout=60)

    def report(self):
        """Title, {stage: state}, the whole text."""
        text = (self.folder / "build/gpu-check/report.md").read_text(encoding="utf-8")
        cells = [line.strip("|").split("|", 1) for line in text.splitlines() if line.startswith("| ")]
        states = {name.strip(): state.strip() for name, state in cells if name.strip() in STAGES}
        return text.splitlines()[0], states, text


def expect(what, holds, report):
    if not holds:
        sys.exit(f"{what}; the report:\n{report[2]}")


def ends_well(tree):
    status, report = tree.run(), tree.report()
    expect("all stages pass", status == 0 and report[0] == "# GPU check: PASS", report)
    expect("the program came along", report[1]["program"] == "came along", report)
    expect("each stage is done", all(report[1][s].startswith("done") for s in STAGES[1:]), report)
    expect("the sanitizer's summary is told", "0 errors" in report[1]["racecheck"], report)


def something_fails(tree):
    for stage in ("DIGESTS", "PRIMITIVES", "BENCH", "SMALL"):
        status, report = tree.run(**{f"DO_{stage}": "echo **FAIL** here; exit 1"}), tree.report()
        expect(f"a failure in {stage} is one", status == 1 and report[0] == "# GPU check: FAIL", report)
        expect("the others ran", "row of digests" in report[2] and "row of bench" in report[2], report)


def too_slow(tree):
    status, report = tree.run("--seconds", "8", DO_DIGESTS="sleep 30"), tree.report()
    expect("what is slow is stopped", status == 3 and "stopped at its limit" in report[1]["digests"], report)
    expect("what it printed is there", "row of digests" in report[2] and "last of" not in report[2], report)
    expect("the rest is named", all("not run" in report[1][s] for s in STAGES[2:]), report)
    expect("nothing is claimed", report[0].startswith("# GPU check: INCOMPLETE"), report)


def killed(tree, number, after_s, expected_status):
    file = tree.folder / "build/gpu-check/report.md"
    file.unlink()
    process = tree.start(DO_DIGESTS="sleep 1", DO_PRIMITIVES="sleep 1", DO_BENCH="sleep 30")
    while not file.exists():
        time.sleep(0.05)
    time.sleep(after_s)
    process.send_signal(number)
    status = process.wait(timeout=20)
    if number == signal.SIGKILL:
        with contextlib.suppress(ProcessLookupError):  # it may have been between two programs
            os.killpg(process.pid, signal.SIGKILL)
    report = tree.report()
    expect(f"signal {number} after {after_s} s ends it", status == expected_status, report)
    expect("nothing is claimed", report[0].startswith("# GPU check: INCOMPLETE"), report)
    expect("every stage has a state", list(report[1]) == STAGES, report)
    for stage, state in report[1].items():
        expect(f"what {stage} printed is there", not state.startswith("done") or f"row of {stage}" in report[2], report)
    expect("the last is not run", report[1]["racecheck"] == "not run", report)
    return report


def no_gpu(tree):
    status, report = tree.run(DO_DIGESTS="echo gpu_check: skipped: no usable NVIDIA GPU >&2; exit 77"), tree.report()
    expect("no GPU is no failure", status == 77 and report[1]["digests"].startswith("skipped"), report)
    status, report = tree.run(DO_SANITIZER="echo Device not supported >$log; exit 1"), tree.report()
    expect("nor is a sanitizer without one", status == 0 and "left out" in report[1]["memcheck"], report)


def other_sources(tree):
    tree.write("core/a.cpp", "int b;\n")
    status, report = tree.run(), tree.report()
    expect("a program of other sources is not run", status == 1 and "row of" not in report[2], report)
    expect("the compilation's error is told", "stand-in of cmake" in report[2], report)


def main():
    root = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(root, folder)
        ends_well(tree)
        something_fails(tree)
        too_slow(tree)
        for after_s in (0, 0.9, 2.8):
            killed(tree, signal.SIGKILL, after_s, -signal.SIGKILL)
        report = killed(tree, signal.SIGTERM, 4, 143)
        expect("the stopped stage is told", any("stopped by a signal" in s for s in report[1].values()), report)
        no_gpu(tree)
        other_sources(tree)
    print("The report is true whenever it ends.")


if __name__ == "__main__":
    main()
