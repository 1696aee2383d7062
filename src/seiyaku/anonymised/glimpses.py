"""
Twenty rows of what a release would be, for those who make it: rows that satisfy the model, and nothing else.

The rows stand at even distances in the table, so that they show as much of each group as there is of it. A row that is
left out is shown as left out: none of its values. How many look alike is counted over the quasi-identifiers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .running import Made

SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """A row: its cells and how many rows look like it; no cells where it is left out."""

    alike: int
    cells: tuple[str, ...] = field(default=(), repr=False)


def glimpses(made: Made) -> tuple[Glimpse, ...]:
    """Return up to twenty rows of a release that stood up to its audit."""
    import numpy as np

    lines = made.lines
    out = made.found.where.rows - sum(int(node.sizes.sum()) for node in made.rounds)
    rows = lines.rows + out
    if not rows:
        return ()
    shown = min(SHOWN, rows)
    hidden = min(shown, max(round(shown * out / rows), 1 if out else 0))
    ends = np.cumsum(lines.counts)
    places = [int((at + 0.5) * lines.rows / (shown - hidden)) for at in range(shown - hidden)]
    picked = [int(at) for at in np.searchsorted(ends, places, side="right")]
    alike = _alike(made, picked)
    seen = [
        Glimpse(alike=alike[at], cells=tuple("" if column[at] is None else str(column[at]) for column in lines.cells))
        for at in picked
    ]
    return (*seen, *(Glimpse(alike=0) for _ in range(hidden)))


def _alike(made: Made, picked: list[int]) -> dict[int, int]:
    """Return, for each line that is picked, how many rows have the same quasi-identifiers."""
    width = len(made.found.where.counted)
    columns = made.lines.cells[:width]
    wanted = {tuple(column[at] for column in columns): 0 for at in picked}
    for key, rows in zip(zip(*columns, strict=True), made.lines.counts.tolist(), strict=True):
        if key in wanted:
            wanted[key] += rows
    return {at: wanted[tuple(column[at] for column in columns)] for at in picked}
