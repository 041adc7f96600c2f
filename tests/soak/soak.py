#!/usr/bin/env python3
"""Random valid configurations, each run and held against other executions of itself: see README.md.

    soak.py build/cpu/tilscape --seeds 0:1000 --jobs 2     # these seeds
    soak.py build/cpu/tilscape --minutes 3                 # as many as there is time for
    soak.py build/cpu/tilscape --seeds 17 --shrink         # a small configuration that fails as seed 17 does
"""
import argparse
import concurrent.futures
import json
import os
import shutil
import sys
import tempfile
import time

import draw
import run
import shrink


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("program")
    parser.add_argument("--seeds", default="0:1000000", help="one, or FIRST:END")
    parser.add_argument("--minutes", type=float, default=0, help="begin no seed after this long; 0: no limit")
    parser.add_argument("--least", type=int, default=1, help="fail when fewer seeds than this passed")
    parser.add_argument("--jobs", type=int, default=1, help="seeds at a time")
    parser.add_argument("--check", default=",".join(run.ALL_CHECKS), help="executions to compare, separated by commas")
    parser.add_argument("--out", help="folder for what failed, and for what is being run; default: a temporary one")
    parser.add_argument("--shrink", action="store_true", help="of seeds that fail, print a small configuration that does too")
    parser.add_argument("--show", action="store_true", help="print configurations as they are drawn, and run nothing")
    options = parser.parse_args(arguments)
    first, _, end = options.seeds.partition(":")
    options.seeds = range(int(first), int(end) if end else int(first) + 1)
    options.checks = [name for name in options.check.split(",") if name]
    options.program = os.path.abspath(options.program)
    return options


class Soak:
    def __init__(self, options, schema):
        self.options, self.schema = options, schema
        self.passed, self.faults, self.with_event = 0, 0, dict.fromkeys(run.check.EVENTS, 0)
        self.begun = time.monotonic()

    def is_over(self):
        return 0 < self.options.minutes * 60 < time.monotonic() - self.begun

    def try_seed(self, seed):
        """@returns the events of a configuration, its fault, or None when time is over"""
        if self.is_over():
            return None
        folder = os.path.join(self.options.out, f"seed_{seed}")
        try:
            configuration = draw.draw(self.schema, seed)
            events = run.execute(self.options.program, configuration, seed, folder, run.checks_of(seed, self.options.checks))
        except run.Fault as fault:
            return fault
        shutil.rmtree(folder)
        return events

    def note(self, seed, result):
        if result is None:
            return
        if isinstance(result, run.Fault):
            self.faults += 1
            print(f"seed {seed}: FAULT {result}\n  to repeat: python3 {sys.argv[0]} {self.options.program} --seeds {seed} "
                  f"--check {self.options.check}", flush=True)
            if self.options.shrink:
                self.show_small(seed)
            return
        self.passed += 1
        for name in self.with_event:
            self.with_event[name] += result[name] > 0
        if self.passed % 100 == 0:
            print(self.summary(), flush=True)

    def show_small(self, seed):
        shrinker = shrink.Shrinker(self.options.program, draw.draw(self.schema, seed), seed, os.path.join(self.options.out, f"shrink_{seed}"),
                                   run.checks_of(seed, self.options.checks))
        small = shrinker()
        print(f"  fails in a small way with --check {','.join(shrinker.checks)}:\n{small.yaml()}" if small else "  does not fail again",
              flush=True)

    def summary(self):
        shares = ", ".join(f"{100 * n / max(1, self.passed):.0f} % with {name}" for name, n in self.with_event.items())
        return f"{self.passed} configurations passed ({shares}), {self.faults} failed, {time.monotonic() - self.begun:.0f} s"

    def __call__(self):
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            waiting = {}
            seeds = iter(self.options.seeds)
            while not self.is_over() or waiting:
                while len(waiting) < self.options.jobs and not self.is_over() and (seed := next(seeds, None)) is not None:
                    waiting[pool.submit(self.try_seed, seed)] = seed
                if not waiting:
                    break
                for done in concurrent.futures.wait(waiting, return_when=concurrent.futures.FIRST_COMPLETED).done:
                    self.note(waiting.pop(done), done.result())
        print(self.summary())
        return 1 if self.faults or self.passed < self.options.least else 0


def main(arguments):
    options = parse(arguments)
    schema = json.loads(run.call([options.program, "params", "--json-schema"]).out)
    if options.show:
        for seed in options.seeds:
            print(f"# seed {seed}\n{draw.draw(schema, seed).yaml()}")
        return 0
    if options.out:
        os.makedirs(options.out, exist_ok=True)
        return Soak(options, schema)()
    # In memory where that can be: what fsync() takes of a disk would be most of the time.
    place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="soak_", dir=place) as options.out:
        return Soak(options, schema)()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
