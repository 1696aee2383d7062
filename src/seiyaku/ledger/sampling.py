"""
What one member of staff did, by the ids of its entries: what a supervisor's sample is drawn from (policy 2-4).

Who acted stands in each entry and in no index: a month of entries is read for one answer. Entries that still wait for
their place are not among them.
"""

from __future__ import annotations

from collections.abc import Container

import orjson

from .transactions import Cursor

_FIND = {"sqlite": "instr(e.rest, %s) > 0", "postgresql": "position(%s::bytea in e.rest) > 0"}


def ids_of(cursor: Cursor, ref: str, since: int, until: int, acts: Container[str]) -> list[str]:
    """
    Return the ids of the entries of these acts that somebody made, or a program made for them, in the ledger's order.

    `since` to before `until`: milliseconds since 1970.
    """
    who = _FIND[cursor.vendor]
    cursor.execute(
        f"SELECT e.id, f.body FROM ledger_entry e JOIN ledger_form f ON f.number = e.form"
        f" WHERE e.id >= %s AND e.id < %s AND ({who} OR {who}) ORDER BY e.number",
        (_stamp(since), _stamp(until), f'"actor":"{ref}"'.encode(), f'"behalf":"{ref}"'.encode()),
    )
    return [bytes(key).hex() for key, form in cursor.fetchall() if orjson.loads(bytes(form)).get("act") in acts]


def _stamp(at: int) -> bytes:
    return at.to_bytes(6, "big") + bytes(6)
