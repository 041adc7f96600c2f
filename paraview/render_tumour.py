"""Draws one moment of a Tilscape run as a picture: cells over oxygen, with a legend, the time and a scale.

    xvfb-run -a -s -noreset timeout 120 pvpython paraview/render_tumour.py RUN -o tumour.png [--time-h 24] [--size 1600 1200]

For pvpython 5.11 and later. A 2-D run is seen from above; of a 3-D run the front corner is cut away. The colours
are those of Okabe and Ito, which colour-blind readers can tell apart.
"""
import argparse
import os
import sys
import textwrap

from paraview import simple as pv

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools", "python"))
import tilscape  # noqa: E402
from tilscape.kinds import OLDER  # noqa: E402

BACKGROUND = (0.055, 0.071, 0.094)
INK = (0.91, 0.93, 0.95)
OXYGEN_COLOURS = [(0.00, 0.035, 0.045, 0.075), (0.45, 0.07, 0.13, 0.24), (1.00, 0.19, 0.33, 0.47)]

# Diameters of marks in those of cells: in 3-D balls overlap, so that a tumour looks as dense as it is.
FILL_2D, FILL_3D = 0.96, 1.40

# In shares of the picture, but for the characters of a line.
LEGEND_LEFT, LEGEND_TOP, LEGEND_HEIGHT = 0.77, 0.80, 0.51
LEGEND_LINE, LEGEND_GAP, LEGEND_CHARACTERS = 0.026, 0.014, 26


class Run:
    """The two series of a run folder at one time, and what the picture must know about the lattice."""

    def __init__(self, folder, time_h):
        self.cells = self.open(folder, "cells.hdf.series")
        self.fields = self.open(folder, "fields.hdf.series")
        times = list(self.fields.TimestepValues)
        self.time_h = times[-1] if time_h is None else min(times, key=lambda t: abs(t - time_h))
        for source in (self.cells, self.fields):
            source.UpdatePipeline(self.time_h)
        self.bounds = self.fields.GetDataInformation().GetBounds()
        self.extent = self.fields.GetDataInformation().GetExtent()
        self.is_2d = self.bounds[5] - self.bounds[4] < 0.01
        self.spacing_um = (self.bounds[1] - self.bounds[0]) / max(1, self.extent[1] - self.extent[0])

    @staticmethod
    def open(folder, name):
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            sys.exit(f"{path}: no such file; is {folder} a run folder with a snapshot?")
        return pv.OpenDataFile(os.path.abspath(path))

    def centre(self):
        return [(self.bounds[2 * a] + self.bounds[2 * a + 1]) / 2 for a in range(3)]


def between(source, array, first, last):
    """Points whose integer array lies in [first, last]; halves keep floating point out of it."""
    kept = pv.Threshold(Input=source, Scalars=["POINTS", array])
    kept.LowerThreshold, kept.UpperThreshold = first - 0.5, last + 0.5
    return kept


def without_front_corner(source, run):
    """The cells of a 3-D run without those between the centre and the viewer."""
    far_um = 10 * (run.bounds[1] - run.bounds[0])
    kept = pv.Clip(Input=source, ClipType="Box", Invert=0)
    centre = run.centre()
    kept.ClipType.Position = [centre[0], centre[1] - far_um, centre[2]]
    kept.ClipType.Length = [far_um, far_um, far_um]
    return kept


def move(shown, by_um):
    """What is shown, elsewhere: since ParaView 5.13 that property has another name."""
    name = "Translation" if "Translation" in shown.ListProperties() else "Position"
    setattr(shown, name, by_um)


def kinds_in(folder, time_h):
    """What the codes of cells mean, and their colours."""
    try:
        return tilscape.Run(folder).kinds(time_h)
    except ModuleNotFoundError as error:
        print(f"names and colours may be an earlier version's: this pvpython has no {error.name}", file=sys.stderr)
        return OLDER


def has_points(source, run):
    source.UpdatePipeline(run.time_h)
    return source.GetDataInformation().GetNumberOfPoints() > 0


def draw_state(view, run, state, is_tissue):
    """@returns whether the run has such cells at that time, shown or cut away"""
    chosen = between(between(run.cells, "cell_type", state.cell_type, state.cell_type), "state", state.code, state.code)
    if not has_points(chosen, run):
        return False
    if not run.is_2d:
        chosen = without_front_corner(chosen, run)
        if not has_points(chosen, run):
            return True
    shown = pv.Show(chosen, view)
    shown.SetRepresentationType("Point Gaussian")
    shown.ShaderPreset = "Plain circle" if run.is_2d else "Sphere"
    shown.GaussianRadius = state.radius_sites * (FILL_2D if run.is_2d else FILL_3D) * run.spacing_um
    shown.ScaleByArray = 0
    shown.ColorArrayName = [None, ""]  # one colour
    shown.DiffuseColor = shown.AmbientColor = rgb(state.colour_on_dark)
    if run.is_2d:
        # Immune cells may share a site with tissue: they lie above it, and everything above oxygen.
        move(shown, [0, 0, (1.0 if is_tissue else 2.0) * run.spacing_um])
    return True


def draw_cells(view, run, kinds):
    """@returns what the legend is to list"""
    present = set()
    if has_points(run.cells, run):
        for state in kinds.states:
            if draw_state(view, run, state, kinds.cell_type(state.cell_type).layer == "tissue"):
                present.add((state.cell_type, state.code))
    return kinds.entries(present, on_dark=True)


def rgb(colour):
    """#RRGGBB as three numbers from 0 to 1."""
    return tuple(int(colour[k:k + 2], 16) / 255 for k in (1, 3, 5))


def oxygen_colours(run):
    low, high = run.fields.PointData["oxygen_mmHg"].GetRange()
    if high <= low:
        high = low + 1
    transfer = pv.GetColorTransferFunction("oxygen_mmHg")
    transfer.ColorSpace = "Lab"
    transfer.RGBPoints = [v for x, *rgb in OXYGEN_COLOURS for v in (low + x * (high - low), *rgb)]
    return transfer


def oxygen_sheets(run):
    """Parts of the lattice, as index ranges, on which oxygen is drawn: in 3-D the walls of the cut-away corner, each
    behind the outermost layer of cells that was kept."""
    x, y, z = (run.extent[2 * a + 1] for a in range(3))
    if run.is_2d:
        return [[0, x, 0, y, 0, 0]]
    wall_x, wall_z = max(0, (x - 1) // 2 - 1), max(0, (z - 1) // 2 - 1)
    wall_y = min(y, y // 2 + 2)
    return [[wall_x, wall_x, 0, wall_y, wall_z, z],
            [wall_x, x, wall_y, wall_y, wall_z, z],
            [wall_x, x, 0, wall_y, wall_z, wall_z]]


def draw_frame(view, run):
    shown = pv.Show(pv.Outline(Input=run.fields), view)
    shown.AmbientColor = shown.DiffuseColor = (0.35, 0.40, 0.46)
    shown.ColorArrayName = [None, ""]


def draw_oxygen(view, run):
    transfer = oxygen_colours(run)
    for indices in oxygen_sheets(run):
        sheet = pv.ExtractSubset(Input=run.fields, VOI=indices)
        shown = pv.Show(sheet, view)
        shown.SetRepresentationType("Surface")
        pv.ColorBy(shown, ("POINTS", "oxygen_mmHg"))
        shown.LookupTable = transfer
        shown.Ambient, shown.Diffuse, shown.Specular = 1.0, 0.0, 0.0
        shown.SetScalarBarVisibility(view, False)
    bar = pv.GetScalarBar(transfer, view)
    bar.Title, bar.ComponentTitle = "", ""  # its own title would touch the uppermost label
    write_text(view, "Oxygen (mmHg)", LEGEND_LEFT, 0.255, INK, 0.020)
    bar.LabelFontSize, bar.LabelColor = font_size(view, 0.020), INK
    bar.AutomaticLabelFormat, bar.LabelFormat, bar.RangeLabelFormat = 0, "%.0f", "%.0f"
    bar.Orientation, bar.WindowLocation = "Vertical", "Any Location"
    bar.Position, bar.ScalarBarLength, bar.ScalarBarThickness = [LEGEND_LEFT, 0.07], 0.16, font_size(view, 0.022)
    bar.DrawScalarBarOutline, bar.ScalarBarOutlineColor, bar.ScalarBarOutlineThickness = 1, INK, 1
    low, high = transfer.RGBPoints[0], transfer.RGBPoints[-4]
    bar.AddRangeLabels, bar.DrawTickMarks = 0, 0
    bar.UseCustomLabels, bar.CustomLabels = 1, [low, (low + high) / 2, high]
    bar.Visibility = 1


def font_size(view, share_of_height):
    return max(8, int(view.ViewSize[1] * share_of_height))


def write_text(view, text, x, y, colour, share_of_height, bold=False):
    shown = pv.Show(pv.Text(Text=text), view)
    shown.WindowLocation, shown.Position = "Any Location", [x, y]
    shown.FontSize, shown.Color, shown.Bold = font_size(view, share_of_height), colour, int(bold)
    shown.Justification = "Left"


def draw_words(view, run):
    hours = run.time_h
    write_text(view, f"Day {hours / 24:.1f}", LEGEND_LEFT, 0.90, INK, 0.040, bold=True)
    cells = run.cells.GetDataInformation().GetNumberOfPoints()
    width_um = run.bounds[1] - run.bounds[0] + run.spacing_um
    write_text(view, f"{cells:,} cells, {width_um / 1000:.2f} mm wide", LEGEND_LEFT, 0.865, INK, 0.019)


def draw_legend(view, entries):
    texts = [textwrap.wrap(entry.label, LEGEND_CHARACTERS) for entry in entries]
    free = LEGEND_HEIGHT - LEGEND_LINE * sum(map(len, texts))
    gap = min(LEGEND_GAP, free / max(1, len(entries)))
    y = LEGEND_TOP
    for entry, lines in zip(entries, texts):
        write_text(view, "\u2022", LEGEND_LEFT - 0.005, y - 0.0188, rgb(entry.colour), 0.055)
        for line in lines:
            write_text(view, line, LEGEND_LEFT + 0.025, y, INK, 0.020)
            y -= LEGEND_LINE
        y -= gap


def place_camera(view, run):
    """From above in 2-D, from the cut corner in 3-D; the lattice fills the left three quarters of the picture."""
    centre = run.centre()
    size_um = [run.bounds[2 * a + 1] - run.bounds[2 * a] for a in range(3)]
    width, height = view.ViewSize
    view.CameraParallelProjection = 1
    if run.is_2d:
        half_um = 0.52 * max(size_um[1], size_um[0] * height / (0.75 * width)) + run.spacing_um
        direction, up, right = (0, 0, 1), (0, 1, 0), (1, 0, 0)
    else:
        half_um = 0.50 * sum(s * s for s in size_um) ** 0.5
        direction, up, right = (0.62, -1.0, 0.72), (0, 0, 1), (0.85, 0.527, 0)
    shift_um = 0.125 * 2 * half_um * width / height
    focus = [centre[a] + shift_um * right[a] for a in range(3)]
    reach_um = 4 * max(size_um + [run.spacing_um])
    view.CameraFocalPoint = focus
    view.CameraPosition = [focus[a] + reach_um * direction[a] for a in range(3)]
    view.CameraViewUp = up
    view.CameraParallelScale = half_um


def render(folder, picture, time_h=None, size=(1600, 1200)):
    pv._DisableFirstRenderCameraReset()
    run = Run(folder, time_h)
    view = pv.CreateView("RenderView")
    view.ViewSize = list(size)
    view.UseColorPaletteForBackground = 0
    view.Background = BACKGROUND
    view.OrientationAxesVisibility = 0
    view.ViewTime = run.time_h
    draw_oxygen(view, run)
    draw_legend(view, draw_cells(view, run, kinds_in(folder, run.time_h)))
    if not run.is_2d:
        draw_frame(view, run)
    draw_words(view, run)
    place_camera(view, run)
    pv.Render(view)
    pv.SaveScreenshot(picture, view, ImageResolution=list(size))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="run folder")
    parser.add_argument("-o", "--out", default="tumour.png", help="PNG to write")
    parser.add_argument("--time-h", type=float, help="the snapshot nearest to this time; default: the last")
    parser.add_argument("--size", type=int, nargs=2, default=(1600, 1200), metavar=("WIDTH", "HEIGHT"))
    arguments = parser.parse_args()
    render(arguments.run, arguments.out, arguments.time_h, tuple(arguments.size))
    print(arguments.out)


if __name__ == "__main__":
    main()
