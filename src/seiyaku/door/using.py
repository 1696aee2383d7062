"""Use one person's information for a purpose of the policy (2-2, 4): only what the purpose needs is opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import cast

from seiyaku.core.asks import Actor

from .crowds import gather
from .results import Bulk, Used, evidence
from .serving import read
from .wants import Want


def use(
    person: str,
    fields: Iterable[str],
    *,
    purpose: str,
    actor: Actor,
    past: bool = False,
    on: dt.date | None = None,
    known: dt.datetime | None = None,
    occasion: str | None = None,
) -> Used:
    """
    Open `fields` of one person for `purpose`, as far as it needs them and they were acquired for it.

    `past`: every former value as well; `on`: what was true on that day; `known`: as we knew it at that moment. Only
    purposes that need the past may see it (2-3). `occasion`: the call, visit or work it is done in. `left` of the
    answer says which fields were not opened, and why.

    Raises:
        Refused: nothing of it may be used. The refusal is in the ledger.
        NotFound: nobody is held under this id.
    """
    named = tuple(dict.fromkeys(fields))
    past = past or on is not None or known is not None
    want = Want(
        actor=actor, act="read", purpose=purpose, fields=named, person=person, past=past, on=on, known=known,
        occasion=occasion,
    )  # fmt: skip
    return cast("Used", read(want))


def use_many(
    people: Iterable[str] | None, fields: Iterable[str], *, purpose: str, actor: Actor, earlier: str | None = None
) -> Bulk:
    """
    Use the information of many (None: everybody) in one act: one entry names them all, values come block by block.

    `earlier`: instead, those whom this entry of a use for the same purpose was granted for, as far as it may be used
    now. The ledger says who they are: nobody keeps a list of them, and whoever was erased since is not among them.

    Raises:
        Refused: for nobody of them. The refusal is in the ledger.
        NotFound: nobody of them is held, or `earlier` is no entry of such a use.
    """
    want = Want(actor=actor, act="read", purpose=purpose, fields=tuple(dict.fromkeys(fields)))
    return many_of(want, people, earlier=earlier)


def many_of(want: Want, people: Iterable[str] | None, *, earlier: str | None = None) -> Bulk:
    """Have `want` decided about many, and return what was granted."""
    gathering = gather(want, people, earlier=earlier)
    return Bulk(
        people=gathering.people,
        left=gathering.left,
        blocks=([(pid.hex(), values) for _, pid, values in block] for block in gathering.blocks()),
        **evidence(gathering.written, gathering.answer),
    )
