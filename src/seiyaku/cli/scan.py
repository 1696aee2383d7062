"""`seiyaku scan`: find people by a part of a value."""

from __future__ import annotations

import click

from seiyaku.core.language import Text

from .asking import evidence, names, on_record, typed
from .frame import command, option
from .speech import voice

SAID = Text(
    "値の一部から人を探す（窓口用）\n一人ずつ開いて調べるので、開いた全員が記録に残ります。探す文字は引数にせず、"
    "尋ねられたときに打ちます。",
    "Find people by a part of a value (for the desk)\nEverybody's value is opened for it, and whose was is on record. "
    "What to look for is typed when asked, never an argument.",
)
FOUND = Text("{0:,}人分を調べ、{1}人が見つかりました", "{0:,} looked at, {1} found")
MORE = Text("まだ先があります。条件を長くしてください", "there are more: look for something longer")


@command("scan", SAID, needs="instance")
@option("--field", callback=names, required=True, help=Text("調べる項目", "the field to look into"))
@option("--purpose", required=True, help=Text("利用目的", "the purpose of use"))
@option("--most", type=click.IntRange(1, 100), default=100, show_default=True, help=Text("最大の人数", "at most"))
def scan(*, field: tuple[str, ...], purpose: str, most: int) -> None:
    """Look, and say who matches; never a value."""
    from seiyaku import door

    from .signing import actor

    who = actor()
    ((name, part),) = typed(field[:1]).items()
    came = door.scan(part, name, purpose=purpose, most=most, actor=who)
    voice.result(
        {"people": list(came.people), "looked_at": came.looked_at, "left": came.left, "ended": came.ended,
         **evidence(came)},
        *came.people,
        FOUND.filled(came.looked_at, len(came.people)),
        *([] if came.ended else [MORE]),
        on_record(came),
    )  # fmt: skip
