"""The census over time in panels: cells by state, and what the tumour and its fields come to."""
from typing import NamedTuple

from .kinds import within_type
from .maps import typeset

MOST_PER_ROW = 4
PER_HOUR = "cells per hour"  # of columns that count what happened since the row before
DASHES = ["-", (0, (4, 1.5)), (0, (1, 1))]  # of curves that share a colour
GRID = "#DDDDDD"


class Curve(NamedTuple):
    label: str
    colour: str
    column: str  # of the census
    dashes: object = "-"


class Panel(NamedTuple):
    title: str
    unit: str
    curves: list


TUMOUR_SIZE = [
    Panel("Tumour volume", "mm³", [Curve("sites", "#E69F00", "tumour_volume_mm3"),
                                   Curve("cells", "#0072B2", "imaged_volume_mm3")]),
    Panel("Longest diameter", "mm", [Curve("", "#E69F00", "longest_diameter_mm")]),
    Panel("Deaths of tumour cells", PER_HOUR, [Curve("killed", "#0072B2", "kills"),
                                               Curve("apoptosis", "#E69F00", "deaths_apoptosis"),
                                               Curve("necrosis", "#6B5B53", "deaths_necrosis"),
                                               Curve("treatment", "#CC79A7", "deaths_treatment")]),
]
RECOGNITION = [
    Panel("Tumour cells that hide", "cells", [Curve("lost an antigen", "#E69F00", "antigen_lost"),
                                              Curve("lost an HLA allele", "#0072B2", "hla_lost"),
                                              Curve("lost B2M", "#009E73", "b2m_lost"),
                                              Curve("lost JAK", "#CC79A7", "jak_lost"),
                                              Curve("seen by nobody", "#6B5B53", "unseen_tumour")]),
    Panel("CD8⁺ T cells for the tumour", "cells per mm²", [Curve("", "#0072B2", "specific_cd8_per_mm2")]),
]
LEVELS = [
    Panel("Oxygen, mean", "mmHg", [Curve("", "#0072B2", "oxygen_mean_mmHg")]),
    Panel("IFN-γ, mean", "ng/mL", [Curve("", "#009E73", "ifn_gamma_mean_ng_per_mL")]),
    Panel("PD-L1 of tumour cells, mean", "× baseline", [Curve("", "#CC79A7", "pdl1_mean")]),
]


def panel_of_states(title, states, labels):
    """A curve per state; those that share a colour differ in their dashes."""
    curves, seen = [], {}
    for state, label in zip(states, labels):
        nth = seen[state.colour] = seen.get(state.colour, -1) + 1
        curves.append(Curve(label, state.colour, state.column, DASHES[nth % len(DASHES)]))
    return Panel(title, "cells", curves)


def panel_of_type(kinds, name):
    cell_type = next(cell_type for cell_type in kinds.cell_types if cell_type.name == name)
    states = kinds.states_of(cell_type)
    title = cell_type.label[0].upper() + cell_type.label[1:] + (" cells" if cell_type.layer == "tissue" else "s")
    return panel_of_states(typeset(title), states, [within_type(state, cell_type) for state in states])


def panel_of_others(kinds):
    """Immune cells other than CD8 T cells."""
    types = [t for t in kinds.cell_types if t.layer == "immune" and t.name != "cd8_t_cell"]
    states = [state for cell_type in types for state in kinds.states_of(cell_type)]
    return panel_of_states("Other immune cells", states, [typeset(state.label) for state in states])


def panels_of(census, kinds):
    """The panels for which the census has anything, each with its curves that are not zero throughout."""
    panels = [panel_of_type(kinds, "tumour"), *TUMOUR_SIZE, panel_of_type(kinds, "cd8_t_cell"), panel_of_others(kinds), *RECOGNITION,
              *LEVELS]
    shown = [panel._replace(curves=[curve for curve in panel.curves if curve.column in census and census[curve.column].any()])
             for panel in panels]
    return [panel for panel in shown if panel.curves]


def values_of(census, curve, unit):
    """A column over time; one of events as their rate."""
    values = census[curve.column]
    return values / census["time_h"].diff() if unit == PER_HOUR else values


def draw_panel(axes, census, panel):
    days = census["time_h"] / 24
    for curve in panel.curves:
        axes.plot(days, values_of(census, curve, panel.unit), color=curve.colour, label=curve.label, linewidth=1.4,
                  linestyle=curve.dashes, marker="o" if len(census) < 2 else None)
    axes.set_title(panel.title, loc="left", fontsize=9.5, fontweight="bold")
    axes.set_ylabel(panel.unit, fontsize=8.5, labelpad=6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8)
    axes.margins(x=0.01)
    make_room(axes, panel)


def make_room(axes, panel):
    """Zero where it belongs to the quantity, and above the curves room for a legend where there is one."""
    legend_rows = -(-len(panel.curves) // 2) if panel.curves[0].label else 0
    low, high = axes.get_ylim()
    starts_at_zero = panel.unit.startswith(("cells", "mm"))
    axes.set_ylim(0 if starts_at_zero else max(0, low), high + (0.05 + 0.2 * legend_rows) * (high - low))
    if legend_rows:
        axes.legend(fontsize=7.5, frameon=False, ncol=2, loc="upper left", handlelength=1.8, columnspacing=1.0,
                    borderaxespad=0.1)


def rows_and_columns(panels):
    """As few rows as hold them, all as full as can be."""
    rows = -(-len(panels) // MOST_PER_ROW)
    return rows, -(-len(panels) // rows)


def draw_panels(figure, row, census, panels):
    rows, columns = rows_and_columns(panels)
    places = row.subgridspec(rows, columns, wspace=0.38, hspace=0.42)
    for place, panel in enumerate(panels):
        axes = figure.add_subplot(places[place // columns, place % columns])
        draw_panel(axes, census, panel)
        if place >= len(panels) - columns:
            axes.set_xlabel("days", fontsize=8.5)
    figure.align_ylabels()
