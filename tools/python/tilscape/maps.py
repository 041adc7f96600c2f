"""Cells of a snapshot over its oxygen, drawn to scale, and what their colours mean."""
import re

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D

OXYGEN = LinearSegmentedColormap.from_list("oxygen", ["#8AA4D6", "#CBD9EF", "#FFFFFF"])
OXYGEN_FIELD = "oxygen_mmHg"
INK = "#222222"
LEGEND_COLUMNS = 4
OVERLAP = 1.04  # of neighbouring tissue cells, so that no seam shows between those that fill their sites


def typeset(label):
    """With the plus of CD4+ and CD8+ raised."""
    return re.sub(r"(CD\d+)\+", r"\1$^+$", label)


def middle_slice(cells, fields, meta):
    """Cells and oxygen of the middle layer; everything of a 2-D run."""
    layers = int(meta["lattice_size"][2])
    layer = layers // 2
    if layers > 1:
        sites_per_layer = int(meta["lattice_size"][0]) * int(meta["lattice_size"][1])
        cells = cells[cells["site"] // sites_per_layer == layer]
    oxygen = fields.get(OXYGEN_FIELD)
    return cells, None if oxygen is None else oxygen[layer]


def marker_of(cell_type):
    """Tissue is square, as its sites are; immune cells, which may share a site with it, are round and lie on it."""
    return "s" if cell_type.layer == "tissue" else "o"


def draw_cells(axes, cells, kinds, spacing_um):
    """Marks of the right size in the figure, whatever its resolution. The axes' limits are to be set, in um."""
    axes.apply_aspect()  # gives the axes their final size
    left_um, right_um = axes.get_xlim()
    points_per_um = axes.get_window_extent().width / axes.figure.dpi * 72 / (right_um - left_um)
    for state in kinds.states:
        is_tissue = kinds.cell_type(state.cell_type).layer == "tissue"
        chosen = cells[(cells["cell_type"] == state.cell_type) & (cells["state"] == state.code)]
        diameter_um = 2 * state.radius_sites * spacing_um * (OVERLAP if is_tissue else 1)
        axes.scatter(chosen["x_um"], chosen["y_um"], s=max(0.7, diameter_um * points_per_um)**2, c=state.colour, linewidths=0,
                     marker=marker_of(kinds.cell_type(state.cell_type)), zorder=2 if is_tissue else 3, rasterized=True)


def draw_snapshot(axes, run, time_h, oxygen_range):
    """@returns the picture of oxygen, or None of a run without it"""
    meta = run.meta()
    cells, oxygen = middle_slice(run.cells(time_h), run.fields(time_h), meta)
    spacing_um = float(meta["spacing_um"])
    width_um, height_um = (int(n) * spacing_um for n in meta["lattice_size"][:2])
    left_um, bottom_um = (float(o) - spacing_um / 2 for o in meta["origin_um"][:2])
    extent = (left_um, left_um + width_um, bottom_um, bottom_um + height_um)
    axes.set(xlim=extent[:2], ylim=extent[2:], aspect="equal", xticks=[], yticks=[])
    axes.set_title(f"Day {time_h / 24:.3g}", loc="left", fontweight="bold")
    image = None
    if oxygen is not None:
        image = axes.imshow(oxygen, origin="lower", extent=extent, cmap=OXYGEN,
                            vmin=oxygen_range[0], vmax=oxygen_range[1], interpolation="bilinear", zorder=1)
    draw_cells(axes, cells, run.kinds(time_h), spacing_um)
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


def oxygen_range_of(run, times_h):
    values = [run.fields(t)[OXYGEN_FIELD] for t in times_h if OXYGEN_FIELD in run.fields(t)]
    return (min(v.min() for v in values), max(v.max() for v in values)) if values else (0, 1)


def entries_of(run, times_h):
    """Lines of a legend for all that these snapshots show."""
    present = set()
    for time_h in times_h:
        cells, _ = middle_slice(run.cells(time_h)[["cell_type", "state", "site"]], {}, run.meta())
        present |= set(zip(cells["cell_type"], cells["state"]))
    return run.kinds().entries(present)


def draw_legend(axes, entries):
    handles = [Line2D([], [], marker=marker_of(entry.cell_type), linestyle="", markersize=6.5, color=entry.colour,
                      label=typeset(entry.label)) for entry in entries]
    axes.legend(handles=handles, fontsize=8, frameon=False, loc="upper center", ncol=LEGEND_COLUMNS,
                bbox_to_anchor=(0.5, 1.0), borderpad=0, handletextpad=0.2, columnspacing=1.8)
    axes.axis("off")


def draw_maps(figure, row, run, times_h):
    """Snapshots side by side, and what the shades of oxygen mean."""
    places = row.subgridspec(1, len(times_h) + 1, width_ratios=[1] * len(times_h) + [0.025], wspace=0.05)
    oxygen_range = oxygen_range_of(run, times_h)
    for column, time_h in enumerate(times_h):
        image = draw_snapshot(figure.add_subplot(places[column]), run, time_h, oxygen_range)
    if image is not None:
        bar = figure.colorbar(image, cax=figure.add_subplot(places[len(times_h)]))
        bar.set_label("oxygen (mmHg)", fontsize=8.5)
        bar.ax.tick_params(labelsize=8)
        bar.outline.set_linewidth(0.5)
