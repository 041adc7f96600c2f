"""One figure of a run: the first and last snapshot over oxygen, and the census over time with the size of the tumour.

A 3-D run is shown as its middle slice. Columns that the census does not have are left out.
"""
from matplotlib.figure import Figure

from .maps import LEGEND_COLUMNS, draw_legend, draw_maps, entries_of
from .panels import draw_panels, panels_of, rows_and_columns

WIDTH_IN, PANEL_IN, LEGEND_LINE_IN = 13, 2.1, 0.2


def rows_of(figure, heights_in, gaps_in):
    """A grid for each row from the top down, as high and with as much above it as stated in inches."""
    height_in, top_in = figure.get_figheight(), 0
    for row_in, gap_in in zip(heights_in, gaps_in):
        top_in += gap_in
        yield figure.add_gridspec(1, 1, left=0.055, right=0.945, top=1 - top_in / height_in,
                                  bottom=1 - (top_in + row_in) / height_in)[0]
        top_in += row_in


def plot(run):
    """The figure of a run: maps as wide as they fit and as high as the lattice asks for, panels below them. @throws RunError"""
    columns, rows = (int(n) for n in run.meta()["lattice_size"][:2])
    times_h, census = [run.times_h[0], run.times_h[-1]], run.census()
    panels = panels_of(census, run.kinds()) if "time_h" in census else []
    entries = entries_of(run, times_h)
    maps_in = min(max(0.43 * WIDTH_IN * rows / columns, 1), 0.43 * WIDTH_IN)
    heights_in = [maps_in, LEGEND_LINE_IN * max(1, -(-len(entries) // LEGEND_COLUMNS))]
    heights_in += [PANEL_IN * rows_and_columns(panels)[0]] if panels else []
    gaps_in = [0.4, 0.35, 0.4]
    figure = Figure(figsize=(WIDTH_IN, sum(heights_in) + sum(gaps_in) + 0.5), facecolor="white")
    below = rows_of(figure, heights_in, gaps_in)
    draw_maps(figure, next(below), run, times_h)
    draw_legend(figure.add_subplot(next(below)), entries)
    if panels:
        draw_panels(figure, next(below), census, panels)
    return figure
