"""
A file that was collected by half is taken back (policy 5-1): whoever came with it is erased, its quarantine emptied.

The alternative to going on with the same file. Cut off itself, it is simply begun again.
"""

from __future__ import annotations

from seiyaku.core.answers import Allowed
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, NotFound, Refused
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.writing import Draft
from seiyaku.policy import queries
from seiyaku.vault import selecting

from . import erasing, intake
from .acting import Acting
from .asking import Sitting
from .desk import outside_transactions
from .detaining import let_go
from .erasing import Gone
from .intake import Progress
from .results import RolledBack, evidence
from .wants import Want

PAGE = 100  # people erased in one transaction


def roll_back(file: str, *, actor: Actor, purpose: str = "law:erase") -> RolledBack:
    """
    Take back what came in of a file that is not in yet; `file` is the digest it was collected under.

    Raises:
        Refused: the actor may not erase. The refusal is in the ledger.
        NotFound: no such file was begun.
        Conflict: the file is in: its people are erased one by one, if at all.
    """
    outside_transactions()
    want = Want(actor=actor, act="erase", purpose=purpose, fields=tuple(queries.bits().fields))
    name, gone, erased, more = intake.name_of(file), Gone(), 0, True
    while more:
        count = _page(want, name, gone)
        erased, more = erased + count, count == PAGE
    hits = erasing.search(gone.needles)
    with transactions.changing() as cursor:
        sitting = Sitting.on(cursor)
        ask, answer = sitting.decide(want, None)
        emptied = let_go(sitting, want, selecting.detained(cursor, name))
        cursor.execute("DELETE FROM door_intake WHERE ref = %s", (name,))
        counts = {"erased": erased, "quarantined": emptied, "hits": len(hits)}
        body = sitting.body(want, ask, answer, ref=name, note_kind="roll-back", counts=counts)
        written = writing.append(cursor, [Draft(body | {"answer": "done"})])[0]
    return RolledBack(
        erased=erased,
        emptied=emptied,
        hits=erasing.told(hits),
        **evidence(written, answer if isinstance(answer, Allowed) else None),
    )


def _page(want: Want, name: str, gone: Gone) -> int:
    """Erase the next people of the file in one transaction; return how many."""
    refusal: Refused | None = None
    with transactions.changing() as cursor:
        sitting = Sitting.on(cursor)
        ask, answer = sitting.decide(want, None)
        people: list[int] = []
        if isinstance(answer, Allowed):
            people = selecting.only_from(cursor, _begun(sitting, name).acquisition or 0, PAGE)
            kinds = sitting.rules.catalogue.sheets(answer.fields)
            for row in selecting.rows(cursor, people, kinds):
                erasing.forget(Acting(sitting, want, ask, answer, [row]), gone)
        else:
            refusal = Refused(answer, writing.append(cursor, [sitting.draft(want, ask, answer)])[0].id)
    if refusal is not None:
        raise refusal
    return len(people)


def _begun(sitting: Sitting, name: str) -> Progress:
    """Return the file's progress, closed to whoever would go on with it."""
    before = intake.known(sitting.cursor, name)
    if before is None:
        raise NotFound("no file of this digest was begun")
    if before.state == "done":
        raise Conflict(what="this file is in already")
    intake.close(sitting.cursor, name)
    return before
