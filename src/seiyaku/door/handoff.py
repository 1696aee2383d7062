"""
The file that leaves: exactly the granted columns, and no cell that a spreadsheet would run (policy 8-2).

A cell that begins with a formula's sign is written with an apostrophe before it, the way spreadsheets mark text
(CWE-1236). The values themselves are untouched everywhere else.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(cell: str) -> str:
    """Return `cell` such that a spreadsheet shows it and runs nothing; NUL bytes do not leave at all."""
    plain = cell.replace("\x00", "")
    return f"'{plain}" if plain.lstrip(" \u3000").startswith(FORMULA) or plain.startswith(FORMULA) else plain


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]], *, encoding: str = "utf-8-sig") -> bytes:
    """Return a CSV with a header; letters that `encoding` lacks become numeric character references."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue().encode(encoding, errors="xmlcharrefreplace")
