"""What codes of cells mean: names, labels, colours and sizes of cell types and of their states.

A snapshot carries them; Run.kinds() reads them. OLDER is for snapshots that do not, which earlier versions wrote. Needs nothing but
Python's own library, so that every pvpython can import it.
"""
from typing import NamedTuple


class CellType(NamedTuple):
    """One value of the column cell_type."""
    code: int
    name: str   # of tissue tables and keys
    label: str  # what people read
    layer: str  # "tissue" or "immune": of each at most one cell per site


class State(NamedTuple):
    """One value of the column state of a cell type."""
    cell_type: int       # code of that type
    code: int            # unique within the type's layer
    name: str            # within its type
    label: str           # what people read
    column: str          # of census.csv
    colour: str          # on a light ground
    colour_on_dark: str
    radius_sites: float


class Entry(NamedTuple):
    """A line of a legend: states of one type that look alike."""
    label: str
    colour: str
    cell_type: CellType
    states: list


class Kinds(NamedTuple):
    """All cell types and states that a snapshot knows, in the order of their codes, tissue first."""
    cell_types: list
    states: list

    def cell_type(self, code):
        return next(cell_type for cell_type in self.cell_types if cell_type.code == code)

    def states_of(self, cell_type):
        return [state for state in self.states if state.cell_type == cell_type.code]

    def entries(self, present=None, on_dark=False):
        """What a legend lists. @param present  the states it is for, as (cell_type, code); None: all"""
        alike = {}
        for state in self.states:
            if present is None or (state.cell_type, state.code) in present:
                alike.setdefault((state.cell_type, colour_of(state, on_dark)), []).append(state)
        return [Entry(self._label_of(self.cell_type(code), states, on_dark), colour, self.cell_type(code), states)
                for (code, colour), states in alike.items()]

    def _label_of(self, cell_type, states, on_dark):
        """The type's alone where all its states look alike; else with those that it is for."""
        if len({colour_of(state, on_dark) for state in self.states_of(cell_type)}) == 1:
            return cell_type.label
        *others, last = (within_type(state, cell_type) for state in states)
        return f"{cell_type.label}, {', '.join(others)}{' or ' * bool(others)}{last}"


def colour_of(state, on_dark=False):
    return state.colour_on_dark if on_dark else state.colour


def within_type(state, cell_type):
    """A state's label where the type has been said."""
    return state.label.removeprefix(cell_type.label + ", ")


# Complete for the files it is for, so that it never grows; tests/python holds it to what snapshots say today.
OLDER = Kinds(
    [CellType(*row) for row in (
        (1, "tumour", "tumour", "tissue"),
        (2, "stroma", "stroma", "tissue"),
        (3, "vessel", "vessel", "tissue"),
        (4, "cd8_t_cell", "CD8+ T cell", "immune"),
        (5, "cd4_helper", "CD4+ helper T cell", "immune"),
        (6, "treg", "regulatory T cell", "immune"),
        (7, "nk", "NK cell", "immune"),
        (8, "macrophage", "macrophage", "immune"),
    )],
    [State(*row) for row in (
        (1, 1, "cycling", "tumour, cycling", "tumour_cycling", "#E69F00", "#E69F00", 0.5),
        (1, 2, "quiescent", "tumour, quiescent", "tumour_quiescent", "#D55E00", "#D55E00", 0.5),
        (1, 3, "hypoxic", "tumour, hypoxic", "tumour_hypoxic", "#D55E00", "#D55E00", 0.5),
        (1, 4, "apoptotic", "tumour, apoptotic", "tumour_apoptotic", "#6B5B53", "#705E57", 0.5),
        (1, 5, "necrotic", "tumour, necrotic", "tumour_necrotic", "#6B5B53", "#705E57", 0.5),
        (2, 6, "stroma", "stroma", "stroma", "#9AA3AB", "#5A6570", 0.4),
        (3, 7, "vessel", "vessel", "vessels", "#CC79A7", "#CC79A7", 0.5),
        (4, 1, "searching", "CD8+ T cell, searching", "cd8_searching", "#0072B2", "#56B4E9", 0.35),
        (4, 2, "engaged", "CD8+ T cell, engaged", "cd8_engaged", "#0072B2", "#56B4E9", 0.35),
        (4, 3, "exhausted", "CD8+ T cell, exhausted", "cd8_exhausted", "#111111", "#F0E442", 0.35),
        (4, 4, "activated", "CD8+ T cell, activated", "cd8_activated", "#009E73", "#00B885", 0.35),
        (4, 5, "progenitor_exhausted", "CD8+ T cell, progenitor exhausted", "cd8_progenitor_exhausted", "#111111", "#F0E442", 0.35),
        (4, 6, "memory", "CD8+ T cell, memory", "cd8_memory", "#56B4E9", "#FFFFFF", 0.35),
        (5, 7, "cd4_helper", "CD4+ helper T cell", "cd4_helper", "#332288", "#8888EE", 0.35),
        (6, 8, "treg", "regulatory T cell", "treg", "#882255", "#CC4477", 0.35),
        (7, 9, "searching", "NK cell, searching", "nk", "#F0E442", "#99DDFF", 0.35),
        (7, 10, "engaged", "NK cell, engaged", "nk_engaged", "#F0E442", "#99DDFF", 0.35),
        (8, 11, "m1", "macrophage, M1", "macrophage_m1", "#44AA99", "#44AA99", 0.45),
        (8, 12, "m2", "macrophage, M2", "macrophage_m2", "#AA4499", "#AA4499", 0.45),
    )])
