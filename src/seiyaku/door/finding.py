"""Find somebody by what they say about themselves, in any usual spelling (policy 1-1, 2-2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from seiyaku.core.asks import Actor

from .results import Found
from .serving import read
from .wants import Want


def find(by: Mapping[str, str], *, purpose: str, actor: Actor, occasion: str | None = None) -> Found:
    """
    Return the public ids of everybody who holds all of `by` (findable field to text); no value is opened.

    Raises:
        InputError: a field that is not findable, or one that is so only together with a second item.
        Refused: the policy or the law says no. The refusal is in the ledger.
    """
    want = Want(actor=actor, act="find", purpose=purpose, fields=tuple(by), by=dict(by), occasion=occasion)
    return cast("Found", read(want))
