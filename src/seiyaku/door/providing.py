"""
Information goes to somebody else (policy 8; arts. 25, 27, 28): on one ground, exactly the granted columns.

The entry is durable before anything is opened, and where the ground wants a record (29) both are one transaction. What
comes back is the handoff: columns in the order asked, one row a person, an export id by which it can be traced and, one
day, shown to be destroyed.
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
    Provide `fields` about `people` to `recipient` (a partner's reference) on `ground`.

    When no ground is named, on the first of clause 8 that allows all of it, else on the first that allows it for some;
    the handoff says which. `evidence_of` and `papers`: what the ground needs besides, and the papers that show it.

    Raises:
        Refused: for nobody. The refusal is in the ledger all the same.
        InputError: the ground wants a record, and the recipient's name and address are not on file.
    """
    columns = tuple(dict.fromkeys(fields))
    export = f"export:{secrets.token_hex(8)}"
    want = Want(
        actor=actor, act="provide", purpose=purpose, fields=columns, recipient=recipient, ground=ground,
        evidence=frozenset(evidence_of), papers=tuple(papers),
    )  # fmt: skip
    gathering = gather(want, people, keep=recording.keep if recording.may_be_wanted(want) else None, export=export)
    granted = tuple(name for name in columns if name in gathering.names)
    opened = [values for block in gathering.blocks() for _, _, values in block]
    return Handoff(
        recipient=recipient,
        export=export,
        columns=granted,
        rows=tuple(tuple(values.get(name, "") for name in granted) for values in opened),
        left=gathering.left,
        ground=gathering.want.ground or "",
        **evidence(gathering.written, gathering.answer),
    )
