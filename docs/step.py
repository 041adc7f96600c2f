"""What each phase of the step reads and writes, so that it can be said which may overlap.

The names and their order are those of the table in agents/step_on.hpp; `docs/draw.py --check` compares them, and holds
what is written here against what the kernels of each phase touch.
"""
from collections import namedtuple

Phase = namedtuple("Phase", "name says files reads writes")

# What a world consists of. Counters are added to in any order, so two phases that count do not wait for each other.
PARTS = {
    "tissue": "codes of tumour cells, corpses, stroma, vessels",
    "immune": "codes of immune cells",
    "tumour": "columns of tumour cells",
    "immune_cells": "columns of immune cells",
    "fields": "oxygen, IFN-γ, chemokine …",
    "body": "drugs, lymph node, blood",
    "clones": "the clone log",
}

PHASES = [
    Phase("fields", "solved with cells as sources and sinks", (),
          "tissue immune", "fields"),
    Phase("circulation", "the patient moves on; whole cells enter; treatments act", ("entry", "treatment"),
          "tissue immune fields tumour immune_cells", "body immune immune_cells tissue tumour"),
    Phase("migration", "immune cells walk", ("migration",),
          "tissue fields", "immune immune_cells"),
    Phase("surveillance", "recognise, engage, hit, kill", ("surveillance",),
          "fields body", "tissue immune tumour immune_cells"),
    Phase("escape", "PD-L1 and MHC-I follow IFN-γ", ("escape",),
          "tissue fields", "tumour"),
    Phase("immune_turnover", "immune cells divide and die", ("immune_turnover",),
          "tissue fields body", "immune immune_cells"),
    Phase("macrophages", "they polarise, and clear corpses", ("macrophages",),
          "fields immune_cells", "tissue immune tumour"),
    Phase("tumour_turnover", "tumour cells divide, mutate, die", ("tumour_turnover", "push", "draw_in"),
          "immune fields body", "tissue tumour immune_cells clones"),
    Phase("vessels", "vessels collapse and sprout", ("vessels",),
          "fields", "tissue"),
    Phase("reorder", "neighbours in space become neighbours in memory", (),
          "tissue immune", "tumour immune_cells"),
]


def parts(text):
    return set(text.split())


def may_overlap(a, b):
    """Neither writes what the other reads or writes."""
    return not (parts(a.writes) & (parts(b.reads) | parts(b.writes)) or parts(b.writes) & parts(a.reads))


def overlapping_neighbours():
    """Pairs of phases, one behind the other in the table, that need not wait for each other."""
    return [(a.name, b.name) for a, b in zip(PHASES, PHASES[1:]) if may_overlap(a, b)]
