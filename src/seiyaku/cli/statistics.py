"""`seiyaku statistics`: count people, and tell nothing about one of them (policy 4-2-D)."""

from __future__ import annotations

from pathlib import Path

import click

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text

from .asking import evidence, names, on_record, people_in, tell_left
from .frame import command, option
from .speech import voice

SAID = Text(
    "人数を数える（一人ひとりのことは出しません）\n--by address=prefecture,birth-date=decade のように、項目ごとの見方を"
    "示します（value・prefecture・decade）。少なすぎる集まりは伏せます。",
    "Count people, and tell nothing about one of them\n--by address=prefecture,birth-date=decade says how each field "
    "is seen (value, prefecture or decade). Groups that are too small are not told.",
)
COLUMNS = (Text("集まり", "group"), Text("人数", "people"))
OF = Text(
    "{0:,}人のうち、{1:,}人は小さな集まりのため伏せました", "of {0:,} people, {1:,} in groups too small to be told"
)


@command("statistics", SAID, needs="instance")
@option("--by", callback=names, required=True, help=Text("項目=見方（コンマ区切り）", "field=view, commas between"))
@option("--purpose", required=True, help=Text("利用目的", "the purpose of use"))
@option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help=Text("人の番号を一行に一つ書いたファイル（なければ全員）",
        "a file of public ids, one a line (everybody, unless said)"))  # fmt: skip
def statistics(*, by: tuple[str, ...], purpose: str, people: Path | None) -> None:
    """Count them in one bulk use."""
    from seiyaku import door

    from .signing import actor

    views: dict[str, str] = {}
    for one in by:
        field, equals, view = one.partition("=")
        if not equals or not field or field in views:
            raise InputError(where="--by", found="something else", expected="field=view, each field once")
        views[field] = view
    counted = door.statistics(people_in(people) if people else None, by=views, purpose=purpose, actor=actor())
    voice.result(
        {"people": counted.people, "groups": dict(counted.groups), "suppressed": counted.suppressed,
         "left": tell_left(counted.left), **evidence(counted)},
        voice.table(COLUMNS, [(group, f"{count:,}") for group, count in counted.groups.items()]),
        OF.filled(counted.people, counted.suppressed),
        *tell_left(counted.left),
        on_record(counted),
    )  # fmt: skip
