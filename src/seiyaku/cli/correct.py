"""`seiyaku correct`: put right what was wrong, or record what has changed, of one person or of many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from . import lists
from .asking import evidence, names, on_record, typed
from .forms import FORM, SCRIPT, SHOWN, origin
from .frame import argument, command, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.door import Origin

SAID = Text(
    "誤りを訂正する、または変わったことを記録する\n訂正は「初めから誤りだった」、--since は「その日から変わった」。"
    "値は引数にせず、尋ねられたときに打ちます。\n"
    "--file では多くの人を一度に。列は person と、項目の名前か見出し。空のセルは触れません。--changed なら「変わった」"
    "（since 列の日から）。",
    "Put right what was wrong, or record what has changed\nA correction says it was wrong from the start; --since says "
    "it became different on a day. Values are typed when asked.\n"
    "With --file for many: a column person, and fields by name or label; an empty cell is left alone. With --changed "
    "they became different (on the day in the column since).",
)
DONE = Text("記録しました", "Recorded")


@command("correct", SAID, needs="instance")
@argument("person", required=False)
@option("--fields", callback=names, help=Text("項目（コンマ区切り）", "the fields, commas between"))
@option("--purpose", required=True, help=Text("利用目的", "the purpose of use"))
@FORM
@SHOWN
@SCRIPT
@option("--since", type=click.DateTime(["%Y-%m-%d"]), help=Text("変わった日", "the day it changed"))
@lists.FILE
@option("--changed", is_flag=True, help=Text("--file の値は変わったもの", "the values of --file became different"))
@option("--gone", metavar="TEXT", help=Text("この文字のセルは「もうない」（--changed）",
        "a cell of this text says: there is no such value any more (--changed)"))  # fmt: skip
@lists.REPORT
def correct(
    *,
    person: str | None, fields: tuple[str, ...], purpose: str, form: str, shown: str | None, script: str | None,
    since: dt.datetime | None, file: Path | None, changed: bool, gone: str | None, report: Path | None,
) -> None:  # fmt: skip
    """Record it with its source."""
    from .signing import actor

    lists.one_of(person, file)
    if (person is not None) != bool(fields) or (file is not None and since is not None) or (gone and not changed):
        raise InputError("arguments", "what does not go together", "PERSON --fields [--since], or --file [--changed]")
    who, source = actor(), origin(form, shown, script)
    if person is not None:
        _one(person, typed(fields), since.date() if since else None, purpose=purpose, origin=source, actor=who)
    elif file is not None:
        act = "change" if changed else "correct"
        build = _Rows(purpose, source, "since" if changed else "of", gone)
        telling = lists.Telling(report, titles=build.titles)
        name = lists.digest(file, act, purpose, form, gone)
        lists.run(act, lists.asks(file, build.ask), name=name, actor=who, telling=telling)


def _one(person: str, values: Mapping[str, str], since: dt.date | None, **about: Any) -> None:
    from seiyaku import door

    if since is not None:
        done = door.change(person, values, since=since, **about)
    else:
        done = door.correct(person, values, **about)
    voice.result({"person": person, **evidence(done)}, DONE, on_record(done))


class _Rows:
    """How a row says what is put right: whose, from when, and a value for each column of a field."""

    def __init__(self, purpose: str, source: Origin, when: str, gone: str | None) -> None:
        self.purpose, self.source, self.when, self.gone = purpose, source, when, gone
        self.known = lists.columns()
        self.titles: dict[str, str] = {}

    def ask(self, cells: Mapping[str, str]) -> dict[str, Any]:
        """Return what one row asks for."""
        lists.only(cells, *lists.PERSON, self.when, *self.known)
        values: dict[str, str | None] = {}
        for column, cell in cells.items():
            if column in self.known and cell.strip():
                self.titles[self.known[column]] = column
                values[self.known[column]] = None if cell.strip() == self.gone else cell
        if not values:
            raise InputError(where="row", found="no value", expected="a value in at least one column")
        said: dict[str, Any] = {"person": lists.part(cells, *lists.PERSON), "values": values}
        if (on := lists.day(cells, self.when)) is not None:
            said[self.when] = on
        return said | {"purpose": self.purpose, "origin": self.source}
