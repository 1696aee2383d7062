"""
What the commands share that do one act for many: a table in, one ask a row; outcomes told by row and column.

Exit code 0 when every row was done, 4 when something kept did not verify, 3 when the policy refused a row, else 1 when
one could not be done. The same file under the same options goes on after its last durable block; what was done is not
done again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.errors import InputError
from seiyaku.core.headings import HEADINGS
from seiyaku.core.language import Text

from . import tables
from .frame import option
from .newfile import new_file
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.core.asks import Actor
    from seiyaku.door import Asked, Outcome, Unread

    from .tables import Broken

FAILED, REFUSED, DOES_NOT_VERIFY = 1, 3, 4
SHOWN = 50  # rows that are told one by one
PERSON = ("person", "人の番号")
FILE = option("--file", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help=Text("一行に一件の表（.csv .jsonl .parquet）",
              "a table, one act a row (.csv .jsonl .parquet)"))  # fmt: skip
REPORT = option("--report", type=click.Path(path_type=Path),
                help=Text("行ごとの結果を書き出すファイル（.csv .jsonl .parquet）",
                "a file for what came of each row (.csv .jsonl .parquet)"))  # fmt: skip
DONE = Text("{0:,}件を記録し、{1:,}件は拒否、{2:,}件はできませんでした", "{0:,} done, {1:,} refused, {2:,} not done")
RESUMED = Text("{0}行目のあとから続けました", "went on after row {0}")
ROW = Text("{0}行目: {1}", "row {0}: {1}")
MORE = Text("ほか{0:,}行（--report ですべて書き出せます）", "and {0:,} more rows (--report writes them all)")
COLUMN = Text("{0}行目 {1}: {2}", "row {0}, {1}: {2}")
EXPECTED = Text("使えません（{0}）", "cannot be used (expected {0})")
PROVED = Text(
    "まとめて探し、見つかったのは{0:,}件です。バックアップの最後の鍵がなくなる日: {1}",
    "searched together, found {0:,}; the last backup key is gone on {1}",
)
UNPROVED = Text(
    "{0:,}人は消しましたが、途中で止まったため、探し終えていません",
    "{0:,} are erased, but the search was cut off",
)
BY = Text("{0} [{1}] {2}", "{0} [{1}] {2}")
REPORTED = ("row", "outcome", "entry", "leaf", "clause", "article", "person", "column", "why", "remedy")


def one_of(person: object, file: Path | None) -> None:
    """Refuse both one person and a file, and neither."""
    if (person is not None) == (file is not None):
        raise InputError(where="arguments", found="both, or neither", expected="one person, or a file of many")


def digest(file: Path, *how: object) -> str:
    """Return the name of a list: its file, and how it is to be taken."""
    with file.open("rb") as opened:
        content = hashlib.file_digest(opened, "sha256").hexdigest()
    return hashlib.sha256(repr((content, *how)).encode()).hexdigest()


def asks(file: Path, build: Callable[[Mapping[str, str]], dict[str, Any]]) -> Iterator[Asked | Unread | Broken]:
    """Read a table; `build` makes the ask of a row's cells, or says where they are not usable."""
    from seiyaku import door

    for row in tables.read(file):
        if isinstance(row, tables.Broken):
            yield row
            continue
        cells = {column.strip(): cell for column, cell in row.cells.items()}
        try:
            yield door.Asked(number=row.number, said=build(cells))
        except InputError as error:
            yield door.Unread(number=row.number, where=error.where, why=error.expected)


def part(cells: Mapping[str, str], *names: str) -> str:
    """Return what stands in a column, by any of its names."""
    found = next((cells[name].strip() for name in names if cells.get(name, "").strip()), None)
    if found is None:
        raise InputError(where=names[0], found="nothing", expected=f"a value in the column {' / '.join(names)}")
    return found


def day(cells: Mapping[str, str], name: str) -> dt.date | None:
    """Return the day in a column, None where it is empty."""
    said = cells.get(name, "").strip()
    if not said:
        return None
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        raise InputError(where=name, found="something else", expected="a day as 2026-04-01") from None


def only(cells: Mapping[str, str], *names: str) -> None:
    """Refuse columns of any other name; told by their place, for a table without a header has values there."""
    for place, (column, cell) in enumerate(cells.items(), start=1):
        if cell.strip() and column not in names:
            raise InputError(where=f"column {place}", found="another name", expected=f"one of {', '.join(names)}")


def columns() -> dict[str, str]:
    """Return which column is which field: by its name, or its label in either language."""
    from seiyaku.policy.queries import in_force

    known: dict[str, str] = {}
    for name, rule in in_force().policy.rules.fields.items():
        known |= dict.fromkeys((rule.label["ja"], rule.label["en"], name), name)
    return known


@dataclass
class Telling:
    """What is told of a list: how many of what, every row that was not done, and the files that were wished for."""

    report: Path | None = None
    receipts: Path | None = None
    titles: Mapping[str, str] = field(default_factory=dict)
    left: list[Outcome] = field(default_factory=list)
    rows: list[Sequence[str]] = field(default_factory=list)
    given: int = 0
    erasing: bool = False
    unproven: int = 0
    gone_on: str = ""
    hits: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for wished in (self.report, self.receipts):
            if wished is not None and wished.exists():
                raise InputError(where=wished.name, found="something of that name", expected="a new one")
        if self.report is not None and self.report.suffix.lower() not in tables.WRITTEN:
            raise InputError(where=self.report.name, found="another ending", expected=".csv, .jsonl or .parquet")

    def hear(self, block: Iterable[Outcome]) -> None:
        """Take what came of a block."""
        for outcome in block:
            if outcome.code != "done":
                self.left.append(outcome)
            elif self.erasing:
                self._prove(outcome.more)
            if self.report is not None:
                self.rows.append(self._row(outcome))
            if self.receipts is not None and outcome.receipt is not None:
                self.receipts.mkdir(mode=0o700, exist_ok=True)
                write_receipt(self.receipts / f"row-{outcome.number}.json", outcome.receipt())
                self.given += 1

    def _prove(self, proven: Mapping[str, Any]) -> None:
        if not proven:
            self.unproven += 1
            return
        self.hits |= set(proven["hits"])
        self.gone_on = max(self.gone_on, proven["keys_gone_on"])

    def proof(self) -> list[Text | str]:
        """Return the lines on what a search found of those erased together; none of any other act."""
        told: list[Text | str] = (
            [PROVED.filled(len(self.hits), self.gone_on), *sorted(self.hits)] if self.gone_on else []
        )
        return [*told, UNPROVED.filled(self.unproven)] if self.unproven else told

    def _row(self, one: Outcome) -> Sequence[str]:
        column, why, remedy = self._words(one)
        who = one.person or ""
        return (str(one.number), one.code, one.entry, one.leaf, one.clause, one.article, who, column, why, remedy)

    def _words(self, one: Outcome) -> tuple[str, str, str]:
        """Return the column that was wrong, why, and what would help."""
        if one.code == "done":
            return "", "", ""
        why = one.why
        if "remedy" in why:
            return "", str(why["detail"][voice.language]), str(why["remedy"]["text"][voice.language])
        where = str(why.get("where", ""))
        expected = why.get("expected")
        told = EXPECTED.filled(expected) if expected else HEADINGS[one.code]
        return self.titles.get(where, where), voice.say(told), ""

    def line(self, one: Outcome) -> Text | str:
        """Return the line about a row that was not done."""
        column, why, remedy = self._words(one)
        if one.clause:
            why = voice.say(BY.filled(why, one.clause, remedy))
        return COLUMN.filled(one.number, column, why) if column else ROW.filled(one.number, why)

    def document(self, one: Outcome) -> dict[str, Any]:
        """Return a row that was not done, for `--json`."""
        column, why, remedy = self._words(one)
        said = {"row": one.number, "outcome": one.code, "entry": one.entry, "clause": one.clause,
                "article": one.article, "column": column, "why": why, "remedy": remedy}  # fmt: skip
        return {name: value for name, value in said.items() if value not in ("", None)}


def write_receipt(file: Path, receipt: Mapping[str, Any]) -> None:
    """Write what a person takes away, for its owner alone."""
    with new_file(file) as opened:
        opened.write(json.dumps(receipt, ensure_ascii=False).encode())


def run(act: str, many: Iterable[Asked | Unread | Broken], *, name: str, actor: Actor, telling: Telling) -> None:
    """Do the list, say what came of it, and leave with the exit code that says how it went."""
    from seiyaku import door

    came = door.many(act, many, actor=actor, name=name, tell=telling.hear)
    if telling.report is not None:
        tables.write(telling.report, REPORTED, telling.rows)
    voice.result(
        {"done": came.done, "refused": came.refused, "failed": came.failed, "resumed_after": came.resumed_after,
         "rows": [telling.document(one) for one in telling.left], "receipts": telling.given,
         **({"hits": sorted(telling.hits), "keys_gone_on": telling.gone_on} if telling.gone_on else {}),
         **({"unproven": telling.unproven} if telling.unproven else {}),
         "entry": next((one.entry for one in telling.left if one.entry), "")},
        DONE.filled(came.done, came.refused, came.failed),
        *([RESUMED.filled(came.resumed_after)] if came.resumed_after else []),
        *(telling.line(one) for one in telling.left[:SHOWN]),
        *([MORE.filled(len(telling.left) - SHOWN)] if len(telling.left) > SHOWN else []),
        *telling.proof(),
    )  # fmt: skip
    if any(one.code == "integrity" for one in telling.left):
        click.get_current_context().exit(DOES_NOT_VERIFY)
    if came.refused or came.failed:
        click.get_current_context().exit(REFUSED if came.refused else FAILED)
