"""
A contract or a service begins and ends (policy 2-3, 8-1; art. 22): a recorded act, with its source and its entry.

With the end of a person's last relation the clock of everything kept `until: relation-ends` begins to run. Whether
somebody has a partner's optional service (8-1) is what stands here, not what a caller says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.ledger import changes
from seiyaku.vault import relations
from seiyaku.vault.writing import Changes, settle

from .acting import Acting, act
from .changing import acquire
from .origins import Origin
from .results import Done
from .wants import Want

ACCURACY = "law:accuracy"
CONTRACT = "contract"  # what an entry calls the relation with ourselves


def begin_relation(
    people: Iterable[str], *, service: str | None = None, on: dt.date | None = None, origin: Origin, actor: Actor,
    purpose: str = ACCURACY,
) -> Done:  # fmt: skip
    """
    Record that a contract, or a partner's optional `service`, began on a day (today when not said).

    Raises:
        Refused: the actor may not record it, or not from this source. The refusal is in the ledger.
        InputError: the day is to come, or there is no such partner.
    """
    want = Want(actor=actor, act="relate", purpose=purpose)
    return act(want, people, _Turn("begin", relations.begin, service, on, origin).do, origin=origin)


def end_relation(
    people: Iterable[str], *, service: str | None = None, on: dt.date | None = None, origin: Origin, actor: Actor,
    purpose: str = ACCURACY,
) -> Done:  # fmt: skip
    """
    Record that a contract, or a partner's optional `service`, ended on a day (today when not said).

    Raises:
        Refused: the actor may not record it, or not from this source. The refusal is in the ledger.
        InputError: the day is to come or before the beginning, or some of them have no such service.
    """
    want = Want(actor=actor, act="relate", purpose=purpose)
    return act(want, people, _Turn("end", relations.end, service, on, origin).do, origin=origin)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What begins or ends: `what` in the entry's word, `move` by the vault's hand."""

    what: str
    move: Callable[..., int]
    service: str | None
    on: dt.date | None
    origin: Origin

    def do(self, acting: Acting) -> dict[str, Any]:
        """Record it for everybody it may be recorded of."""
        sitting, service = acting.sitting, self.service
        day = self.on or sitting.rules.date
        if day > sitting.rules.date:
            raise InputError(where="on", found="a day to come", expected="today or earlier")
        if service is not None and sitting.recipient(service) is None:
            raise InputError(where="service", found="no partner", expected="the partner whose service it is")
        acquired = acquire(acting, self.origin)
        ordinals = [row.ordinal for row in acting.rows]
        bound = Changes()
        moved = self.move(
            acting.cursor, ordinals, service or "", day.toordinal(), acquisition=acquired.id, changes=bound
        )
        named = service or CONTRACT
        for ordinal in ordinals:
            changes.note(acting.cursor, "relation", f"{self.what}:{day.toordinal()}:{named}", ordinal)
        return {
            "note_kind": f"{self.what}:{named}", "source": self.origin.source, "acquisition": str(acquired.id),
            "counts": {"moved": moved}, "digest": settle(acting.cursor, bound).hex(),
        }  # fmt: skip
