"""Sections of a report as tables with bars."""

from __future__ import annotations

from typing import Any

from seiyaku.anonymised import documents


def drawn(section: documents.Section) -> dict[str, Any]:
    """Return a section with, for each row of a plot, two bars as shares of the longest."""
    most = max((max(before, after) for _, before, after in section.plot), default=0) or 1
    bars = [(round(100 * before / most, 1), round(100 * after / most, 1)) for _, before, after in section.plot]
    rows = [(row, bars[at] if bars else None) for at, row in enumerate(section.rows)]
    return {"heading": section.heading, "head": section.head, "rows": rows, "plot": bool(bars)}
