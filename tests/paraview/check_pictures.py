"""render_tumour.py makes pictures that show something: colours of the legend's cells, not one flat colour."""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "paraview"))
import render_tumour  # noqa: E402
from vtkmodules.vtkIOImage import vtkPNGReader  # noqa: E402

SIZE = (480, 360)


def pixels(path):
    reader = vtkPNGReader()
    reader.SetFileName(path)
    reader.Update()
    scalars = reader.GetOutput().GetPointData().GetScalars()
    if scalars.GetNumberOfTuples() != SIZE[0] * SIZE[1]:
        sys.exit(f"{path}: has {scalars.GetNumberOfTuples()} pixels")
    return [tuple(int(v) for v in scalars.GetTuple(i)[:3]) for i in range(scalars.GetNumberOfTuples())]


def is_tumour_coloured(pixel):
    """Orange, shaded or not: red over green over blue, clearly."""
    red, green, blue = pixel
    return red > 80 and red > 1.2 * green and green > 2 * blue


def plot_part(picture):
    """Without the legend on the right, which shows the same colours in every picture."""
    return [picture[row * SIZE[0] + column] for row in range(SIZE[1]) for column in range(int(0.74 * SIZE[0]))]


def main(runs):
    for name, has_tumour in (("three_d", True), ("two_d", True), ("one_cell", True), ("no_cell", False)):
        path = os.path.join(runs, name + ".png")
        render_tumour.render(os.path.join(runs, name), path, None, SIZE)
        shown = plot_part(pixels(path))
        tumour = sum(map(is_tumour_coloured, shown))
        if len(set(shown)) < 50:
            sys.exit(f"{path}: only {len(set(shown))} colours")
        if (tumour > 0) != has_tumour:
            sys.exit(f"{path}: {tumour} pixels in the tumour's colour")
        print(f"{name}: {len(set(shown))} colours, {tumour} tumour pixels")


main(sys.argv[1])
