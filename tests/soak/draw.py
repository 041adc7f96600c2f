"""Random configurations in which something happens, drawn key by key from `tilscape params --json-schema`.

Any key may take any value of its range, so a new one is drawn as soon as the schema has it. What a configuration needs to be
lively comes after that: a small tissue, T cells that recognise its tumour, rates that fit the few steps of a run. What several
keys must agree on is given here only where the program would refuse most draws; run.py puts back what it refuses.
"""
import dataclasses
import json
import math
import random

WALKERS = ["cd4_helper", "treg", "nk", "macrophage"]
IN_BLOOD = ["cd4_helper_cells", "treg_cells", "nk_cells", "monocytes"]
PERIODS = ["surveillance_min", "escape_min", "tumour_turnover_min", "immune_turnover_min", "entry_min", "fields_min", "vessels_min"]
# Times that the clock counts in steps, and the minutes of their unit.
STEPPED = {"t_cell.engagement_min": 1, "t_cell.refractory_min": 1, "t_cell.hit_memory_min": 1, "nk.engagement_min": 1,
           "nk.refractory_min": 1, "t_cell.secretion_h": 60, "t_cell.memory_after_h": 60, "t_cell.division_interval_h": 60,
           "t_cell.division_window_h": 60}
PROCEDURES = ["radiation", "surgery", "stroma_depletion"]
CELLS = ["adoptive_t_cells", "car_t_cells", "vaccine"]
REGIMENS = ["pembrolizumab_200_q3w", "pembrolizumab_400_q6w", "nivolumab_240_q2w", "nivolumab_480_q4w", "atezolizumab_840_q2w",
            "atezolizumab_1200_q3w", "ipilimumab_3_q3w", "nivolumab_1_ipilimumab_3", "nivolumab_3_ipilimumab_1",
            "aldesleukin_high_dose", "nab_paclitaxel_weekly", "nab_paclitaxel_q3w", "radiation_8Gy_x3", "radiation_2Gy_x30"]
# Drawn by functions of their own.
OWN = {"seed", "replicates", "sweep", "duration_days", "lattice.size", "lattice.spacing_um", "initial.tissue", "initial.tile",
       "therapy", "output.snapshots"}
# Never put back to a default, which might be no multiple of the step, too far for one, or would take hours.
KEPT = {"seed", "duration_days", "lattice.size", "lattice.spacing_um", "time.base_step_min", "output.snapshots", *STEPPED,
        *(cell + ".speed_um_per_min" for cell in ["t_cell"] + WALKERS),
        *("time." + p for p in PERIODS), *(f"output.{what}_every_h" for what in ("census", "snapshot", "checkpoint"))}


@dataclasses.dataclass
class Configuration:
    values: dict  # dotted key -> value
    steps: int
    table: str = ""  # the text of its tissue table, where it has one

    def yaml(self, values=None):
        """Numbers as JSON writes them: readers of YAML 1.1 and 1.2 agree on those."""
        tree = {}
        for key, value in (values or self.values).items():
            *sections, last = key.split(".")
            node = tree
            for section in sections:
                node = node.setdefault(section, {})
            node[last] = value
        return "\n".join(f"{key}: {json.dumps(value)}" for key, value in tree.items()) + "\n"


def parameters(schema, path=()):
    """Every dotted key with its part of the schema."""
    if schema.get("type") == "object" and "properties" in schema:
        for name, inner in schema["properties"].items():
            yield from parameters(inner, path + (name,))
    else:
        yield ".".join(path), schema


def draw(schema, seed):
    """@returns the Configuration of this seed, which the program may still refuse"""
    return Draw(schema, seed).configuration()


class Draw:
    def __init__(self, schema, seed):
        self.rng = random.Random(seed)
        self.keys = dict(parameters(schema))
        self.drugs = sorted({key.split(".")[1] for key in self.keys if key.startswith("drugs.")})
        self.wild = self.rng.choice([0, 0, 0, 0.05, 0.2, 1])  # share of numbers from the ends of their range
        self.density = self.rng.choice([0.02, 0.1, 0.3, 0.8])  # share of keys that are given at all
        self.v = {}
        self.table = ""

    def configuration(self):
        for key, spec in self.keys.items():
            share = self.density * (0.3 if key.startswith("fields.") else 1)
            if key not in OWN and not key.startswith(("output.", "execution.")) and self.chance(share):
                self.v[key] = self.value(key, spec)
        self.lattice()
        self.clock()
        self.start()
        self.tumour()
        self.attack()
        self.body()
        self.output()
        if self.chance(0.6):
            self.v["therapy"] = [self.treatment() for _ in range(self.rng.choice([1, 1, 2, 3, 6]))]
        self.members()
        return Configuration(self.v, self.steps, self.table)

    # ------------------------------------------------------------------------------------- any value of a range

    def chance(self, share):
        return self.rng.random() < share

    def around(self, low, high):
        """Log-uniform."""
        return math.exp(self.rng.uniform(math.log(low), math.log(high)))

    def number(self, spec, whole=False):
        low, high = (spec.get(bound, spec.get("exclusive" + bound.capitalize(), other))
                     for bound, other in (("minimum", 0), ("maximum", 1e9)))
        default = spec.get("default", low) if isinstance(spec.get("default"), (int, float)) else low
        if self.chance(self.wild):
            value = self.rng.choice([low, high, default, (low + high) / 2, math.nextafter(low, high), self.around(1e-12, 1e9)])
        elif high <= 1:
            value = self.rng.choice([low, high, self.rng.uniform(low, high), self.rng.uniform(low, high)])
        else:
            value = (default or 1) * self.around(0.03, 30) if self.chance(0.9) else low
        value = min(max(value, low), high)
        if "exclusiveMinimum" in spec and value <= low:
            value = default if default > low else high
        short = float(f"{value:.6g}")
        return int(value) if whole else short if low < short < high else value

    def value(self, key, spec):
        kind = spec.get("type")
        if key.endswith(".solver_cycles"):
            return self.rng.choice([0, 0, 1, 2, 5, 20])  # up to 1000, which only takes time
        if "enum" in spec:
            return self.rng.choice(spec["enum"])
        if kind == "boolean":
            return self.chance(0.6)
        if kind in ("integer", "number"):
            return self.number(spec, whole=kind == "integer")
        if kind == "object":
            names, inner = spec["propertyNames"]["enum"], spec["additionalProperties"]
            return {name: self.number({**inner, "default": self.rng.choice([0.01, 1, 10])})
                    for name in self.rng.sample(names, self.rng.randint(0, min(5, len(names))))}
        most = min(spec.get("maxItems", 3), 64)
        pool = range(spec["items"]["minimum"], spec["items"]["maximum"] + 1)
        count = self.rng.randint(spec.get("minItems", 0), most)
        return self.rng.sample(pool, count) if spec.get("uniqueItems") else [self.rng.choice(pool) for _ in range(count)]

    # ------------------------------------------------------------------------------------- what makes it lively

    def lattice(self):
        """Small, and now and then of a single site along an axis."""
        axes, most, usual = (2, 28, 10) if self.chance(0.65) else (3, 10, 5)
        low = usual if self.chance(0.8) else 1
        self.v["lattice.size"] = [self.rng.randint(low, most) for _ in range(axes)]
        self.v["lattice.spacing_um"] = self.rng.choice([10, 15, 20, self.rng.uniform(5, 40)])
        self.volume_cm3 = math.prod(self.v["lattice.size"]) * (self.v["lattice.spacing_um"] * 1e-4) ** 3

    def clock(self):
        v, rng = self.v, self.rng
        self.step_min = v["time.base_step_min"] = rng.choice([0.5, 1, 1, 1, 2, 5, 10, 60])
        self.steps = rng.choice([rng.randint(1, 5), *[rng.randint(30, 120) for _ in range(7)]])
        self.run_h = self.steps * self.step_min / 60
        v["duration_days"] = self.run_h / 24
        for name in PERIODS:
            v["time." + name] = self.step_min * rng.choice([1, 1, 1, 2, 2, 3, 5, 30])
        for key, minutes in STEPPED.items():
            least = 1 if "exclusiveMinimum" in self.keys[key] else 0
            v[key] = self.step_min * rng.choice([least, 1, 2, 5, 20, 100]) / minutes
        for cell in ["t_cell"] + WALKERS:
            reach = v["lattice.spacing_um"] / self.step_min
            v[cell + ".speed_um_per_min"] = min(1000, reach * rng.choice([0, 0.25, 0.5, 0.99]))

    def start(self):
        """A tumour, vessels and immune cells, by shares of the sites or from a table."""
        v, rng = self.v, self.rng
        size, spacing = v["lattice.size"], v["lattice.spacing_um"]
        v["initial.vessels_per_mm2"] = rng.choice([0.03, *[0.1] * 4, 0.3, 0.3, rng.random(), 0]) * 1e6 / spacing ** 2
        v["initial.tumour_radius_um"] = spacing * rng.uniform(0.2, 0.7) * max(size)
        v["initial.tumour_fraction"] = rng.choice([1, 0.8, 0.8, 0.5, rng.random()])
        v["initial.tumour_cells"] = rng.choice([*[0] * 8, 1, rng.randint(1, math.prod(size)), rng.randint(1, math.prod(size))])
        v["initial.stroma_fraction"] = rng.choice([0, 0.1, 0.3, rng.random()])
        shares = [rng.random() * rng.choice([0, 1, 1])] + [rng.random() ** 3 * rng.choice([0, 1, 1]) for _ in WALKERS]
        if self.chance(0.8):
            shares[0] = 1
        scale = rng.choice([0.1, 0.2, 0.5, 1]) / max(1, sum(shares))
        for cell, share in zip(["t_cell"] + WALKERS, shares):
            v[f"initial.{cell}_fraction"] = share * scale
        if self.chance(0.25):
            self.tissue_table()

    def tissue_table(self):
        """One cell per site and layer; where cells may not share a site, immune cells stand on free sites and vessels alone."""
        v, rng = self.v, self.rng
        size, spacing = v["lattice.size"], v["lattice.spacing_um"]
        tile = [rng.choice([k for k in (1, 1, 2, 3) if n % k == 0]) for n in size]
        shares = v.get("immune.shares_site", True)
        rows = []
        for site in range(math.prod(n // k for n, k in zip(size, tile))):
            position = []
            for n, k in zip(size, tile):
                position.append(f"{(site % (n // k) + 0.5) * spacing:.9g}")
                site //= n // k
            tissue = rng.choices(["tumour", "stroma", "vessel", ""], [5, 2, 1, 4])[0]
            immune = rng.choices(["cd8_t_cell", *WALKERS, ""], [2, *[0.2] * len(WALKERS), 8])[0]
            if tissue:
                rows.append([*position, tissue, f"{rng.uniform(0, 6):.3g}" if tissue == "tumour" and self.chance(0.3) else "", ""])
            if immune and (shares or tissue in ("", "vessel")):
                rows.append([*position, immune, "", f"{rng.random():.3g}" if self.chance(0.3) else ""])
        if not rows:
            return
        rng.shuffle(rows)
        columns = ["x_um", "y_um", "z_um"][:len(size)] + ["type", "pdl1", "pd1"]
        self.table = "\n".join(",".join(row) for row in [columns] + rows) + "\n"
        v["initial.tissue"] = "table.csv"
        if max(tile) > 1:
            v["initial.tile"] = tile

    def tumour(self):
        """Divisions and deaths within the run, and mutations among the daughters."""
        v, rng = self.v, self.rng
        v["antigens.founder_classes"] = sorted({0, *rng.sample(range(64), rng.randint(0, 3))})
        for key, low, high in [("tumour.division_per_day", 0.3, 8), ("tumour.death_per_day", 0.03, 1),
                               ("tumour.hypoxic_death_per_day", 0.3, 6), ("tumour.necrotic_clearance_per_day", 0.3, 6),
                               ("vessels.collapse_per_day", 0.3, 6)]:
            if self.chance(0.9):
                v[key] = min(1e6, self.around(low, high) * 24 / self.run_h)
        if self.chance(0.8):
            v["tumour.apoptotic_clearance_h"] = self.run_h * self.around(0.05, 2)
        if self.chance(0.3):
            low, middle, high = sorted(rng.uniform(0, 60) for _ in range(3))
            v.update({"tumour.oxygen_necrosis_mmHg": low, "tumour.oxygen_hypoxia_mmHg": middle, "tumour.oxygen_full_mmHg": high})
        else:
            for name in ("necrosis", "hypoxia", "full"):
                v.pop(f"tumour.oxygen_{name}_mmHg", None)
        for key in self.keys:
            if key.startswith("mutation.") and key.endswith("_per_daughter") and self.chance(0.6):
                v[key] = rng.random() * 0.3
        if v.get("vessels.sprouting"):
            v["fields.vegf.enabled"] = True
            v["vessels.spacing_um"] = v["lattice.spacing_um"] * rng.uniform(0, 19)
            v["vessels.sprout_um_per_day"] = rng.random() * v["lattice.spacing_um"] * 1440 / v["time.vessels_min"]

    def attack(self):
        """T cells that recognise the founder, whose hits suffice within the run; and their entry from the blood."""
        v, rng = self.v, self.rng
        v["blood.cd8_cells"] = {str(c): 10 ** rng.uniform(6, 9) for c in {0, *rng.sample(range(64), rng.randint(0, 3))}}
        for name in IN_BLOOD:
            if self.chance(0.4):
                v["blood." + name] = 10 ** rng.uniform(5, 9)
        cells = sum(v["blood.cd8_cells"].values()) + sum(v.get("blood." + name, 0) for name in IN_BLOOD)
        entering = self.around(0.5, 10)  # in an update
        if self.chance(0.9):
            v["blood.entry_per_min_per_cm3"] = min(1e6, entering / (cells * self.volume_cm3 * v["time.entry_min"]))
        if v["initial.vessels_per_mm2"] == 0:
            v["blood.entry_route"] = "anywhere"
        if self.chance(0.7):
            v["blood.adhesion"] = rng.choice([0, 0, 0.3])
        for cell in ("t_cell", "nk"):
            for key, low, high in [("recognition_per_min", 0.3, 10), ("hits_per_h", 0.5, 30)]:
                if self.chance(0.9):
                    v[f"{cell}.{key}"] = self.around(low, high) / (self.step_min / 60 if key == "hits_per_h" else self.step_min)
        if self.chance(0.9):
            v["t_cell.lethal_hits"] = rng.choice([1, 1, 2, 3])
        if self.chance(0.8):
            v["t_cell.max_kills"] = rng.choice([0, 0, 1, 3])
        if self.chance(0.8):
            v["escape.mhc1_basal"] = rng.uniform(0.3, 1)
        for key in ("t_cell.death_per_day", "t_cell.exhaustion_per_day"):
            if self.chance(0.8):
                v[key] = min(1e6, self.around(0.03, 3) * 24 / self.run_h)

    def body(self):
        if self.chance(0.5):
            self.v["compartments.enabled"] = True
            if self.chance(0.7):
                self.v["compartments.tumour_fraction"] = self.rng.choice([1e-3, 0.1, 1])

    def output(self):
        v, rng = self.v, self.rng
        v["output.snapshots"] = rng.choice(["auto", "all", "all", "all", "last", "none"])
        for what, most in [("snapshot", 40), ("census", 12), ("checkpoint", 40)]:
            v[f"output.{what}_every_h"] = self.step_min * rng.randint(max(1, self.steps // 12), most) / 60
        if self.chance(0.1):
            v["output.checkpoint_every_h"] = 0
        v["execution.host_block"] = rng.choice([1, 7, 64, 256])
        v["execution.reorder_every_steps"] = rng.choice([0, 1, 3, 16])
        v["execution.batch"] = rng.choice([0, 0, 1, 2])
        if self.chance(0.2):
            v["readouts.spatial"] = True
            v["readouts.spatial_radius_um"] = v["lattice.spacing_um"] * rng.uniform(0.5, 8)
        if self.chance(0.5):
            v["readouts.tile_um"] = v["lattice.spacing_um"] * self.around(0.5, 10)
            v["readouts.resolution_um"] = v["lattice.spacing_um"] * self.around(0.5, 10)
            v["readouts.scan_every_days"] = rng.uniform(0, 0.1)

    # ------------------------------------------------------------------------------------- treatments and members

    def treatment(self):
        rng, days = self.rng, self.v["duration_days"]
        if self.chance(0.2):
            return {"regimen": rng.choice(REGIMENS), "start": {"day": rng.uniform(0, days)}}
        item = self.what_is_given(rng.choice(self.drugs + CELLS + PROCEDURES + ["surgery"]))
        when = rng.random()
        if when < 0.6:
            item["start"] = {"day": rng.uniform(0, days)}
        elif when < 0.8:
            item["start"] = {"volume_mm3": self.volume_cm3 * 1000 * rng.uniform(0.05, 1)}
        if self.chance(0.6):
            item.update(doses=rng.choice([1, 2, 5, 100000]), every_days=rng.uniform(0.01, 0.5) * days + 1e-6)
        return item

    def what_is_given(self, kind):
        rng = self.rng
        is_wild = self.chance(self.wild)
        if kind == "radiation":
            return {"procedure": kind, "dose_Gy": rng.uniform(0.01, 200 if is_wild else 4)}
        if kind == "stroma_depletion":
            return {"procedure": kind, "share": rng.uniform(0.01, 1)}
        if kind == "surgery":
            return {"procedure": kind, **self.region()}
        if kind == "vaccine":
            return {"drug": kind, "dose_cells": 10 ** rng.uniform(3, 13 if is_wild else 9), "classes": rng.sample(range(64), rng.randint(1, 4))}
        if kind in CELLS:
            return {"drug": kind, "dose_cells": 10 ** rng.uniform(3, 13 if is_wild else 9), "antigen": rng.choice([0, rng.randrange(64)])}
        unit = rng.choice(["dose_mg", "dose_mg_per_kg", "dose_million_IU_per_kg" if kind == "aldesleukin" else "dose_mg"])
        return {"drug": kind, unit: rng.uniform(0.001, 1) * (1e4 if is_wild else 100)}

    def region(self):
        box = [n * self.v["lattice.spacing_um"] for n in self.v["lattice.size"]]
        if self.chance(0.5):
            return {"sphere": {"centre_um": [self.rng.uniform(-0.2, 1.2) * b for b in box],
                               "radius_um": self.rng.uniform(0.01, 0.6) * max(box)}}
        corners = [sorted(self.rng.uniform(-0.2, 1.2) * b for _ in range(2)) for b in box]
        return {"box": {"from_um": [c[0] for c in corners], "to_um": [c[1] for c in corners]}}

    def members(self):
        v, rng = self.v, self.rng
        v["seed"] = rng.choice([0, 1, 2 ** 64 - 1, rng.getrandbits(64)])
        v["replicates"] = rng.choice([1, 1, 1, 1, 1, 2, 3])
        if self.chance(0.15):
            v["sweep"] = self.sweep()
        if v["output.snapshots"] in ("auto", "last") and (v["replicates"] > 1 or "sweep" in v):
            v["output.snapshots"] = "all"  # a member would leave fewer files than the same run alone

    def sweep(self):
        """Every combination, or single sets, of a few numbers, the seed, the schedule and numbers in it."""
        v, rng = self.v, self.rng
        numbers = sorted(key for key in v if key not in KEPT and self.keys.get(key, {}).get("type") == "number")
        values = {key: [v[key], self.value(key, self.keys[key])] for key in rng.sample(numbers, rng.randint(0, 2))}
        if self.chance(0.3) or not values:
            values["seed"] = [rng.getrandbits(64), 3]
        if v.get("therapy") and self.chance(0.6):
            dose = next((key for key in v["therapy"][0] if key.startswith("dose_")), None)
            if dose and self.chance(0.5):
                values[f"therapy[0].{dose}"] = [v["therapy"][0][dose], v["therapy"][0][dose] / 2]
            else:
                values["therapy"] = [[], v["therapy"]]
        if self.chance(0.5):
            return values
        return [{key: of_key[k] for key, of_key in values.items()} for k in range(2)]
