"""One figure of a run: the first and last snapshot over oxygen, and the census over time with the size of the tumour.

A 3-D run is shown as its middle slice. Columns that the census does not have are left out.
"""
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

CD8_T_CELL, CD4_HELPER, TREG, NK, MACROPHAGE = 4, 5, 6, 7, 8

# label, cell_type, states, colour (Okabe and Ito), diameter in sites, order of drawing
KINDS = [
    ("tumour, cycling", 1, (1,), "#E69F00", 1.04, 2),
    ("tumour, not cycling", 1, (2, 3), "#D55E00", 1.04, 2),
    ("tumour, dead", 1, (4, 5), "#6B5B53", 1.04, 2),
    ("stroma", 2, (6,), "#9AA3AB", 0.85, 2),
    ("vessel", 3, (7,), "#CC79A7", 1.04, 3),
    ("CD8$^+$ T cell", CD8_T_CELL, (1, 2), "#0072B2", 0.85, 4),
    ("CD8$^+$, activated", CD8_T_CELL, (4,), "#009E73", 0.85, 4),
    ("CD8$^+$, exhausted", CD8_T_CELL, (3, 5), "#111111", 0.85, 4),
    ("CD8$^+$, memory", CD8_T_CELL, (6,), "#56B4E9", 0.85, 4),
    ("CD4$^+$ helper", CD4_HELPER, (7,), "#332288", 0.85, 4),
    ("regulatory T cell", TREG, (8,), "#882255", 0.85, 4),
    ("NK cell", NK, (9, 10), "#F0E442", 0.85, 4),
    ("macrophage, M1", MACROPHAGE, (11,), "#44AA99", 1.0, 4),
    ("macrophage, M2", MACROPHAGE, (12,), "#AA4499", 1.0, 4),
]
OXYGEN = LinearSegmentedColormap.from_list("oxygen", ["#6F7F9B", "#B9C9DD", "#F3F7FB"])
INK, FAINT = "#222222", "#DDDDDD"

PER_HOUR = "cells per hour"  # of columns that count what happened since the row before

# title, axis label, [(label, colour, columns that are added up)]; a row of the figure holds PANELS_PER_ROW
PANELS_PER_ROW = 4
PANELS = [
    ("Tumour", "cells", [("cycling", "#E69F00", ["tumour_cycling"]),
                         ("not cycling", "#D55E00", ["tumour_quiescent", "tumour_hypoxic"]),
                         ("dead", "#6B5B53", ["tumour_apoptotic", "tumour_necrotic"])]),
    ("Tumour volume", "mm³", [("", "#E69F00", ["tumour_volume_mm3"])]),
    ("Longest diameter", "mm", [("", "#E69F00", ["longest_diameter_mm"])]),
    ("Deaths of tumour cells", PER_HOUR, [("killed", "#0072B2", ["kills"]),
                                          ("apoptosis", "#E69F00", ["deaths_apoptosis"]),
                                          ("necrosis", "#6B5B53", ["deaths_necrosis"]),
                                          ("treatment", "#CC79A7", ["deaths_treatment"])]),
    ("CD8$^+$ T cells", "cells", [("searching", "#0072B2", ["cd8_searching"]),
                                  ("engaged", "#56B4E9", ["cd8_engaged"]),
                                  ("activated", "#009E73", ["cd8_activated"]),
                                  ("exhausted", "#111111", ["cd8_exhausted", "cd8_progenitor_exhausted"])]),
    ("Oxygen, mean", "mmHg", [("", "#0072B2", ["oxygen_mean_mmHg"])]),
    ("IFN-γ, mean", "ng/mL", [("", "#009E73", ["ifn_gamma_mean_ng_per_mL"])]),
    ("PD-L1 of tumour cells, mean", "× baseline", [("", "#CC79A7", ["pdl1_mean"])]),
]


def middle_slice(cells, fields, meta):
    """Cells and oxygen of the middle layer; everything of a 2-D run."""
    layers, spacing_um = int(meta["lattice_size"][2]), float(meta["spacing_um"])
    layer = layers // 2
    if layers > 1:
        sites_per_layer = int(meta["lattice_size"][0]) * int(meta["lattice_size"][1])
        cells = cells[cells["site"] // sites_per_layer == layer]
    oxygen = fields.get("oxygen_mmHg")
    return cells, None if oxygen is None else oxygen[layer], spacing_um


def draw_cells(axes, cells, spacing_um, width_um):
    """Marks of the right size in the figure, whatever its resolution: tissue fills its site, T cells are discs."""
    axes.apply_aspect()  # gives the axes their final size
    points_per_um = axes.get_window_extent().width / axes.figure.dpi * 72 / width_um
    for _, cell_type, states, colour, sites, order in KINDS:
        chosen = cells[(cells["cell_type"] == cell_type) & cells["state"].isin(states)]
        diameter = max(0.7, sites * spacing_um * points_per_um)
        axes.scatter(chosen["x_um"], chosen["y_um"], s=diameter**2, c=colour, linewidths=0, zorder=order,
                     marker="o" if cell_type >= CD8_T_CELL else "s", rasterized=True)


def draw_snapshot(axes, run, time_h, oxygen_range):
    meta = run.meta()
    cells, oxygen, spacing_um = middle_slice(run.cells(time_h), run.fields(time_h), meta)
    width_um, height_um = (int(n) * spacing_um for n in meta["lattice_size"][:2])
    left_um, bottom_um = (float(o) - spacing_um / 2 for o in meta["origin_um"][:2])
    extent = (left_um, left_um + width_um, bottom_um, bottom_um + height_um)
    axes.set(xlim=extent[:2], ylim=extent[2:], aspect="equal", xticks=[], yticks=[])
    axes.set_title(f"Day {time_h / 24:.3g}", loc="left", fontweight="bold")
    image = None
    if oxygen is not None:
        image = axes.imshow(oxygen, origin="lower", extent=extent, cmap=OXYGEN,
                            vmin=oxygen_range[0], vmax=oxygen_range[1], interpolation="bilinear", zorder=1)
    draw_cells(axes, cells, spacing_um, width_um)
    draw_scale_bar(axes, extent)
    return image


def draw_scale_bar(axes, extent):
    """A round length of about a fifth of the width, below the picture."""
    left_um, bottom_um = extent[0], extent[2]
    width_um, height_um = extent[1] - extent[0], extent[3] - extent[2]
    power = 10 ** np.floor(np.log10(width_um / 5))
    length_um = power * max(step for step in (1, 2, 5) if step * power <= width_um / 5)
    y = bottom_um - 0.035 * height_um
    axes.plot([left_um, left_um + length_um], [y, y], color=INK, linewidth=2.5, clip_on=False,
              solid_capstyle="butt")
    axes.text(left_um + length_um + 0.02 * width_um, y, f"{length_um:g} µm", va="center", fontsize=8, color=INK)


def curve_of(census, unit, columns):
    """The sum of columns over time; a column of events as their rate. None where there is nothing to draw."""
    present = [column for column in columns if column in census]
    values = census[present].sum(axis=1, min_count=1) if present else None
    if values is None or unit != PER_HOUR:
        return values
    return values / census["time_h"].diff()


def draw_series(axes, census, title, unit, curves):
    days = census["time_h"] / 24
    for label, colour, columns in curves:
        values = curve_of(census, unit, columns)
        if values is not None and (label != "treatment" or values.sum() > 0):
            axes.plot(days, values, color=colour, label=label, linewidth=1.4, marker="o" if len(census) < 2 else None)
    axes.set_title(title, loc="left", fontsize=9.5, fontweight="bold")
    axes.set_ylabel(unit, fontsize=8.5)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(labelsize=8)
    axes.margins(x=0.01)
    low, high = axes.get_ylim()
    has_legend = len(axes.lines) > 0 and any(label for label, _, _ in curves)
    headroom = 0.45 if has_legend else 0.05
    starts_at_zero = unit.startswith(("cells", "mm"))
    axes.set_ylim(0 if starts_at_zero else max(0, low), high + headroom * (high - low))
    if has_legend:
        axes.legend(fontsize=7.5, frameon=False, ncol=2, loc="upper left", handlelength=1.2, columnspacing=1.0,
                    borderaxespad=0.1)


def kinds_of(run):
    """Kinds that every run has, and others that are in the first or last snapshot."""
    cells = [run.cells(time)[["cell_type", "state"]] for time in run.times_h[[0, -1]]]
    states = {int(state) for table in cells for state in table["state"][table["cell_type"] >= CD8_T_CELL]}
    last_of_all = 4  # cd8_activated
    return [kind for kind in KINDS if kind[1] < CD8_T_CELL or kind[2][0] <= last_of_all or states & set(kind[2])]


def legend_of_kinds(axes, kinds):
    handles = [Line2D([], [], marker="o" if cell_type >= CD8_T_CELL else "s", linestyle="", markersize=6.5,
                      color=colour, label=label) for label, cell_type, _, colour, _, _ in kinds]
    axes.legend(handles=handles, fontsize=8, frameon=False, loc="upper center", ncol=8, bbox_to_anchor=(0.5, 1.0),
                handletextpad=0.2, columnspacing=1.2)
    axes.axis("off")


def panels_of(census):
    """The panels for which the census has a column."""
    return [(title, unit, curves) for title, unit, curves in PANELS
            if any(column in census for _, _, columns in curves for column in columns)]


def oxygen_range_of(run, times_h):
    values = [run.fields(t)["oxygen_mmHg"] for t in times_h if "oxygen_mmHg" in run.fields(t)]
    return (min(v.min() for v in values), max(v.max() for v in values)) if values else (0, 1)


def rows_of(figure, heights_in, gaps_in):
    """A grid for each row from the top down, as high and with as much above it as stated in inches."""
    height_in, top_in = figure.get_figheight(), 0
    for row_in, gap_in in zip(heights_in, gaps_in):
        top_in += gap_in
        yield figure.add_gridspec(1, 1, left=0.055, right=0.945, top=1 - top_in / height_in,
                                  bottom=1 - (top_in + row_in) / height_in)[0]
        top_in += row_in


def draw_maps(figure, row, run):
    """The first and the last snapshot, and what the shades of oxygen mean."""
    times_h = [run.times_h[0], run.times_h[-1]]
    places = row.subgridspec(1, 3, width_ratios=[1, 1, 0.025], wspace=0.05)
    oxygen_range = oxygen_range_of(run, times_h)
    for column, time_h in enumerate(times_h):
        image = draw_snapshot(figure.add_subplot(places[column]), run, time_h, oxygen_range)
    if image is not None:
        bar = figure.colorbar(image, cax=figure.add_subplot(places[2]))
        bar.set_label("oxygen (mmHg)", fontsize=8.5)
        bar.ax.tick_params(labelsize=8)
        bar.outline.set_linewidth(0.5)


def draw_panels(figure, row, census, panels):
    places = row.subgridspec(-(-len(panels) // PANELS_PER_ROW), PANELS_PER_ROW, wspace=0.38, hspace=0.42)
    for place, (title, unit, curves) in enumerate(panels):
        axes = figure.add_subplot(places[place // PANELS_PER_ROW, place % PANELS_PER_ROW])
        draw_series(axes, census, title, unit, curves)
        if place >= len(panels) - PANELS_PER_ROW:
            axes.set_xlabel("days", fontsize=8.5)


def plot(run):
    """The figure of a run: maps as wide as they fit and as high as the lattice asks for, panels below them."""
    census = run.census()
    panels = panels_of(census) if "time_h" in census else []
    columns, rows = (int(n) for n in run.meta()["lattice_size"][:2])
    width_in, legend_in, panels_in = 13, 0.4, 2.1 * -(-len(panels) // PANELS_PER_ROW)
    maps_in = min(max(0.43 * width_in * rows / columns, 1), 0.43 * width_in)
    heights_in, gaps_in = [maps_in, legend_in] + [panels_in] * bool(panels), [0.4, 0.35, 0.3]
    figure = Figure(figsize=(width_in, sum(heights_in) + sum(gaps_in) + 0.5), facecolor="white")
    below = rows_of(figure, heights_in, gaps_in)
    draw_maps(figure, next(below), run)
    legend_of_kinds(figure.add_subplot(next(below)), kinds_of(run))
    if panels:
        draw_panels(figure, next(below), census, panels)
    return figure
