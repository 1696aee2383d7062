"""`seiyaku relation`: a contract or an optional service begins, or ends."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from seiyaku.core.language import Text

from .asking import evidence, on_record, partner_ref, tell_left, those
from .forms import FORM, SCRIPT, SHOWN, origin
from .frame import argument, group, option
from .speech import voice

SAID = Text(
    "契約やオプションサービスの始まりと終わりを記録する",
    "Record that a contract or an optional service begins or ends",
)
BEGIN = Text("始まりを記録する", "Record that it began")
END = Text(
    "終わりを記録する\n「関係の終わりまで」持つ情報の期限が、ここから数えられます。",
    "Record that it ended\nWhat is kept until the relation ends begins to run out from here.",
)
DONE = Text("{0:,}人について記録しました", "recorded for {0:,}")

relation = group("relation", SAID)
PEOPLE = option("--people", type=click.Path(exists=True, dir_okay=False, path_type=Path),
                help=Text("人の番号を一行に一つ書いたファイル", "a file of public ids, one a line"))  # fmt: skip
SERVICE = option("--service", help=Text("オプションサービスの取引先（名前か参照。なければ契約そのもの）",
                 "the partner whose optional service it is, by name or reference (without: the contract)"))  # fmt: skip
ON = option("--on", type=click.DateTime(["%Y-%m-%d"]), help=Text("その日（なければ今日）", "the day (today)"))


def _turn(
    verb: Any, *, persons: tuple[str, ...], people: Path | None, service: str | None, on: dt.datetime | None,
    form: str, shown: str | None, script: str | None,
) -> None:  # fmt: skip
    from .signing import actor

    who, source = actor(), origin(form, shown, script)
    done = verb(
        those(persons, people),
        service=partner_ref(service) if service else None,
        on=on.date() if on else None,
        origin=source,
        actor=who,
    )
    voice.result(
        {"people": done.people, "left": tell_left(done.left), **evidence(done)},
        DONE.filled(done.people),
        *tell_left(done.left),
        on_record(done),
    )


@relation.command("begin", BEGIN, needs="instance")
@argument("persons", nargs=-1)
@PEOPLE
@SERVICE
@ON
@FORM
@SHOWN
@SCRIPT
def begin(**given: Any) -> None:
    """Record it with its source."""
    from seiyaku import door

    _turn(door.begin_relation, **given)


@relation.command("end", END, needs="instance")
@argument("persons", nargs=-1)
@PEOPLE
@SERVICE
@ON
@FORM
@SHOWN
@SCRIPT
def end(**given: Any) -> None:
    """Record it with its source."""
    from seiyaku import door

    _turn(door.end_relation, **given)
