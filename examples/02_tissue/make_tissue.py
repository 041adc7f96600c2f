#!/usr/bin/env python3
"""Makes a synthetic lung-like tissue: tumour nests in stroma, CD8 T cells mostly outside the nests, a few vessels.

The field has the extents of a typical multiplex image, 926 x 693 um, which take 93 x 70 sites of 10 um. Its figures
follow such images: about 9,500 cells/mm2, of which 38 % are tumour cells and 4 % CD8 T cells, and 15 vessels/mm2.
Standard library only; a seed gives the same table everywhere.

usage: make_tissue.py [--seed N] [--out tissue.csv]     writes the table
       make_tissue.py [--seed N] --image cells.csv      the same tissue as an image analysis would export it
       make_tissue.py [--seed N] --check tissue.csv     fails if the table is not what this seed makes
"""
import argparse
import random
import sys

NX, NY, SPACING_UM = 93, 70, 10
AREA_MM2 = NX * NY * SPACING_UM**2 * 1e-6
CELLS = round(9500 * AREA_MM2)
T_CELLS = round(350 * AREA_MM2)
VESSELS = round(15 * AREA_MM2)
TUMOUR_SHARE = 0.38         # of the tissue layer's cells
VESSEL_DISTANCE_UM = 100    # at least, between vessels
MARGIN_UM = 30              # stroma this close to a nest counts as margin
# How likely a site is to hold a T cell, relative to stroma: they gather at the margin, and some infiltrate.
T_CELL_WEIGHT = {"stroma": 1.0, "margin": 2.0, "nest": 0.3}

SITES = [(x, y) for y in range(NY) for x in range(NX)]


def distance2_um2(a, b):
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) * SPACING_UM**2


def grow_nest(rng):
    """An irregular island: a chain of overlapping discs, each (centre in sites, radius in um)."""
    centre = (rng.random() * NX, rng.random() * NY)
    discs = []
    for _ in range(4 + int(rng.random() * 5)):
        discs.append((centre, 25 + 30 * rng.random()))
        centre = (centre[0] + 8 * (rng.random() - 0.5), centre[1] + 8 * (rng.random() - 0.5))
    return discs


def make_nests(rng):
    """Sites that belong to nests: islands are added until they hold the tumour's share of all sites."""
    nests = set()
    while len(nests) < TUMOUR_SHARE * len(SITES):
        for centre, radius_um in grow_nest(rng):
            nests.update(s for s in SITES if distance2_um2(s, centre) <= radius_um**2)
    return nests


def pick(rng, candidates, weights, count):
    """`count` of the candidates without replacement, with chances proportional to their weights."""
    keys = sorted(((rng.random() ** (1 / w), site) for site, w in zip(candidates, weights)), reverse=True)
    return [site for _, site in keys[:count]]


def place_vessels(rng, stroma):
    vessels = []
    for site in pick(rng, stroma, [1] * len(stroma), len(stroma)):
        if len(vessels) == VESSELS:
            break
        if all(distance2_um2(site, v) >= VESSEL_DISTANCE_UM**2 for v in vessels):
            vessels.append(site)
    return vessels


def margin_of(nests):
    reach = MARGIN_UM // SPACING_UM
    offsets = [(dx, dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)
               if dx * dx + dy * dy <= reach * reach]
    return {(x + dx, y + dy) for x, y in nests for dx, dy in offsets} - nests


def make_tissue(seed):
    """Rows (x, y, layer, type, pdl1, pd1), ordered by site, at most one per site and layer."""
    rng = random.Random(seed)
    nests = make_nests(rng)
    margin = margin_of(nests)
    stroma = [s for s in SITES if s not in nests]
    vessels = set(place_vessels(rng, stroma))
    outside_vessels = [s for s in SITES if s not in vessels]
    filled = pick(rng, outside_vessels, [1] * len(outside_vessels), CELLS - T_CELLS - len(vessels))
    zones = ["nest" if s in nests else "margin" if s in margin else "stroma" for s in outside_vessels]
    t_cells = pick(rng, outside_vessels, [T_CELL_WEIGHT[z] for z in zones], T_CELLS)

    rows = [(y, x, 0, "vessel", "", "") for x, y in vessels]
    for site in sorted(filled):
        kind = "tumour" if site in nests else "stroma"
        # PD-L1 scatters around its baseline of 1: the sum of three uniform numbers is bell-shaped.
        pdl1 = f"{0.4 + 0.4 * (rng.random() + rng.random() + rng.random()):.2f}" if kind == "tumour" else ""
        rows.append((site[1], site[0], 0, kind, pdl1, ""))
    for site in sorted(t_cells):
        # T cells inside nests have met antigen for longer and carry more PD-1.
        pd1 = (0.4 if site in nests else 0.1) + 0.4 * rng.random()
        rows.append((site[1], site[0], 1, "cd8_t_cell", "", f"{pd1:.2f}"))
    return sorted(rows)


def to_csv(rows):
    lines = [f"# size_um: {NX * SPACING_UM} {NY * SPACING_UM}", "x_um,y_um,type,pdl1,pd1"]
    half = SPACING_UM // 2
    lines += [f"{x * SPACING_UM + half},{y * SPACING_UM + half},{kind},{pdl1},{pd1}" for y, x, _, kind, pdl1, pd1 in rows]
    return "\n".join(lines) + "\n"


def to_image_table(rows, seed):
    """The cells where they lie in an image, off the grid, with the phenotypes of inForm and no word of vessels."""
    rng = random.Random(seed)
    phenotypes = {"tumour": ["CK+"], "cd8_t_cell": ["CD8+"], "stroma": ["other"] * 20 + ["CD68+"] * 3 + ["FoxP3+"]}
    lines = ["x_um,y_um,type,pdl1,pd1"]
    for y, x, _, kind, pdl1, pd1 in rows:
        if kind != "vessel":
            where = [f"{(site + 0.1 + 0.8 * rng.random()) * SPACING_UM:.1f}" for site in (x, y)]
            lines.append(",".join(where + [rng.choice(phenotypes[kind]), pdl1, pd1]))
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default="tissue.csv")
    parser.add_argument("--image", metavar="TABLE")
    parser.add_argument("--check", metavar="TABLE")
    options = parser.parse_args()
    rows = make_tissue(options.seed)
    text = to_csv(rows)
    if options.check:
        with open(options.check, encoding="utf-8") as table:
            same = table.read() == text
        print(f"{options.check}: {'is' if same else 'is NOT'} what seed {options.seed} makes")
        return 0 if same else 1
    with open(options.image or options.out, "w", encoding="utf-8") as table:
        table.write(to_image_table(rows, options.seed) if options.image else text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
