"""`seiyaku mend`: records put right, entries withheld, what has ended let go."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from . import lists
from .asking import evidence, names, on_record
from .frame import argument, group, option
from .speech import voice

SAID = Text(
    "人の記録を統合・分割し、記録の開示を控え、期限の来たものを消す",
    "Merge and split records, withhold entries, let go of what has ended",
)
DONE = Text("記録しました", "Recorded")
NEW = Text("新しい番号: {0}", "the new public id: {0}")
ENDED = Text("減らした人 {0:,}、消した人 {1:,}", "reduced {0:,} people, erased {1:,}")

HOLD = Text(
    "本人への開示を控える（政令5条・11条）\n--file では、列 person と entries（空白区切り）。",
    "Withhold entries from their person\nWith --file: columns person and entries (spaces between).",
)

mend = group("mend", SAID)


def _done(result: Any) -> None:
    voice.result({"person": result.person, **evidence(result)}, DONE, on_record(result))


MERGE = Text(
    "一人の二つの記録を一つにする\n--file では、列 gone と into。",
    "Put two records of one person together\nWith --file: columns gone and into.",
)
SPLIT = Text(
    "別の人の値を分ける\n--file では、列 person と fields（空白区切り）。",
    "Part values that are somebody else's\nWith --file: columns person and fields (spaces between).",
)
REVEAL = Text(
    "控えていた開示を戻す\n--file では、列 person と entries（空白区切り）。",
    "Lift the withholding of entries\nWith --file: columns person and entries (spaces between).",
)


def _list(act: str, file: Path, report: Path | None, names: tuple[str, ...], **common: Any) -> None:
    """Do the acts of a table that has these columns, all needed; the last of them may hold several words."""
    from .signing import actor

    several = {"fields", "entries"} & set(names)

    def build(cells: Mapping[str, str]) -> dict[str, Any]:
        lists.only(cells, *names, lists.PERSON[1])
        said: dict[str, Any] = {n: lists.part(cells, *(lists.PERSON if n == "person" else (n,))) for n in names}
        return said | {name: tuple(said[name].replace(",", " ").split()) for name in several} | common

    name = lists.digest(file, act, sorted(common.items()))
    lists.run(act, lists.asks(file, build), name=name, actor=actor(), telling=lists.Telling(report))


@mend.command("merge", MERGE, needs="instance")
@argument("gone", required=False)
@argument("into", required=False)
@lists.FILE
@lists.REPORT
def merge(gone: str | None, into: str | None, file: Path | None, report: Path | None) -> None:
    """Put the first into the second."""
    from seiyaku import door

    from .signing import actor

    lists.one_of(into, file)
    if file is not None:
        _list("merge", file, report, ("gone", "into"))
    elif gone is not None and into is not None:
        _done(door.merge(gone, into, actor=actor()))


@mend.command("split", SPLIT, needs="instance")
@argument("person", required=False)
@option("--fields", callback=names, help=Text("分ける項目（コンマ区切り）", "the fields to part"))
@lists.FILE
@lists.REPORT
def split(person: str | None, fields: tuple[str, ...], file: Path | None, report: Path | None) -> None:
    """Make a new person of them."""
    from seiyaku import door

    from .signing import actor

    lists.one_of(person, file)
    if file is not None:
        _list("split", file, report, ("person", "fields"))
    elif person is not None:
        made = door.split(person, fields, actor=actor())
        voice.result({"person": made.person, **evidence(made)}, NEW.filled(made.person), on_record(made))


@mend.command("withhold", HOLD, needs="instance")
@argument("person", required=False)
@argument("entries", nargs=-1)
@option("--reason", required=True, help=Text("理由の書面の番号", "the paper that says why"))
@lists.FILE
@lists.REPORT
def withhold(person: str | None, entries: tuple[str, ...], reason: str, file: Path | None, report: Path | None) -> None:
    """Withhold them; nothing shows that they are."""
    from seiyaku import door

    from .signing import actor

    _named(person, entries, file)
    if file is not None:
        _list("withhold", file, report, ("person", "entries"), reason=reason)
    elif person is not None:
        _done(door.withhold(person, entries, reason=reason, actor=actor()))


@mend.command("reveal", REVEAL, needs="instance")
@argument("person", required=False)
@argument("entries", nargs=-1)
@lists.FILE
@lists.REPORT
def reveal(person: str | None, entries: tuple[str, ...], file: Path | None, report: Path | None) -> None:
    """Show them again."""
    from seiyaku import door

    from .signing import actor

    _named(person, entries, file)
    if file is not None:
        _list("reveal", file, report, ("person", "entries"))
    elif person is not None:
        _done(door.reveal(person, entries, actor=actor()))


def _named(person: str | None, entries: tuple[str, ...], file: Path | None) -> None:
    lists.one_of(person, file)
    if person is not None and not entries:
        raise InputError(where="arguments", found="no entry", expected="PERSON ENTRY…, or --file")


@mend.command("expire", Text("期限の来たものを消す", "Let go of what has ended"), needs="instance")
@option("--report", is_flag=True, help=Text("数えるだけ", "only count what would go"))
def expire(report: bool) -> None:
    """Run the nightly job now."""
    from seiyaku import door

    from .signing import actor

    run = door.expire(actor=actor(), report=report)
    voice.result(
        {"reduced": run.reduced, "erased": run.erased, "fields": dict(run.fields), **evidence(run)},
        ENDED.filled(run.reduced, run.erased),
        on_record(run),
    )
