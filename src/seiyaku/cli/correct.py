"""`seiyaku correct`: put right what was wrong, or record what has changed."""

from __future__ import annotations

import datetime as dt

import click

from seiyaku.core.language import Text

from .asking import evidence, names, on_record, typed
from .forms import FORM, SCRIPT, SHOWN, origin
from .frame import argument, command, option
from .speech import voice

SAID = Text(
    "誤りを訂正する、または変わったことを記録する\n訂正は「初めから誤りだった」、--since は「その日から変わった」。"
    "値は引数にせず、尋ねられたときに打ちます。",
    "Put right what was wrong, or record what has changed\nA correction says it was wrong from the start; --since says "
    "it became different on a day. Values are typed when asked.",
)
DONE = Text("記録しました", "Recorded")


@command("correct", SAID, needs="instance")
@argument("person")
@option("--fields", callback=names, required=True, help=Text("項目（コンマ区切り）", "the fields, commas between"))
@option("--purpose", required=True, help=Text("利用目的", "the purpose of use"))
@FORM
@SHOWN
@SCRIPT
@option("--since", type=click.DateTime(["%Y-%m-%d"]), help=Text("変わった日", "the day it changed"))
def correct(
    *,
    person: str, fields: tuple[str, ...], purpose: str, form: str, shown: str | None, script: str | None,
    since: dt.datetime | None,
) -> None:  # fmt: skip
    """Record it with its source."""
    from seiyaku import door

    from .signing import actor

    who, source = actor(), origin(form, shown, script)
    values = typed(fields)
    if since is not None:
        done = door.change(person, values, purpose=purpose, origin=source, actor=who, since=since.date())
    else:
        done = door.correct(person, values, purpose=purpose, origin=source, actor=who)
    voice.result({"person": person, **evidence(done)}, DONE, on_record(done))
