"""
What an audit reads of everybody: public ids, marks, standings. No value, nothing sealed. Only the door imports this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .statements import Cursor, marks, padded, run

BLOCK = 512


class Known(NamedTuple):
    """Somebody an entry may name: a person, or a row in quarantine, by public id and mark."""

    pid: bytes
    mark: bytes


class Standing(NamedTuple):
    """What a person's row says: masks of purposes, flags, and into whom they were merged, if they were."""

    ordinal: int
    pid: bytes
    consents: int
    refusals: int
    stopped: int
    flags: int
    merged_into: int | None
    relation_ended_on: int


def known(cursor: Cursor, ordinals: Sequence[int]) -> dict[int, Known]:
    """Return everybody of `ordinals` who is still here."""
    found: dict[int, Known] = {}
    for start in range(0, len(ordinals), BLOCK):
        block = padded(ordinals[start : start + BLOCK])
        for table, public in (("vault_person", "pid"), ("vault_quarantine", "qid")):
            run(cursor, f"SELECT ord, {public}, mark FROM {table} WHERE ord IN ({marks(len(block))})", block)
            found.update((int(who), Known(bytes(pid), bytes(mark))) for who, pid, mark in cursor.fetchall())
    return found


def standings(cursor: Cursor) -> Iterator[list[Standing]]:
    """Yield what everybody's row says, a block at a time."""
    last = -(1 << 62)
    question = (
        "SELECT ord, pid, consents, refusals, stopped, flags, merged_into, relation_ended_on FROM vault_person"
        f" WHERE ord > %s ORDER BY ord LIMIT {BLOCK}"
    )
    while block := [Standing._make(line) for line in run(cursor, question, (last,)).fetchall()]:
        last = block[-1].ordinal
        yield [one._replace(pid=bytes(one.pid)) for one in block]
