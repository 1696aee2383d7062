"""
What a caller wants of the door, in names; `asking` turns it into the gate's words.

Every want carries a proven actor. People are public ids in hexadecimal; fields, purposes, grounds are names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from seiyaku.core.asks import Actor, CallFacts
from seiyaku.core.errors import InputError

PID = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """
    One act: by whom, for what, on which fields; about whom stands in `person` or in `by` (findable items).

    `occasion`: the call, visit or work it is of (`occasions`); `how` it is done, where an act has several ways; `call`
    is set only where an ask of the past is decided again.
    """

    actor: Actor
    act: str
    purpose: str | None
    fields: tuple[str, ...] = ()
    person: str | None = None
    by: Mapping[str, str] = field(default_factory=dict, repr=False)
    past: bool = False
    on: dt.date | None = None
    known: dt.datetime | None = None
    recipient: str | None = None
    ground: str | None = None
    evidence: frozenset[str] = frozenset()
    papers: tuple[str, ...] = ()
    occasion: str | None = None
    how: str | None = None
    call: CallFacts | None = None


def public_id(person: str) -> bytes:
    """Return the 16 bytes of a public id; anything else is a usage error that repeats nothing of what was typed."""
    try:
        pid = bytes.fromhex(person)
    except ValueError:
        pid = b""
    if len(pid) != PID:
        raise InputError(where="person", found="something else", expected="a public id: 32 hexadecimal digits")
    return pid
