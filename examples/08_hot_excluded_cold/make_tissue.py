#!/usr/bin/env python3
"""Makes tissue.csv: four round tumour nests in stroma, vessels in the stroma alone, no T cells yet.

    python3 make_tissue.py > tissue.csv
"""
import random

SITES, SPACING_UM = 64, 10
NEST_RADIUS, NEST_CENTRES = 11, (15.5, 47.5)  # in sites
STROMA_SHARE = 0.85                           # of the sites outside nests
VESSELS, MARGIN = 16, 4                       # 39 per mm2, no nearer to a nest than so many sites


def in_nest(x, y, margin=0):
    return any((x - a) ** 2 + (y - b) ** 2 <= (NEST_RADIUS + margin) ** 2 for a in NEST_CENTRES for b in NEST_CENTRES)


def main():
    rng = random.Random(1)
    sites = [(x, y) for y in range(SITES) for x in range(SITES)]
    vessels = set(rng.sample([site for site in sites if not in_nest(*site, MARGIN)], VESSELS))
    print("x_um,y_um,type")
    for x, y in sites:
        kind = "vessel" if (x, y) in vessels else "tumour" if in_nest(x, y) else "stroma"
        if kind != "stroma" or rng.random() < STROMA_SHARE:
            print(f"{x * SPACING_UM + SPACING_UM / 2:g},{y * SPACING_UM + SPACING_UM / 2:g},{kind}")


if __name__ == "__main__":
    main()
