"""
What stands about a person in their row: purposes consented to, refused, stopped (masks), and flags.

All of it is written inside changing(), beside a row of the change log; the door reads it with the row it decides on.
"""

from __future__ import annotations

from .statements import Cursor, run

RESTRICTED = 1  # use is restricted altogether (35; protection of a victim)
STOPPED_PROVISION = 2  # no provision to third parties (35(3))

_MASKS = frozenset({"consents", "refusals", "stopped", "flags"})


def turn(cursor: Cursor, ordinal: int, standing: str, *, on: int = 0, off: int = 0) -> None:
    """Set the bits `on` and clear the bits `off` of one standing of one person."""
    if standing not in _MASKS:
        raise ValueError(standing)
    run(
        cursor,
        f"UPDATE vault_person SET {standing} = ({standing} | %s) & %s WHERE ord = %s",
        (on, ~off, ordinal),
    )
