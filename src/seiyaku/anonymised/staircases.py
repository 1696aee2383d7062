"""Where a column's hierarchy comes from: a file for each column, one named for one column, or the plain `value;*`."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from seiyaku.core.anonymous.hierarchies import Hierarchy, Label, hierarchy
from seiyaku.core.errors import InputError

PLACE = "{}"
MOST_ROWS = 5_000_000


def read(path: Path, name: str) -> Hierarchy:
    """
    Read a hierarchy from a file in the usual form: one row for each value, `value;coarser;…;*`.

    Raises:
        InputError: there is no such file, it is not UTF-8, or its rows do not make a hierarchy.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows: list[Sequence[Label]] = [row for row in csv.reader(file, delimiter=";") if row]
    except OSError as error:
        raise InputError(str(path), error.strerror or "nothing", f"the hierarchy of {name!r}") from None
    except (UnicodeDecodeError, csv.Error):
        raise InputError(str(path), "a file that is not CSV in UTF-8", "rows value;coarser;…;*") from None
    if len(rows) > MOST_ROWS:
        raise InputError(str(path), f"{len(rows)} rows", f"at most {MOST_ROWS}")
    return hierarchy(name, rows, where=str(path))


def files(given: Sequence[str], columns: Sequence[str]) -> Mapping[str, str]:
    """
    Return what stands for each column: `COLUMN=WHAT` first, then a pattern with {} in the column's place.

    Raises:
        InputError: neither form, or a column that is not among them.
    """
    found: dict[str, str] = {}
    for each in given:
        column, equals, what = each.partition("=")
        if equals and column in columns:
            found[column] = what
        elif PLACE not in each:
            raise InputError("--hierarchy", repr(each), "COLUMN=FILE, COLUMN=PRESET or a path with {} for the column")
    for each in given:
        if PLACE in each and each.partition("=")[0] not in columns:
            for column in columns:
                found.setdefault(column, each.replace(PLACE, column))
    return found
