"""
Completions from a file (policy 2-4): all of it is recorded, or nothing.

CSV with the columns login, course, date and, where there is one, score: a learning system's list as it is exported.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.core.model import Policy

from . import rules
from .days import today
from .directory import ref_of
from .training import Done, complete_all

COLUMNS = ("login", "course", "date")
MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a file: how many completions were recorded."""

    recorded: int


def take(body: bytes, *, policy: Policy | None = None, actor: Actor) -> Taken:
    """
    Record every completion of the file.

    Raises:
        InputError: a line that cannot be used; it says which, and nothing of the file was recorded.
    """
    policy = policy or rules.in_force()
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("file", "other bytes", "UTF-8") from None
    reader = csv.DictReader(io.StringIO(text))
    if not set(COLUMNS) <= set(reader.fieldnames or ()):
        raise InputError("line 1", ", ".join(reader.fieldnames or ()) or "nothing", "login, course, date[, score]")
    rows = [_line(number, line, policy) for number, line in enumerate(reader, start=2)]
    if not 0 < len(rows) <= MOST:
        raise InputError("file", f"{len(rows)} lines", f"1 to {MOST}")
    complete_all(rows, policy=policy, actor=actor)
    return Taken(recorded=len(rows))


def _line(number: int, line: dict[str, str | None], policy: Policy) -> Done:
    where = f"line {number}"
    course = rules.known(where, (line["course"] or "").strip(), policy.rules.training)
    try:
        day = dt.date.fromisoformat((line["date"] or "").strip())
    except ValueError:
        raise InputError(where, "a date of another form", "YYYY-MM-DD") from None
    score = (line.get("score") or "").strip()
    if score and not (score.isdecimal() and int(score) <= 100):
        raise InputError(where, "a score of another form", "0 to 100")
    if day > today():
        raise InputError(where, "a day to come", "today or earlier")
    return Done(ref=ref_of((line["login"] or "").strip()), course=course, on=day, score=int(score) if score else None)
