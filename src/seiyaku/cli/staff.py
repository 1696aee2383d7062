"""What the commands on staff share: whom a login names, which day was typed, and what to say when it is done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from seiyaku.core.language import Text

from .speech import voice

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
