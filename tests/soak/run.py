"""Runs one configuration, and every other execution of the same thing that must leave the same.

    threads   two threads, another memory order, block size and batch
    kill      ended by a signal at a random moment, then `resume`: every file but the log, byte by byte
    stop      shortened to a random step, then `resume --until-day`
    branch    `branch` at a random step, nothing changed
    member    one replicate or parameter set alone, which must be that of the batch: every file
    again     run.yaml of the run folder, after it was moved: every file
"""
import math
import os
import random
import re
import shutil
import signal
import subprocess
import time

import check
import draw

ALL_CHECKS = ["threads", "kill", "stop", "branch", "member", "again"]
SIGNALS = ["KILL", "KILL", "TERM", "INT", "USR1", "HUP"]
MOST_REPAIRS = 60
LIMIT_S = 300


class Fault(Exception):
    """What must not happen: the first line says it, without numbers of this one run."""


class Done:
    def __init__(self, command, code, out, err, seconds):
        self.command, self.code, self.out, self.err, self.seconds = command, code, out, err, seconds

    def text(self):
        return f"exit code {self.code}: {' '.join(self.command)}\n{self.err[-1500:]}{self.out[-300:]}"


def call(command):
    start = time.monotonic()
    try:
        p = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired as error:
        raise Fault(f"hangs for {LIMIT_S} s\n{' '.join(command)}") from error
    return Done(command, p.returncode, p.stdout, p.stderr, time.monotonic() - start)


def must(command, what):
    done = call(command)
    if done.code != 0:
        raise Fault(f"{what} fails\n{done.text()}")
    return done


def same(what, here, there):
    if here != there:
        raise Fault(f"{what}\n{here}\n{there}")


# ------------------------------------------------------------------------------------- what the program accepts

def culprits(values, key, text):
    """What to put back: the key that the message names, else those that it mentions, else those of its section."""
    if key.startswith("sweep") or "in the sweep's" in text and key in draw.KEPT:
        return {"sweep"}
    item = re.match(r"therapy\[\d+\]", key)
    if item:
        return {item[0]}
    free = [k for k in values if k not in draw.KEPT]
    section = key.rpartition(".")[0] + "."
    return ({k for k in free if k == key or key.startswith(k + "[")} or {k for k in free if k in text} or
            {k for k in free if k.startswith(section)} or {"sweep"})


def put_back(values, key):
    """A key takes its default. Of a schedule one item goes, and with it a sweep that counts on it. A regimen goes before: it
    counts as the items that it stands for."""
    item = re.match(r"therapy\[(\d+)\]", key)
    if not item:
        values.pop(key, None)
        return
    schedule = values.get("therapy", [])
    if any("regimen" in given for given in schedule):
        values["therapy"] = [given for given in schedule if "regimen" not in given]
    elif int(item[1]) < len(schedule):
        del schedule[int(item[1])]
    if "therapy" in str(values.get("sweep")):
        del values["sweep"]


def settle(program, configuration, folder):
    """Puts back, key by key, what `validate` refuses.
    @returns the file of the configuration, which is valid; configuration.values is what it says
    @throws Fault when a refusal names nothing that was given, or never ends"""
    os.makedirs(folder, exist_ok=True)
    file = write(configuration, folder)
    for _ in range(MOST_REPAIRS):
        done = call([program, "validate", file])
        if done.code == 0:
            return file
        if done.code != 2:
            raise Fault(f"validate ends oddly\n{done.text()}")
        found = [re.match(r"[^:]+:(?:\d+:)? ([\w.\[\]]+): (.*)", line) for line in done.err.splitlines()]
        wrong = {key for message in found if message for key in culprits(configuration.values, message[1], message[2])}
        before = str(configuration.values)
        for key in sorted(wrong, reverse=True):  # the last item of a schedule first
            put_back(configuration.values, key)
        if str(configuration.values) == before:
            raise Fault(f"validate refuses, but names no key that was given\n{done.text()}")
        write(configuration, folder)
    raise Fault(f"validate still refuses\n{done.text()}")


def write(configuration, folder, values=None):
    file = os.path.join(folder, "config.yaml")
    with open(file, "w", encoding="utf-8") as out:
        out.write(configuration.yaml(values))
    if configuration.table:
        with open(os.path.join(folder, "table.csv"), "w", encoding="utf-8") as out:
            out.write(configuration.table)
    return file


# ------------------------------------------------------------------------------------- what a run has left

def members(folder):
    inner = sorted(n for n in os.listdir(folder) if n.startswith(("replicate_", "member_")))
    return [os.path.join(folder, n) for n in inner] or [folder]


def census_texts(folder):
    texts = []
    for member in members(folder):
        with open(os.path.join(member, "census.csv"), encoding="utf-8") as file:
            texts.append(file.read())
    return texts


def files_of(folder):
    """Bytes of every file by name, but for the log, the lock and checkpoints: a run that was stopped has one more."""
    files = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if name not in ("log.txt", "lock") and "checkpoint" not in os.path.relpath(place, folder).split(os.sep):
                with open(path, "rb") as file:
                    files[os.path.relpath(path, folder)] = file.read()
    return files


def same_files(what, here, there, but=()):
    a, b = files_of(here), files_of(there)
    different = sorted(n for n in a.keys() | b.keys() if a.get(n) != b.get(n) and n not in but)
    if different:
        raise Fault(f"{what}: files differ\n{', '.join(different[:20])}")


# ------------------------------------------------------------------------------------- executions

class Executions:
    """Of one configuration that `validate` accepts, in a folder of its own."""

    def __init__(self, program, configuration, file, seed):
        self.program, self.configuration, self.file = program, configuration, file
        self.values, self.steps = configuration.values, configuration.steps
        self.folder = os.path.dirname(file)
        self.rng = random.Random(seed ^ 0x5eed)
        self.step_days = self.values["time.base_step_min"] / 1440

    def at(self, name):
        return os.path.join(self.folder, name)

    def run(self, name, *options, what="run"):
        return must([self.program, "run", self.file, "--out", self.at(name), *options], what)

    def digests(self, name):
        return re.findall(r"\b[0-9a-f]{16}\b", must([self.program, "digest", self.at(name)], "digest").out)

    def day(self, step):
        return repr(step * self.step_days)

    def __call__(self, checks):
        """@returns the events of all members and how long the first run took. @throws Fault"""
        done = self.run("base", "--threads", "1", "--verify-every", "1")
        self.seconds = done.seconds
        self.expected, self.census = self.digests("base"), census_texts(self.at("base"))
        try:
            events = check.census(self.census, self.values)
        except check.Wrong as wrong:
            raise Fault(str(wrong)) from wrong
        for name in checks:
            getattr(self, name)()
        return events

    def threads(self):
        self.run("threads", "--threads", "2", "--set", f"execution.reorder_every_steps={self.rng.choice([0, 1, 5, 16])}",
                 "--set", f"execution.host_block={self.rng.choice([1, 3, 32, 256])}",
                 "--set", f"execution.batch={self.rng.choice([0, 1, 2])}", what="run on two threads")
        same("digests on one and on two threads differ", self.expected, self.digests("threads"))
        same("census on one and on two threads differs", self.census, census_texts(self.at("threads")))

    def kill(self):
        name, after_s = self.rng.choice(SIGNALS), self.rng.random() * self.seconds
        process = subprocess.Popen([self.program, "run", self.file, "--out", self.at("kill"), "--threads", "1"],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(after_s)
            process.send_signal(getattr(signal, "SIG" + name))
            process.wait(LIMIT_S)
        except subprocess.TimeoutExpired as error:
            raise Fault(f"does not end on SIG{name}") from error
        finally:
            process.kill()
            process.wait()
        if not os.path.exists(self.at("kill/run.yaml")):
            return
        must([self.program, "resume", self.at("kill"), "--threads", "1"], f"resume after SIG{name}")
        same_files(f"run that SIG{name} ended", self.at("base"), self.at("kill"))

    def stop(self):
        # A schedule that begins after the end is refused.
        starts = [item.get("start", {}).get("day", 0) for item in self.values.get("therapy", [])]
        least = math.ceil(max(starts, default=0) / self.step_days)
        step = max(self.rng.randint(0, self.steps - 1), least)
        self.run("stop", "--threads", "1", "--verify-every", "1", "--set", f"duration_days={self.day(step)}", what="shorter run")
        must([self.program, "resume", self.at("stop"), "--until-day", repr(self.values["duration_days"]), "--threads",
              str(self.rng.randint(1, 2)), "--verify-every", "1"], "resume of a shorter run")
        same("digests of a run and one that went on differ", self.expected, self.digests("stop"))
        last = [[text.splitlines()[-1] for text in texts] for texts in (self.census, census_texts(self.at("stop")))]
        same("last rows of the census of a run and one that went on differ", *last)

    def branch(self):
        if self.steps == 1:
            return
        number = self.rng.randrange(len(self.expected))
        must([self.program, "branch", members(self.at("base"))[number], "--day", self.day(self.rng.randint(0, self.steps - 1)),
              "--out", self.at("branch"), "--threads", "1", "--verify-every", "1"], "branch")
        same("digests of a run and its branch differ", self.expected[number:number + 1], self.digests("branch"))

    def member(self):
        if len(self.expected) == 1:
            return
        number = self.rng.randrange(len(self.expected))
        self.run("member", "--threads", "1", "--replicate", str(number), what="run of a member alone")
        same("digests of a member and the same alone differ", self.expected[number:number + 1], self.digests("member"))
        tables = [n for n in os.listdir(self.at("member")) if n.startswith("tissue")]  # a group keeps them for all
        same_files("member alone", members(self.at("base"))[number], self.at("member"), but=tables)

    def again(self):
        shutil.move(self.at("base"), self.at("moved"))
        must([self.program, "run", self.at("moved/run.yaml"), "--out", self.at("again"), "--threads", "1"], "run of a run.yaml")
        same_files("run of a run.yaml", self.at("moved"), self.at("again"))
        shutil.move(self.at("moved"), self.at("base"))


def checks_of(seed, wanted):
    """Two threads always, and two of the others, or one seed would take too long."""
    rest = [name for name in wanted if name != "threads"]
    chosen = random.Random(seed ^ 0xc4ec).sample(rest, min(2, len(rest)))
    return [name for name in wanted if name == "threads" or name in chosen]


def execute(program, configuration, seed, folder, checks):
    """Runs what is valid. @returns its events. @throws Fault"""
    shutil.rmtree(folder, ignore_errors=True)
    file = settle(program, configuration, folder)
    return Executions(program, configuration, file, seed)(checks)
