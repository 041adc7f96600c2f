"""What must hold of every census: numbers that are numbers, and cells that neither appear nor vanish between two rows."""
import csv
import math
import re

CD8 = ["cd8_searching", "cd8_engaged", "cd8_exhausted", "cd8_activated", "cd8_progenitor_exhausted", "cd8_memory"]
LIVE = ["tumour_cycling", "tumour_quiescent", "tumour_hypoxic"]
DEAD = ["tumour_apoptotic", "tumour_necrotic"]
# What leaves and what came in between two rows, by what it belongs to: cells, then gains, then losses.
BALANCES = {
    "tumour": (LIVE + DEAD, ["births_tumour"], ["corpses_cleared", "resected_tumour"]),
    "CD8 T cells": (CD8, ["births_cd8", "entries_cd8"], ["deaths_cd8"]),
    "CD4 helpers": (["cd4_helper"], ["entries_cd4_helper"], ["deaths_cd4_helper"]),
    "Tregs": (["treg"], ["entries_treg"], ["deaths_treg"]),
    "NK cells": (["nk", "nk_engaged"], ["entries_nk"], ["deaths_nk"]),
    "macrophages": (["macrophage_m1", "macrophage_m2"], ["entries_macrophage"], ["deaths_macrophage"]),
    "vessels": (["vessels"], ["vessels_sprouted"], ["vessels_collapsed"]),
}
# These count corpses or stroma of a resection among others, so they hold without one.
WITHOUT_SURGERY = {
    "corpses": (DEAD, ["deaths_apoptosis", "deaths_necrosis", "kills", "deaths_treatment"], ["corpses_cleared"]),
    "stroma": (["stroma"], [], ["depleted_stroma"]),
}
PARTS = [("kills_nk", ["kills"]), ("corpses_eaten", ["corpses_cleared"]), ("b2m_lost", LIVE), ("hla_lost", LIVE), ("pdl1_high", LIVE),
         ("jak_lost", LIVE), ("tumour_live", LIVE), ("antigen_lost", LIVE), ("unseen_tumour", LIVE)]
# Where there is nothing to measure there is no number (agents/readouts/README.md).
MAY_BE_NAN = re.compile(r"effector_to_target|kills_per_cd8|tps|cps|core_|margin_|shannon|simpson|tmb|neoantigens|mhc_loss|tcr_|"
                        r"nearest|near_|cross_k|pair_correlation|longest|diameter_change|cd8_per|recist|fate|infiltration")
EVENTS = {"births": ["births_tumour"], "kills": ["kills"], "entries": ["entries_cd8", "entries_cd4_helper", "entries_treg", "entries_nk",
                                                                      "entries_macrophage"]}


class Wrong(Exception):
    """The first line says what, the second where and how much."""


def total(row, names):
    return sum(row[name] for name in names)


def census(texts, values):
    """@param texts   census.csv of every member
    @param values  of the configuration, by dotted key
    @returns how many of each of EVENTS there were. @throws Wrong"""
    events = dict.fromkeys(EVENTS, 0)
    for number, text in enumerate(texts):
        rows = [{name: float(x) for name, x in row.items()} for row in csv.DictReader(text.splitlines())]
        if not rows:
            raise Wrong(f"census without rows\nmember {number}")
        for row in rows:
            check_row(row, number, values)
        for before, after in zip(rows, rows[1:]):
            check_between(before, after, number, values)
        for name, columns in EVENTS.items():
            events[name] += sum(total(row, columns) for row in rows)
    return events


def check_row(row, number, values):
    where = f"member {number}, step {row['step']:g}"
    for name, x in row.items():
        if not math.isfinite(x) and not (math.isnan(x) and MAY_BE_NAN.search(name)):
            raise Wrong(f"{name} of the census is no number\n{where}: {x}")
        if x < 0 and not name.endswith(("_residual", "_change_percent")):
            raise Wrong(f"{name} of the census is below 0\n{where}: {x}")
    sites = math.prod(values["lattice.size"])
    if total(row, LIVE + DEAD + ["stroma", "vessels"]) > sites or total(row, CD8) > sites:
        raise Wrong(f"more cells than sites\n{where}")
    for part, whole in PARTS:
        if part in row and row[part] > total(row, whole):
            raise Wrong(f"{part} is more than the whole\n{where}: {row[part]:g} of {total(row, whole):g}")


def check_between(before, after, number, values):
    balances = dict(BALANCES)
    schedules = str(values.get("therapy")) + str(values.get("sweep"))
    if "surgery" not in schedules:
        balances.update(WITHOUT_SURGERY)
    for what, (cells, gains, losses) in balances.items():
        had, has = total(before, cells) + total(after, gains), total(after, cells) + total(after, losses)
        if had != has:
            raise Wrong(f"{what} do not balance\nmember {number}, steps {before['step']:g} to {after['step']:g}: {had:g} and {has:g}")
    if after["clones"] < before["clones"]:
        raise Wrong(f"clones fell\nmember {number}, step {after['step']:g}: from {before['clones']:g} to {after['clones']:g}")
