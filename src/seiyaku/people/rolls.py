"""
Completions from a file (policy 2-4): all of it is recorded, or nothing, and every line that is wrong is told.

CSV with the columns login, course, date and, where there is one, score, by these names or in Japanese: a learning
system's list as it is exported, in whatever encoding of Japanese, with commas or tabs, and days as people write them.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from seiyaku.core import era
from seiyaku.core.asks import Actor
from seiyaku.core.encodings import decode
from seiyaku.core.errors import Fault, InputError, WrongLines
from seiyaku.core.model import Policy
from seiyaku.core.width import plain

from . import rules
from .days import today
from .models import Account, Completion
from .sessions import normal_login
from .training import Done, complete_all

COLUMNS = ("login", "course", "date")
CALLED = {  # what a learning system of this country calls them
    "ログイン": "login", "ログインID": "login", "ログイン名": "login", "講座": "course", "研修": "course",
    "コース": "course", "日付": "date", "修了日": "date", "受講日": "date", "点数": "score", "得点": "score",
}  # fmt: skip
MOST = 5_000
TOLD = 100  # faults; a file of the wrong kind has as many as lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a file: how many completions were recorded."""

    recorded: int


def take(body: bytes, *, policy: Policy | None = None, actor: Actor) -> Taken:
    """
    Record every completion of the file.

    Raises:
        WrongLines: lines that cannot be used; nothing of the file was recorded.
        InputError: it is no such file at all.
    """
    policy = policy or rules.in_force()
    lines = _lines(body)
    known = dict(Account.objects.filter(left_on=None).values_list("login", "ref"))
    rows: list[Done] = []
    faults: list[Fault] = []
    for number, line in lines:
        wrong = list(_faults(number, line, policy, known))
        faults += wrong
        if not wrong:
            rows.append(_done(line, known))
    faults += _twice(rows, [number for number, _ in lines]) if not faults else []
    if faults:
        first = faults[0]
        where = f"line {first.line}, {first.column}"
        told = tuple(faults[:TOLD])
        raise WrongLines(where, f"{len(faults)} faults in the file", first.expected, first.nearest, faults=told)
    complete_all(rows, policy=policy, actor=actor)
    return Taken(recorded=len(rows))


def _lines(body: bytes) -> list[tuple[int, dict[str, str]]]:
    text, _ = decode(body, "file")
    head = text.partition("\n")[0]
    tabs = "\t" if "\t" in head and "," not in head else ","
    reader = csv.DictReader(io.StringIO(text), restkey="", restval="", strict=True, delimiter=tabs)
    try:
        named = [plain(name).strip() for name in reader.fieldnames or ()]
        reader.fieldnames = [CALLED.get(name, name.lower()) for name in named]
        if not set(COLUMNS) <= set(reader.fieldnames) or len(set(reader.fieldnames)) != len(reader.fieldnames):
            raise InputError("line 1", "other columns", "login, course, date[, score]")
        lines = [(reader.line_num, {key: str(value).strip() for key, value in line.items()}) for line in reader]
    except csv.Error:
        raise InputError(f"line {reader.line_num}", "no CSV", "a file of CSV") from None
    if not 0 < len(lines) <= MOST:
        raise InputError("file", f"{len(lines)} lines", f"1 to {MOST}")
    return lines


def _faults(number: int, line: dict[str, str], policy: Policy, known: dict[str, str]) -> Iterator[Fault]:
    login = normal_login(line["login"])
    if login not in known:
        near = difflib.get_close_matches(login, known, n=1)
        yield Fault(line=number, column="login", expected="somebody who works here", nearest=near[0] if near else None)
    if line["course"] not in policy.rules.training:
        near = difflib.get_close_matches(line["course"], policy.rules.training, n=1)
        named = ", ".join(policy.rules.training)
        yield Fault(line=number, column="course", expected=f"one of {named}", nearest=near[0] if near else None)
    if (day := _day(line["date"])) is None:
        yield Fault(line=number, column="date", expected="YYYY-MM-DD, YYYY/M/D or 令和8年1月5日")
    elif day > today():
        yield Fault(line=number, column="date", expected="today or earlier")
    score = plain(line.get("score", ""))
    if score and not (score.isascii() and score.isdecimal() and len(score) <= 3 and int(score) <= 100):
        yield Fault(line=number, column="score", expected="0 to 100")
    if "" in line:
        yield Fault(line=number, column="—", expected="no more cells than columns")


def _twice(rows: list[Done], numbers: list[int]) -> Iterator[Fault]:
    """Yield what stands twice in the file, or is recorded already."""
    kept = Completion.objects.filter(completed_on__in={row.on for row in rows})
    seen = set(kept.values_list("account__ref", "course", "completed_on"))
    for number, row in zip(numbers, rows, strict=True):
        if (row.ref, row.course, row.on) in seen:
            yield Fault(line=number, column="date", expected="a completion that is not recorded yet")
        seen.add((row.ref, row.course, row.on))


def _done(line: dict[str, str], known: dict[str, str]) -> Done:
    day, score = _day(line["date"]), plain(line.get("score", ""))
    assert day is not None  # noqa: S101  # its faults were looked for first
    return Done(
        ref=known[normal_login(line["login"])], course=line["course"], on=day, score=int(score) if score else None
    )


def _day(said: str) -> dt.date | None:
    try:
        return era.read(said)
    except InputError:
        return None
