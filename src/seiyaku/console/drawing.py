"""Sections of a document as tables with bars, and the rows of a report as lines of HTML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from seiyaku.anonymised import documents
from seiyaku.evidence.tables import Cell, Table

WHOLE = 10  # characters that are not broken over lines: a day, a clause, a word
LONG = 40  # characters from which on a cell is given room
LINE = "\n"


def heads(table: Table) -> list[tuple[str, bool]]:
    """Return each heading, and whether numbers stand below it."""
    counts = [any(isinstance(row[at], int) for row in table.rows) for at in range(len(table.columns))]
    return list(zip(table.columns, counts, strict=True))


def lines(rows: Iterable[tuple[Cell, ...]]) -> SafeString:
    """Return the rows of a report as lines of HTML, numbers to the right; every cell is escaped."""
    return SafeString("".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows))


def _cell(cell: Cell) -> str:
    if isinstance(cell, int):
        return f'<td class="number">{cell:,}</td>'
    if len(cell) <= WHOLE:
        return f'<td class="nowrap">{escape(cell)}</td>'
    said = escape(cell).replace(LINE, "<br>")
    return f'<td class="long">{said}</td>' if len(cell) > LONG else f"<td>{said}</td>"


def drawn(section: documents.Section) -> dict[str, Any]:
    """Return a section with, for each row of a plot, two bars as shares of the longest."""
    most = max((max(before, after) for _, before, after in section.plot), default=0) or 1
    bars = [(round(100 * before / most, 1), round(100 * after / most, 1)) for _, before, after in section.plot]
    rows = [(row, bars[at] if bars else None) for at, row in enumerate(section.rows)]
    return {"heading": section.heading, "head": section.head, "rows": rows, "plot": bool(bars)}
