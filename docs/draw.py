#!/usr/bin/env python3
"""Draws the pictures of docs/architecture.md from the code's own tables.

python3 docs/draw.py            writes docs/layers.svg and docs/step.svg
python3 docs/draw.py --check    fails when they are not what the tables say, or the tables not what the code does
"""
import html
import re
import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
sys.path.insert(0, str(ROOT / "tests" / "structure"))
sys.path.insert(0, str(DOCS))
from rooms import ROOMS  # noqa: E402
from step import PARTS, PHASES, overlapping_neighbours, parts  # noqa: E402

COLOURS = {"core": "#E8EEF4", "agents": "#FBEFD9", "config": "#E6F2E6", "cuda": "#F3E6F0", "tools": "#F1F1EC"}
INK, FAINT, READ, WRITE = "#1F2933", "#7B8794", "#7FB3D5", "#D55E00"


class Picture:
    """Text and boxes on a white ground, as SVG."""

    def __init__(self, width, height):
        self.lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
                      'font-family="DejaVu Sans, Verdana, sans-serif">', f'<rect width="{width}" height="{height}" fill="#FFFFFF"/>']

    def box(self, x, y, width, height, fill, stroke="none", radius=5):
        self.lines.append(f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{radius}" fill="{fill}" stroke="{stroke}"/>')

    def text(self, x, y, words, size=12, fill=INK, anchor="start", weight="normal"):
        self.lines.append(f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="{anchor}" font-weight="{weight}">'
                          f"{html.escape(words)}</text>")

    def line(self, x1, y1, x2, y2, stroke=FAINT, dash=""):
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.lines.append(f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{stroke}"{dashed}/>')

    def svg(self):
        return "\n".join([*self.lines, "</svg>", ""])


def draw_layers():
    """Folders side by side as they stand on each other; in each, its rooms from the ground up."""
    order, row, width, head = ["core", "agents", "config", "cuda", "tools"], 27, 336, 34
    columns = [["tools"], ["config", "cuda"], ["agents"], ["core"]]
    rooms = {folder: [r for r in ROOMS[folder] if r != "io"] for folder in order}
    height_of = {folder: head + row * len(rooms[folder]) + 10 for folder in order}
    gap, top = 16, 64
    height = top + max(sum(height_of[f] + gap for f in column) for column in columns) + 10
    picture = Picture(len(columns) * (width + gap) + gap, height)
    picture.text(gap, 26, "A folder includes only folders to its right, a room only rooms below it.", 14)
    picture.text(gap, 46, "config and cuda do not know each other; core/io is seen by tools alone.", 12, FAINT)
    for k, column in enumerate(columns):
        x, y = gap + k * (width + gap), top
        for folder in column:
            picture.box(x, y, width, height_of[folder], COLOURS[folder])
            picture.text(x + 12, y + 22, f"{folder}/", 14, weight="bold")
            picture.text(x + 76, y + 22, shortened(ROOMS[folder]["."]), 11, FAINT)
            for n, room in enumerate(reversed(rooms[folder])):
                at = y + head + n * row
                picture.box(x + 8, at, width - 16, row - 4, "#FFFFFF")
                name = "the root" if room == "." else room
                picture.text(x + 14, at + 16, name, 11.5, FAINT if room == "." else INK, weight="normal" if room == "." else "bold")
                picture.text(x + 14 + 84, at + 16, "" if room == "." else shortened(ROOMS[folder][room]), 9.5, FAINT)
            y += height_of[folder] + gap
    return picture.svg()


def shortened(purpose):
    """What fits into a box: up to the first colon, or the first comma of a long one."""
    words = purpose.split(":")[0]
    return words if len(words) <= 46 else words.split(",")[0]


def draw_step():
    """A row per phase, a column per part of the world: what is read and what is written."""
    left, cell, row, top = 400, 92, 34, 96
    picture = Picture(left + cell * len(PARTS) + 150, top + row * len(PHASES) + 66)
    picture.text(16, 26, "One step: the phases that are due, in this order", 14)
    picture.box(16, 40, 14, 14, READ, radius=3)
    picture.text(36, 52, "reads", 11, FAINT)
    picture.box(86, 40, 14, 14, WRITE, radius=3)
    picture.text(106, 52, "reads and writes", 11, FAINT)
    for k, name in enumerate(PARTS):
        picture.text(left + cell * k + cell / 2, top - 14, name.replace("_", " "), 11, anchor="middle", weight="bold")
    free = dict(overlapping_neighbours())
    for n, phase in enumerate(PHASES):
        y = top + row * n
        if n % 2 == 0:
            picture.box(8, y - 4, left + cell * len(PARTS) - 8, row, "#F7F9FB", radius=0)
        picture.text(16, y + 17, phase.name.replace("_", " "), 12, weight="bold")
        picture.text(146, y + 17, phase.says, 9, FAINT)
        for k, part in enumerate(PARTS):
            if part in parts(phase.reads) | parts(phase.writes):
                picture.box(left + cell * k + 18, y + 3, cell - 36, row - 14, WRITE if part in parts(phase.writes) else READ, radius=3)
        if phase.name in free:
            x = left + cell * len(PARTS) + 10
            for edge in (y + 13, y + 13 + row):
                picture.line(x - 6, edge, x, edge, INK)
            picture.line(x, y + 13, x, y + 13 + row, INK)
            picture.text(x + 8, y + 17 + row / 2, "may overlap", 11)
    y = top + row * len(PHASES) + 22
    picture.text(16, y, "Beside the steps: output of the step before (a thread of its own), and on a GPU what the lattice counted for the body,", 11, FAINT)
    picture.text(16, y + 17, "on its way to the host until the next update of circulation.", 11, FAINT)
    return picture.svg()


def phases_in_code():
    """The names in the table of the step, in its order."""
    for path in sorted((ROOT / "agents").glob("*.hpp")):
        names = re.findall(r'\badd\(\s*"(\w+)",', path.read_text(encoding="utf-8"))
        if names:
            return names
    return []


# How the kernels call the parts of a world.
TOUCHES = {
    "tissue": r"\bw\.tissue\b", "immune": r"\bw\.immune\b", "tumour": r"\bw\.tumour\.", "immune_cells": r"\bw\.immune_cells\.",
    "fields": r"\bw\.(level|field)\b", "body": r"\bw\.body_at\b", "clones": r"\bw\.clones\b",
}


def complaints():
    names = [phase.name for phase in PHASES]
    if names != phases_in_code():
        yield f"docs/step.py lists {names}; the table of the step has {phases_in_code()}"
    for phase in PHASES:
        for name in phase.files:
            code = (ROOT / "agents" / "phases" / f"{name}.hpp").read_text(encoding="utf-8")
            for part, pattern in TOUCHES.items():
                if re.search(pattern, code) and part not in parts(phase.reads) | parts(phase.writes):
                    yield f"docs/step.py: {phase.name} touches {part} (agents/phases/{name}.hpp)"
    for name, picture in PICTURES.items():
        if not (DOCS / name).is_file() or (DOCS / name).read_text(encoding="utf-8") != picture():
            yield f"docs/{name} is not what the tables say; expected `python3 docs/draw.py` to have been run"


PICTURES = {"layers.svg": draw_layers, "step.svg": draw_step}


def main():
    if sys.argv[1:] == ["--check"]:
        found = list(complaints())
        print("\n".join(found) if found else "The pictures are what the code says.")
        return 1 if found else 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    for name, picture in PICTURES.items():
        (DOCS / name).write_text(picture(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
