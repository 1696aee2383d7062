"""Moments as the terminal shows them: on the operator's clocks, to the minute (`--json` keeps them exact, in UTC)."""

from __future__ import annotations

import datetime as dt


def when(at: dt.datetime | str | None, missing: str = "") -> str:
    """Return a moment on the operator's clocks; one that never was is `missing`."""
    from seiyaku.people.days import local

    if not at:
        return missing
    moment = dt.datetime.fromisoformat(at) if isinstance(at, str) else at
    return f"{local(moment):%Y-%m-%d %H:%M %Z}"
