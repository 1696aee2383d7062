"""What the commands on staff share: whom a login names, which day was typed, what to say when it is done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from seiyaku.core.language import Text

from .speech import voice

if TYPE_CHECKING:
    from seiyaku.people.staffing import Hired

INVITED = Text("招待のコード（一度だけ表示します。本人が `seiyaku login --invited` で使います）",
               "Invitation (shown once; its owner uses it with `seiyaku login --invited`)")  # fmt: skip
MAILED = Text("招待のリンクをご本人にメールで送りました", "The invitation was mailed to its owner")
DAY = click.DateTime(["%Y-%m-%d"])


def who_is(name: str) -> str:
    """Return the reference of the member of staff with this login or reference."""
    from seiyaku.people.directory import ref_of

    return ref_of(name)


def day_of(given: dt.datetime | None) -> dt.date | None:
    """Return the day that was typed, if one was."""
    return given.date() if given is not None else None


def done(data: dict[str, Any], ja: str, en: str) -> None:
    """Say that it is done, in both languages, or give the data with `--json`."""
    voice.result(data, Text(ja, en))


def invited(hired: Hired) -> None:
    """Say where the invitation went, or show it, once."""
    data = {"ref": hired.account.ref, "invitation": hired.invitation or None, "mailed": hired.mailed}
    voice.result(data, voice.say(MAILED) if hired.mailed else f"{voice.say(INVITED)}: {hired.invitation}")
