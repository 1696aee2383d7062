"""`seiyaku use`: find people and read what a purpose needs of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from seiyaku.core.errors import InputError, NotFound
from seiyaku.core.language import Text

from .asking import evidence, left_of, names, on_record, people_in, tell_left, typed
from .frame import argument, command, option
from .speech import voice

if TYPE_CHECKING:
    from seiyaku.core.asks import Actor
    from seiyaku.door import Bulk, Used

SAID = Text(
    "目的を述べて人の情報を使う\n値は、許されたときだけ表示します。探すための値は引数にせず、尋ねられたときに打ちます。",
    "Use people's information for a stated purpose\nValues show only when it was allowed; a value to look for is "
    "typed when asked, never an argument.",
)
NOBODY = "nobody is held under this"
WROTE = Text("{0:,}人分を {1} に書き出しました", "{0:,} people written to {1}")


@command("use", SAID, needs="instance")
@argument("person", required=False)
@option("--by", callback=names, help=Text("探すのに使う項目（コンマ区切り）", "fields to look somebody up by"))
@option("--fields", callback=names, required=True, help=Text("読む項目（コンマ区切り）", "the fields to read"))
@option("--purpose", required=True, help=Text("利用目的", "the purpose of use"))
@option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=Text("人の番号を一行に一つ書いたファイル", "a file of public ids, one a line"))  # fmt: skip
@option("--all", "everybody", is_flag=True, help=Text("全員について", "everybody"))
@option("--out", type=click.Path(path_type=Path), help=Text("書き出すファイル（.csv .jsonl .parquet）",
        "the file to write to (.csv .jsonl .parquet)"))  # fmt: skip
@option("--occasion", help=Text("電話などの番号（seiyaku call）", "the call it is of (seiyaku call)"))
def use(
    *,
    person: str | None, by: tuple[str, ...], fields: tuple[str, ...], purpose: str, people: Path | None,
    everybody: bool, out: Path | None, occasion: str | None,
) -> None:  # fmt: skip
    """Read one person's values, or write those of many to a file."""
    from .signing import actor

    if sum((person is not None, bool(by), people is not None, everybody)) != 1:
        raise InputError(where="use", found="not one of them", expected="PERSON, --by, --people or --all")
    who = actor()
    if occasion is not None and (people is not None or everybody):
        raise InputError(where="--occasion", found="many people", expected="one person, who is known in it")
    if people is not None or everybody:
        if out is None:
            raise InputError(where="use", found="no --out", expected="a file for many people's values")
        _many(None if everybody else people_in(people or Path()), fields, purpose, out, who)
    else:
        for each in [person] if person else _found(by, purpose, who, occasion):
            _one(each, fields, purpose, who, occasion)


def _found(by: tuple[str, ...], purpose: str, who: Actor, occasion: str | None) -> tuple[str, ...]:
    from seiyaku import door

    found = door.find(typed(by), purpose=purpose, occasion=occasion, actor=who).people
    if not found:
        raise NotFound(NOBODY)
    return found


def _one(person: str, fields: tuple[str, ...], purpose: str, who: Actor, occasion: str | None) -> None:
    from seiyaku import door

    told(door.use(person, fields, purpose=purpose, occasion=occasion, actor=who))


def told(used: Used) -> None:
    """Tell one person's granted values, and why others are not there."""
    left = {name: {"clause": why.clause, "why": voice.say(why.text)} for name, why in used.left.items()}
    voice.result(
        {"person": used.person, "values": dict(used.values), "left": left, **evidence(used)},
        voice.table([Text("項目", "field"), Text("値", "value")], used.values.items()),
        *left_of(used.left),
        on_record(used),
    )


def _many(people: list[str] | None, fields: tuple[str, ...], purpose: str, out: Path, who: Actor) -> None:
    from seiyaku import door

    written(door.use_many(people, fields, purpose=purpose, actor=who), fields, out)


def written(used: Bulk, fields: tuple[str, ...], out: Path) -> None:
    """Write many people's granted values to a file, as they are opened."""
    from .tables import write

    rows = ([person, *(values.get(f, "") for f in fields)] for block in used.blocks for person, values in block)
    count = write(out, ["person", *fields], rows)
    voice.result(
        {"people": count, "file": str(out), "left": tell_left(used.left), **evidence(used)},
        WROTE.filled(count, out),
        *tell_left(used.left),
        on_record(used),
    )
