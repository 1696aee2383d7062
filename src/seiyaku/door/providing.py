"""
Information goes to somebody else (policy 8; arts. 25, 27, 28): on one ground, exactly the granted columns.

The entry is durable before anything is opened. What comes back is the handoff: columns in the order asked, one row a
person, an export id by which it can be traced and, one day, shown to be destroyed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from seiyaku.core.asks import Actor

from . import recording
from .crowds import gather
from .results import Handoff, evidence
from .wants import Want


def provide(
    people: Iterable[str] | None,
    fields: Iterable[str],
    *,
    recipient: str,
    purpose: str | None = None,
    ground: str | None = None,
    evidence_of: Iterable[str] = (),
    papers: Iterable[str] = (),
    actor: Actor,
) -> Handoff:
    """
    Provide `fields` about `people` to `recipient` (a partner's reference) on `ground` (the first that allows it, when
    not named). `evidence_of` and `papers`: what the ground needs besides, and the papers that show it.

    Raises:
        Refused: for nobody. The refusal is in the ledger all the same.
    """
    columns = tuple(dict.fromkeys(fields))
    export = f"export:{secrets.token_hex(8)}"
    want = Want(
        actor=actor, act="provide", purpose=purpose, fields=columns, recipient=recipient, ground=ground,
        evidence=frozenset(evidence_of), papers=tuple(papers),
    )  # fmt: skip
    needs_record = ground is not None and recording.wanted(want)
    identity = recording.identity_of(want) if needs_record else None
    gathering = gather(want, people, export=export)
    granted = tuple(name for name in columns if name in gathering.names)
    opened = [(row.ordinal, values) for block in gathering.blocks() for row, values in block]
    if identity is not None:
        recording.record(gathering, opened, granted, identity)
    return Handoff(
        recipient=recipient,
        export=export,
        columns=granted,
        rows=tuple(tuple(values.get(name, "") for name in granted) for _, values in opened),
        left=gathering.left,
        **evidence(gathering.written, gathering.answer),
    )
