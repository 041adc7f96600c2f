"""Every number of the schema at the ends of its range, where a tiny tumour with everything switched on uses it: the run
keeps its invariants, its census is finite and its checkpoints go on, or the number is refused with a line that names it.

    python3 tests/cli/ranges_test.py build/cpu/tilscape                        # the ordinary suite: the ends, a minute
    python3 tests/cli/ranges_test.py build/cpu/tilscape --all                  # of every field and drug, more values: 6 minutes
    python3 tests/cli/ranges_test.py build/cpu/tilscape --pairs 2000 --seed 7  # pairs of such numbers, at random
    python3 tests/cli/ranges_test.py build/cpu/tilscape --all --keys fields.   # keys that contain this
"""
import argparse
import csv
import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile

# Minutes: every phase runs several times within the hour.
BASE = """seed: 5
duration_days: 0.0208333
lattice: {size: [11, 9], spacing_um: 15}
time: {surveillance_min: 5, escape_min: 5, tumour_turnover_min: 5, immune_turnover_min: 5, entry_min: 5, fields_min: 5, vessels_min: 5}
initial: {tumour_radius_um: 45, tumour_fraction: 0.9, stroma_fraction: 0.3, vessels_per_mm2: 400, t_cell_fraction: 0.2,
  treg_fraction: 0.1, cd4_helper_fraction: 0.1, nk_fraction: 0.1, macrophage_fraction: 0.1}
fields:
  il2: {enabled: true}
  tgf_beta: {enabled: true}
  vegf: {enabled: true}
  antibody_penetration: {enabled: true}
  small_molecule_penetration: {enabled: true}
tumour: {division_per_day: 20, death_per_day: 5, hypoxic_death_per_day: 5, necrotic_clearance_per_day: 20, ifn_gamma_arrest: 0.5,
  division: {placement: push, push_reach: 5}, necrotic_core_shrinks: true}
mutation: {passengers_per_daughter: 0.5, driver_per_daughter: 0.2, escape_per_mutation: 0.1, hla_loss_per_daughter: 0.1,
  b2m_loss_per_daughter: 0.1, jak_loss_per_daughter: 0.1, pdl1_amplification_per_daughter: 0.1, resistance_per_daughter: 0.1}
t_cell: {recognition_per_min: 0.5, hits_per_h: 30, division_interval_h: 0.25, death_per_day: 5, il2_dependence: 0.5, progenitor_at: 0.2,
  memory_after_h: 0.25}
vessels: {collapse: true, sprouting: true}
blood: {cd8_cells: {0: 1.0e+7, 3: 1.0e+6}, cd4_helper_cells: 1.0e+6, treg_cells: 1.0e+6, nk_cells: 1.0e+6, monocytes: 1.0e+6,
  entry_per_min_per_cm3: 20, adhesion: 0.5}
compartments: {enabled: true, unhelped_priming: 0.5}
therapy:
  - {drug: pembrolizumab, dose_mg: 200}
  - {drug: nivolumab, dose_mg: 240}
  - {drug: atezolizumab, dose_mg: 1200}
  - {drug: ipilimumab, dose_mg_per_kg: 3}
  - {drug: aldesleukin, dose_million_IU_per_kg: 0.6}
  - {drug: nab_paclitaxel, dose_mg: 180}
  - {drug: targeted_inhibitor, dose_mg: 100, every_days: 0.01, doses: 3}
  - {drug: adoptive_t_cells, dose_cells: 1.0e+7, antigen: 0}
  - {drug: car_t_cells, dose_cells: 1.0e+7, antigen: 0}
  - {drug: vaccine, dose_cells: 1.0e+5, classes: [0, 1]}
  - {procedure: radiation, dose_Gy: 0.2, start: {day: 0.01}}
  - {procedure: stroma_depletion, share: 0.2, start: {volume_mm3: 1.0e-6}}
  - {procedure: surgery, sphere: {centre_um: [30, 30], radius_um: 20}, start: {day: 0.015}}
readouts: {spatial: true, spatial_radius_um: 40}
output: {census_every_h: 0.25, snapshot_every_h: 24, checkpoint_every_h: 24}
execution: {reorder_every_steps: 5}
"""
LONGER_DAYS = "0.0243056"  # where the resumed runs end

# Keys of a schedule's items, which are no rows of the schema: config/schema/therapy_rows.cpp.
TREATMENT = {
    "therapy[0].dose_mg": (0, 1e6), "therapy[3].dose_mg_per_kg": (0, 1e5), "therapy[4].dose_million_IU_per_kg": (0, 1e4),
    "therapy[5].dose_mg": (0, 1e6), "therapy[6].dose_mg": (0, 1e6), "therapy[7].dose_cells": (0, 1e13),
    "therapy[8].dose_cells": (0, 1e13), "therapy[9].dose_cells": (0, 1e13), "therapy[10].dose_Gy": (0, 200),
    "therapy[11].share": (0, 1), "therapy[11].start.volume_mm3": (0, 1e9), "therapy[6].every_days": (0, 1e5),
    "therapy[10].start.day": (0, 1e5)}

# What makes a run long or wide instead of extreme.
UNTRIED = {"seed", "replicates", "duration_days", "lattice.size", "initial.tile"}
CHUNK = 40  # sets in a run: all their problems are reported


def leaves(schema, prefix=""):
    """Every key by its name of today."""
    for name, spec in schema["properties"].items():
        if spec.get("deprecated"):
            continue
        if "properties" in spec:
            yield from leaves(spec, prefix + name + ".")
        else:
            yield prefix + name, spec


def numbers(low, high, low_excluded):
    """The ends of a range and what lies beside them."""
    tiny = [5e-324, 1e-300, 1e-30, 1e-12, 1e-6] if low == 0 else [math.nextafter(low, high)]
    values = ([] if low_excluded else [low]) + tiny + [math.nextafter(high, low), high]
    return [v for v in values if low <= v <= high]


def values_of(spec):
    """The values to try of a key; none of a switch or a name."""
    kind = spec.get("type")
    if "enum" in spec:
        return []
    if kind in ("number", "integer"):
        excluded = "exclusiveMinimum" in spec
        low, high = spec.get("minimum", spec.get("exclusiveMinimum")), spec["maximum"]
        if kind == "integer":
            return sorted({low + excluded, low + 1, high})
        return numbers(low, high, excluded)
    if kind == "object" and "additionalProperties" in spec:
        inner = spec["additionalProperties"]
        names = spec["propertyNames"].get("enum") or ["0", "63"]
        ends = numbers(inner.get("minimum", inner.get("exclusiveMinimum", 0)), inner["maximum"], "exclusiveMinimum" in inner)
        return [{}] + [{name: v for name in names} for v in ends] + [{names[0]: ends[-1]}]
    return []


def all_values(program):
    done = subprocess.run([program, "params", "--json-schema"], capture_output=True, text=True, check=True)
    values = {key: values_of(spec) for key, spec in leaves(json.loads(done.stdout)) if key not in UNTRIED}
    for key, (low, high) in TREATMENT.items():
        values[key] = numbers(low, high, "start.day" not in key)
    return {key: tried for key, tried in values.items() if tried}


def shortened(values):
    """The ends alone, and of the rows that fields have in common, or drugs, those of one each."""
    kinds, few = {}, {}
    for key in values:
        alike = re.sub(r"^(fields|drugs)\.\w+\.", r"\1.", re.sub(r"_(mmHg|ng_per_ml|nM|relative)\b|_(mmHg|ng_per_ml|nM|relative)_", "_unit_", key))
        kinds.setdefault(alike, []).append(key)
    for number, keys in enumerate(kinds.values()):
        key = keys[number % len(keys)]
        few[key] = [v for k, v in enumerate(values[key]) if k < 2 or k == len(values[key]) - 1]
    return few


class Trial:
    """Runs many parameter sets in one process, and tells which of them went wrong."""

    def __init__(self, program, folder):
        self.program, self.folder, self.refused, self.ran = program, folder, 0, 0
        self.failures = []

    def call(self, *arguments):
        return subprocess.run([self.program, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=900)

    def config(self, sets):
        """The configuration of these sets; the same for all of them is what no sweep may vary."""
        own = {key: v for key, v in sets[0].items() if key.startswith("execution.")}
        swept = [{key: v for key, v in values.items() if key not in own} for values in sets]
        with open(os.path.join(self.folder, "c.yaml"), "w", encoding="utf-8") as file:
            file.write(BASE + ("sweep: " + json.dumps(swept) + "\n" if swept[0] else ""))
        return ["c.yaml"] + [word for key, v in own.items() for word in ("--set", f"{key}={v}")]

    def fail(self, values, why):
        self.failures.append(f"{json.dumps(values)}: {why}")
        print(self.failures[-1], flush=True)

    def accepted(self, sets):
        """Those that are not refused; every refusal must name what it refuses."""
        done = self.call("validate", *self.config(sets))
        if done.returncode == 0:
            return sets
        if done.returncode != 2:
            return self.one_by_one(sets, done)
        named = [re.findall(r"([\w.\[\]]+) = ", line.rpartition("; in the sweep's ")[2]) for line in done.stderr.splitlines()]
        left = []
        for values in sets:
            is_refused = any(keys and all(key in values for key in keys) and self.tells(line, values)
                             for keys, line in zip(named, done.stderr.splitlines()))
            left += [] if is_refused else [values]
        if len(left) == len(sets):
            return self.one_by_one(sets, done)
        self.refused += len(sets) - len(left)
        return self.accepted(left) if left else []

    @staticmethod
    def tells(line, values):
        """Does a line speak of the values of this set? Those that it does not write as here it names alone."""
        told = line.rpartition("; in the sweep's ")[2]
        return any(key + " = " in told and (isinstance(v, dict) or Trial.number_in(told, key) == float(v))
                   for key, v in values.items())

    @staticmethod
    def number_in(told, key):
        found = re.search(re.escape(key) + r" = ([-+.\deE]+)", told)
        return float(found.group(1).rstrip(".,")) if found else None

    def one_by_one(self, sets, done):
        if len(sets) == 1:
            self.fail(sets[0], f"exit {done.returncode}: {done.stderr.strip()[-300:]}")
        else:
            for values in sets:
                self.check([values])
        return []

    def check(self, sets):
        sets = self.accepted(sets)
        if not sets:
            return
        done = self.call("run", *self.config(sets), "--out", "out", "--force", "--threads", "1", "--verify-every", "1")
        if done.returncode != 0:
            self.one_by_one(sets, done)
            return
        self.check_census(sets)
        done = self.call("resume", "out", "--until-day", LONGER_DAYS, "--threads", "1", "--verify-every", "1")
        if done.returncode != 0:
            self.one_by_one(sets, done)
        else:
            self.ran += len(sets)

    def check_census(self, sets):
        for member, values in enumerate(sets):
            folder = f"member_{member:04d}" if len(sets) > 1 else ""
            with open(os.path.join(self.folder, "out", folder, "census.csv"), newline="", encoding="utf-8") as file:
                for row in csv.DictReader(file):
                    columns = list(row)
                    counted = columns[:columns.index("tumour_volume_mm3")]  # read-outs may say "not measured"
                    wrong = [f"{c} = {row[c]}" for c in counted if not (math.isfinite(float(row[c])) and float(row[c]) >= 0)]
                    wrong += [f"{c} = {row[c]}" for c in columns if "inf" in row[c]]
                    if wrong:
                        self.fail(values, ", ".join(wrong))
                        break


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("--all", action="store_true", help="every key and value")
    parser.add_argument("--keys", default="", help="only keys that contain this")
    parser.add_argument("--pairs", type=int, default=0, help="so many pairs of numbers, at random, instead of single ones")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    values = {key: tried for key, tried in all_values(options.program).items() if options.keys in key}
    if not (options.all or options.pairs):
        values = shortened(values)
    single = [{key: value} for key, tried in values.items() for value in tried]
    rng = random.Random(options.seed)
    sets = [{**rng.choice(single), **rng.choice(single)} for _ in range(options.pairs)] or single
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # thousands of small files
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        trial = Trial(os.path.abspath(options.program), folder)
        swept = [pair for pair in sets if not any(key.startswith("execution.") for key in pair)]
        for first in range(0, len(swept), CHUNK):
            trial.check(swept[first:first + CHUNK])
        for alone in sets:
            if alone not in swept:
                trial.check([alone])
    print(f"{len(values)} keys, {len(sets)} sets: {trial.ran} ran, {trial.refused} were refused, {len(trial.failures)} failed")
    return 1 if trial.failures else 0


if __name__ == "__main__":
    sys.exit(main())
