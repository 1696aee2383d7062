"""Where a column's hierarchy comes from: a file for each column, one named for one column, or the plain `value;*`."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from seiyaku.core.anonymous.hierarchies import Hierarchy, Label, hierarchy
from seiyaku.core.errors import InputError

PLACE = "{}"
PRESET = ":"
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
    if rows and all(len(row) == 1 for row in rows) and all("," in str(row[0]) for row in rows):
        raise InputError(str(path), "commas and no semicolon", "rows value;coarser;…;*")
    if len(rows) > MOST_ROWS:
        raise InputError(str(path), f"{len(rows)} rows", f"at most {MOST_ROWS}")
    return hierarchy(name, rows, where=str(path))


def preset(what: str, name: str, values: Sequence[Label]) -> Hierarchy:
    """
    Build the hierarchy that a preset names: `:prefectures`, `:ages`, `:bands/5/10`, `:mask/5/3`, `:order/2/4` …

    Raises:
        InputError: a preset nobody knows (the nearest is named), or values that do not fit it.
    """
    from seiyaku.core.anonymous import builders, japan

    word, *numbers = what.removeprefix(PRESET).split("/")
    plain: dict[str, Callable[[str, Sequence[Label]], Hierarchy]] = {
        "prefectures": japan.prefectures, "industries": japan.industries, "occupations": japan.occupations,
        "ages": builders.ages, "months": builders.months,
        "industry-divisions": partial(japan.industries, divisions=True),
        "occupation-divisions": partial(japan.occupations, divisions=True),
    }  # fmt: skip
    try:
        steps = [int(number) for number in numbers]
    except ValueError:
        raise InputError("--hierarchy", repr(what), "whole numbers after the preset's name") from None
    if word in plain and not steps:
        return plain[word](name, values)
    if word == "bands" and steps:
        return builders.intervals(name, values, steps)
    if word == "mask" and steps:
        return builders.masking(name, values, keep=steps)
    if word == "order" and steps:
        return builders.ordered(name, values, groups=steps)
    known = [*plain, "bands/5/10", "mask/5/3", "order/2/4"]
    near = next(iter(get_close_matches(word, known, n=1)), None)
    raise InputError("--hierarchy", repr(what), f"one of {', '.join(PRESET + each for each in known)}", near)


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
