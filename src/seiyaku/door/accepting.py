"""
Using the service after the policy changed (policy 12-3): recorded as such, with the version.

It is agreement to terms at most: no standing changes, and nothing that asks for the consent of 18, 20, 27, 28 or 31
ever reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from seiyaku.consent import services as choices
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError

from .acting import Acting, act
from .results import Done
from .wants import Want

CHANNELS = ("web", "app", "phone", "counter", "mail", "service")


def accept(people: Iterable[str], *, channel: str, actor: Actor) -> Done:
    """
    Record that people used the service under the policy in force; only their first use under a version is new.

    Raises:
        Refused: the policy has no such clause, or the actor may not record it. The refusal is in the ledger.
        InputError: an unknown channel.
    """
    if channel not in CHANNELS:
        raise InputError(where="channel", found=repr(channel[:20]), expected=", ".join(CHANNELS))

    def do(acting: Acting) -> dict[str, Any]:
        version = acting.sitting.rules.policy.version
        first = sum(choices.accept(row.ordinal, version, channel=channel) for row in acting.rows)
        return {"note_kind": "acceptance", "counts": {"first": first}}

    return act(Want(actor=actor, act="accept", purpose=None), people, do)
