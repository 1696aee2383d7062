"""`seiyaku registers`: the records of arts. 29 to 31 for an inspection: look, look at one, take along (policy 8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.language import Text

from .asking import names, on_record, typed
from .frame import argument, group, option
from .newfile import new_file
from .report import form_of
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.core.asks import Actor
    from seiyaku.door import Inspection
    from seiyaku.evidence.registered import Book

SAID = Text(
    "提供・受領の記録（29条〜31条）を検査のために見る、書き出す\n"
    "管理責任者と監査の役割の方だけが使えます。だれの記録かは、管理責任者だけに表示します。見ることも利用の一つで、"
    "証跡に残ります。",
    "Look at the records of arts. 29 to 31 for an inspection, or take them along\n"
    "For who manages, and for auditors; whose a record is, is told to who manages alone. To look is a use, on record.",
)
LIST = Text("条件に合う記録を表示する", "Show the records that are looked for")
SHOW = Text("一件の記録をすべて表示する", "Show all of one record")
EXPORT = Text(
    "条件に合う記録をファイルに書き出す\n氏名のある記録が百件を超えるときは二人で行います。",
    "Write the records that are looked for into a file\nMore than a hundred with names take two people.",
)
KINDS = ("provided", "received", "related")
DAY = click.DateTime(["%Y-%m-%d"])
SHOWN = ["record", "kind", "way", "first_day", "last_day", "party", "whose", "items", "basis", "kept_until"]
MORE = Text("{0:,} 件のうち {1:,}〜{2:,} 件目", "{1:,} to {2:,} of {0:,}")
WROTE = Text("{0:,} 件を書き出しました: {1}", "{0:,} written: {1}")
PROPOSED = Text(
    "提案しました: {0}（別の人が seiyaku people approve で承認し、--proposal で書き出します）",
    "proposed: {0} (another person approves it with seiyaku people approve; then give --proposal)",
)

registers = group("registers", SAID)


def _filters(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options by which records are looked for."""
    options = (
        option("--kind", type=click.Choice(KINDS),
               help=Text("種別: 提供（29条）、受領（30条）、個人関連情報（31条）",
                         "which register: provided (29), received (30), related (31)")),
        option("--partner", help=Text("取引先の名前か番号", "a partner, by name or reference")),
        option("--since", type=DAY, help=Text("最初の日", "from this day")),
        option("--until", type=DAY, help=Text("最後の日", "to this day")),
        option("--person", help=Text("本人の番号", "a person, by public id")),
        option("--by", callback=names, help=Text("本人を探すのに使う項目（コンマ区切り。値は尋ねられたときに打つ）",
               "fields to look the person up by (values are typed when asked)")),
        option("--without-names", is_flag=True, help=Text("氏名を表示しない", "do not tell whose they are")),
    )  # fmt: skip
    for each in reversed(options):
        function = each(function)
    return function


@registers.command("list", LIST, needs="instance")
@_filters
@option("--skip", type=click.IntRange(min=0), default=0, help=Text("先頭から飛ばす件数", "how many to leave out first"))
def listed(*, skip: int, without_names: bool, **asked: Any) -> None:
    """Show a page of them."""
    from seiyaku.door.inspecting import PAGE
    from seiyaku.evidence import registered

    from .signing import actor

    who = actor()
    inspection, named = _asked(who, **asked), False if without_names else None
    _told(registered.opened(inspection, voice.language, named=named, skip=skip, most=PAGE, actor=who))


def _told(book: Book) -> None:
    seen = book.inspected
    columns = [book.table.columns[book.table.names.index(name)] for name in SHOWN]
    rows = [[str(row[book.table.names.index(name)]) for name in SHOWN] for row in book.table.rows]
    last = seen.skipped + len(rows)
    voice.result(
        book.document(), voice.table(columns, rows) if rows else _none(),
        *([MORE.filled(seen.total, seen.skipped + 1, last)] if rows and seen.total > len(rows) else []),
        on_record(seen),
    )  # fmt: skip


def _none() -> Text:
    from seiyaku.evidence.words_of_reports import WORDS

    return WORDS["reg_none"]


@registers.command("show", SHOW, needs="instance")
@argument("record")
@option("--without-names", is_flag=True, help=Text("氏名を表示しない", "do not tell whose it is"))
def show(record: str, *, without_names: bool) -> None:
    """Show every item of it."""
    from seiyaku import door
    from seiyaku.evidence import registered

    from .signing import actor

    named = False if without_names else None
    book = registered.opened(door.Inspection(record=record), voice.language, named=named, most=1, actor=actor())
    (row,) = book.table.rows
    lines = [(column, str(cell)) for column, cell in zip(book.table.columns, row, strict=True)]
    voice.result(book.document(), voice.table((Text("事項", "item"), ""), lines), on_record(book.inspected))


@registers.command("export", EXPORT, needs="instance")
@_filters
@option("--out", type=click.Path(path_type=Path, dir_okay=False),
        help=Text("書き出すファイル（.csv、.xlsx、.jsonl）", "the file to write (.csv, .xlsx, .jsonl)"))  # fmt: skip
@option("--propose", is_flag=True, help=Text("氏名のある記録百件超の書き出しを提案する",
        "propose to take more than a hundred with names"))  # fmt: skip
@option("--proposal", help=Text("承認された提案の番号", "the approved proposal"))
def export(
    *, out: Path | None, propose: bool, proposal: str | None, without_names: bool, **asked: Any
) -> None:  # fmt: skip
    """Write the entry, then the file."""
    from seiyaku.evidence import registered, tables
    from seiyaku.people import services

    from .signing import actor

    who = actor()
    if propose == (out is not None) or (propose and proposal):
        raise InputError(where="export", found="both, or neither", expected="--out or --propose")
    if out is None:
        made = services.propose("registers", asked["kind"] or "all", actor=who)
        voice.result({"proposal": made.ref}, PROPOSED.filled(made.ref))
        return
    form = form_of(out, tables.BOOKS)
    book = registered.taken(
        _asked(who, **asked), voice.language, named=False if without_names else None, proposal=proposal, actor=who
    )
    with new_file(out) as file:
        file.write(tables.as_file(form, book.table, book.of))
    said = book.document()
    del said["rows"]
    voice.result(said | {"file": str(out)}, WROTE.filled(book.inspected.total, out), on_record(book.inspected))


def _asked(
    who: Actor, *, kind: str | None, partner: str | None, since: dt.datetime | None, until: dt.datetime | None,
    person: str | None, by: tuple[str, ...],
) -> Inspection:  # fmt: skip
    """Return what is looked for; whoever is named by what they say is found through the door first."""
    from seiyaku import door
    from seiyaku.door.inspecting import PURPOSE

    if person is not None and by:
        raise InputError(where="--by", found="--person besides", expected="one of them")
    if by:
        found = door.find(typed(by), purpose=PURPOSE, actor=who).people
        if not found:
            raise NotFound("nobody is held under this")
        if len(found) > 1:
            raise InputError(where="--by", found=f"{len(found)} people", expected="items that only one person holds")
        (person,) = found
    return door.Inspection(
        kind=kind, partner=partner, since=since.date() if since else None, until=until.date() if until else None,
        person=person,
    )  # fmt: skip
