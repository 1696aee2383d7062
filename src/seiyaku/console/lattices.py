"""
The slice of the lattice around a release as a drawing: coarser nodes above, finer ones below, each with what it costs.

Marks and words carry what colours do; the table under the drawing says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seiyaku.anonymised.neighbours import Neighbour

WIDTH, HEIGHT, GAP, RISE = 150, 66, 14, 54


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A node's box: its place, its kind, and the line to the release's own node (None for that one)."""

    x: int
    y: int
    kind: str
    lines: tuple[str, ...]
    edge: tuple[int, int, int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The whole drawing, in its own units."""

    width: int
    height: int
    boxes: tuple[Box, ...]


def drawn(nodes: Sequence[Neighbour], lines: Sequence[tuple[str, ...]]) -> Drawing:
    """Return the drawing of a release (the first node) and its neighbours; `lines` is what each box says."""
    rows = [[at for at, node in enumerate(nodes) if node.step == step] for step in (1, 0, -1)]
    rows = [row for row in rows if row]
    broad = max(len(row) for row in rows)
    width = broad * WIDTH + (broad - 1) * GAP
    places = {}
    for down, row in enumerate(rows):
        left = (width - len(row) * WIDTH - (len(row) - 1) * GAP) // 2
        for across, at in enumerate(row):
            places[at] = (left + across * (WIDTH + GAP), down * (HEIGHT + RISE))
    boxes = tuple(_box(nodes[at], lines[at], places[at], places[0]) for at in places)
    return Drawing(width=width, height=len(rows) * HEIGHT + (len(rows) - 1) * RISE, boxes=boxes)


def _box(node: Neighbour, lines: tuple[str, ...], place: tuple[int, int], own: tuple[int, int]) -> Box:
    x, y = place
    half = WIDTH // 2
    ends = (y + HEIGHT, own[1]) if node.step > 0 else (y, own[1] + HEIGHT)
    edge = None if node.step == 0 else (x + half, ends[0], own[0] + half, ends[1])
    kind = "own" if node.step == 0 else "stands" if node.stands else "fails"
    return Box(x=x, y=y, kind=kind, lines=lines, edge=edge)
