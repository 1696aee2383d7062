"""
Calls, visits and pieces of work (policy 2-2, 7-2): the purpose is set once, and everything done in it names it.

* An occasion is one member of staff's, for one purpose, for half a day at most; the door keeps it, nobody asserts it.
  One that a program begins is theirs for whom it acts; so the telephone's program and the screen share a call.
* In a call or visit nobody's values open until as many items agree as the policy asks (7-2). What is compared is opened
  here and shown to nobody; that it was compared is an entry. After a few tries that do not agree it is over.
* Whoever speaks for another shows by what authority, on a paper that is kept.

Not here: whether anything may be told (the gate is given what stands of the call as a fact).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from seiyaku.core import identity
from seiyaku.core.answers import Allowed, Answer
from seiyaku.core.asks import Actor, Caller, CallFacts
from seiyaku.core.errors import InputError, Refused
from seiyaku.core.standing import TRIES_AT_MOST
from seiyaku.ledger import transactions, writing
from seiyaku.ledger.transactions import Cursor
from seiyaku.ledger.writing import Draft, Seen, Written
from seiyaku.papers.naming import new_ref, told
from seiyaku.policy import queries
from seiyaku.vault import opening, selecting, times
from seiyaku.vault.rows import Row

from .desk import outside_transactions
from .papering import keep_paper
from .results import Result, evidence
from .wants import Want

if TYPE_CHECKING:
    from .asking import Sitting

KINDS = ("call", "visit", "work")  # on the telephone, face to face, and with nobody there
LASTS = dt.timedelta(hours=12)
COMPARED_AT_MOST = 20  # people who hold what was said, and whose other items are compared
AUTHORITY_KEPT = dt.timedelta(days=365)
_COLUMNS = "ref, kind, actor, purpose, caller, person, items, tries, authority, begun_at, ended_at"


class Occasion(NamedTuple):
    """An occasion as it stands. `person`: the public id of whoever is known in it; empty while nobody is."""

    ref: str
    kind: str
    actor: str
    purpose: str
    caller: Caller
    person: str
    items: int
    tries: int
    authority: str
    begun_at: int
    ended_at: int

    @property
    def open(self) -> bool:
        """Whether it still goes on."""
        return not self.ended_at and times.now() - self.begun_at < LASTS // dt.timedelta(microseconds=1)

    @property
    def until(self) -> dt.datetime:
        """When it is over whether or not anybody ended it."""
        return times.at(self.begun_at) + LASTS

    @property
    def tries_left(self) -> int:
        """How often a caller may still say what does not agree."""
        return max(0, TRIES_AT_MOST - self.tries)

    def facts(self, person: str | None) -> CallFacts | None:
        """Return what the gate is told of it when `person` is asked about; nothing where nobody speaks."""
        if self.kind == "work":
            return None
        items = self.items if person is not None and person == self.person else 0
        return CallFacts(caller=self.caller, items=items, authority=bool(self.authority), tries=self.tries)

    def as_json(self) -> dict[str, Any]:
        """Return it as every shell says it: references and counts, no value of anybody."""
        return {
            "occasion": self.ref, "kind": self.kind, "purpose": self.purpose, "caller": self.caller,
            "person": self.person or None, "items": self.items, "tries_left": self.tries_left,
            "authority": bool(self.authority), "until": self.until.isoformat(timespec="seconds"),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun(Result):
    """What was begun, and by how many items a caller is known in it (7-2)."""

    occasion: Occasion
    needed: int

    @property
    def ref(self) -> str:
        """Its reference, which everything done in it names."""
        return self.occasion.ref

    @property
    def purpose(self) -> str:
        """The purpose it is for."""
        return self.occasion.purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified(Result):
    """
    What came of comparing what a caller said: how many people hold all of it, and whether that makes them known.

    `person`: their public id once they are; `left`: how many tries are left.
    """

    people: int
    person: str | None
    left: int


def begin(kind: str, *, purpose: str, caller: Caller = "person", actor: Actor) -> Begun:
    """
    Begin a call, a visit or a piece of work for one purpose.

    Raises:
        Refused: the actor may find nobody for this purpose. The refusal is in the ledger.
        InputError: no such kind of occasion or caller.
    """
    if kind not in KINDS or caller not in get_args(Caller):
        raise InputError("occasion", "something else", ", ".join((*KINDS, *get_args(Caller))))
    from .asking import ANYBODY, Sitting

    outside_transactions()
    ref = new_ref(kind)
    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        want = Want(actor=actor, act="identify", purpose=purpose, fields=_first(sitting))
        ask = sitting.ask(want)
        answer = sitting.rules.gate.decide(ask, replace(sitting.facts(want, None), person=ANYBODY))
        if isinstance(answer, Allowed):
            cursor.execute(
                f"INSERT INTO door_occasion ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, '', 0, 0, '', %s, 0)",
                (ref, kind, whose(actor), purpose, caller, times.now()),
            )
            body = {**told(actor), "act": "begin", "answer": "done", "case": ref, "purpose": purpose}
            duty = sitting.duty(want)
            body |= {"note_kind": caller} | ({"duty": duty} if duty else {})
            written = writing.append(cursor, [Draft(body)])[0]
            made = at(cursor, ref)
        else:
            written = writing.append(cursor, [sitting.draft(want, ask, answer)])[0]
    if not isinstance(answer, Allowed):
        raise Refused(answer, written.id)
    assert made is not None  # noqa: S101  # inserted above
    return Begun(occasion=made, needed=sitting.rules.gate.house.callers, **evidence(written, answer))


def whose(actor: Actor) -> str:
    """Return whose the occasions are that an actor begins and takes part in."""
    return actor.on_behalf_of.id if actor.on_behalf_of is not None else actor.id


def _first(sitting: Sitting) -> tuple[str, ...]:
    """Return one field by which callers are found: whoever may not search by it may search by none."""
    house = sitting.rules.gate.house
    names = sitting.rules.names(house.matched & house.findable)
    return tuple(names[:1])


def end(occasion: str, *, actor: Actor) -> Result | None:
    """End an occasion; one that is over, or somebody else's, is left as it is, and None returned."""
    outside_transactions()
    with transactions.deciding() as cursor:
        found = at(cursor, occasion)
        if found is None or found.actor != whose(actor) or found.ended_at:
            return None
        cursor.execute("UPDATE door_occasion SET ended_at = %s WHERE ref = %s", (times.now(), occasion))
        written = writing.append(cursor, [Draft({**told(actor), "act": "end", "answer": "done", "case": occasion})])[0]
    return Result(**evidence(written))


def going_on(occasion: str, *, actor: Actor) -> Occasion | None:
    """Return an occasion of the actor's that still goes on; None otherwise."""
    found = at(transactions.raw_cursor(), occasion)
    return found if found is not None and found.actor == whose(actor) and found.open else None


def at(cursor: Cursor, ref: str) -> Occasion | None:
    """Return an occasion as the transaction sees it."""
    cursor.execute(f"SELECT {_COLUMNS} FROM door_occasion WHERE ref = %s", (ref,))
    row = cursor.fetchone()
    return Occasion._make(row) if row is not None else None


def taken_up(cursor: Cursor, want: Want) -> Occasion | None:
    """
    Return the occasion that a want is of; None for a want of none.

    Raises:
        InputError: it is over, somebody else's, or for another purpose.
    """
    if want.occasion is None:
        return None
    found = at(cursor, want.occasion)
    if found is None or found.actor != whose(want.actor) or not found.open:
        raise InputError("occasion", "none of the actor's, or one that is over", "a call, visit or work that goes on")
    if want.purpose not in (found.purpose, "law:ask-consent", None):
        raise InputError("occasion", f"for another purpose than {want.purpose}", f"the purpose {found.purpose}")
    return found


def identify(occasion: str, said: Mapping[str, str], *, actor: Actor) -> Identified:
    """
    Compare what a caller says (field to text) with what is held; whoever alone holds all of it is known from now on.

    One item may find somebody; known is only whose as many items agree as the policy asks. No value is shown.

    Raises:
        Refused: the actor may not, or there were too many tries. The refusal is in the ledger.
        InputError: an item that nobody is known by, or an occasion that is over.
    """
    outside_transactions()
    from .asking import ANYBODY, Sitting

    with transactions.deciding() as cursor:
        sitting = Sitting.on(cursor)
        found = at(cursor, occasion)
        purpose = found.purpose if found is not None else None
        want = Want(actor=actor, act="identify", purpose=purpose, fields=tuple(said), occasion=occasion)
        ask = sitting.ask(want)
        facts = replace(sitting.facts(want, None), person=ANYBODY)
        answer = sitting.rules.gate.decide(ask, facts)
        rows = _holders(sitting, said) if isinstance(answer, Allowed) else []
        written = writing.append(cursor, [sitting.draft(want, ask, answer, rows)])[0]
        if isinstance(answer, Allowed):
            agreed = [row for row in rows if _agrees(sitting, written, row, said)]
            now = _noted(sitting, occasion, agreed, len(said))
            written = _closed(sitting, want, now, agreed, written)
    if not isinstance(answer, Allowed):
        raise Refused(answer, written.id)
    return Identified(
        people=len(agreed),
        person=now.person if len(said) >= sitting.rules.gate.house.callers and len(agreed) == 1 else None,
        left=now.tries_left,
        **evidence(written, _as(answer)),
    )


def _as(answer: Answer) -> Allowed | None:
    return answer if isinstance(answer, Allowed) else None


def _holders(sitting: Sitting, said: Mapping[str, str]) -> list[Row]:
    """Return the rows of those who hold the items that can be looked up, with the sheets of the others."""
    catalogue = sitting.rules.catalogue
    able = {name: text for name, text in said.items() if _findable(sitting, name)}
    found = selecting.find(sitting.cursor, catalogue, able, beside=len(said) > len(able))
    kinds = catalogue.sheets(catalogue.mask(name for name in said if name not in able))
    return selecting.rows(sitting.cursor, found, kinds) if len(found) <= COMPARED_AT_MOST else []


def _findable(sitting: Sitting, name: str) -> bool:
    house, bit = sitting.rules.gate.house, sitting.rules.catalogue.column(name).bit
    return bool((house.findable | house.joined) >> bit & 1)


def _agrees(sitting: Sitting, written: Written, row: Row, said: Mapping[str, str]) -> bool:
    """Say whether the items that nobody can be looked up by agree too; what is opened for it stays here."""
    catalogue = sitting.rules.catalogue
    others = [name for name in said if not _findable(sitting, name)]
    if not others:
        return True
    mask = catalogue.mask(others)
    values = opening.open_row(writing.grant(written, [row.ordinal], mask), catalogue, row, mask)
    kinds = {name: catalogue.column(name).type for name in others}
    return all(name in values and identity.same(kinds[name], values[name], said[name]) for name in others)


def _noted(sitting: Sitting, occasion: str, agreed: Sequence[Row], items: int) -> Occasion:
    """Note who is known, or that a try did not agree."""
    cursor = sitting.cursor
    if items >= sitting.rules.gate.house.callers:
        if len(agreed) == 1:
            known = (agreed[0].pid.hex(), items, occasion)
            cursor.execute("UPDATE door_occasion SET person = %s, items = %s WHERE ref = %s", known)
        else:
            cursor.execute("UPDATE door_occasion SET tries = tries + 1 WHERE ref = %s", (occasion,))
    found = at(cursor, occasion)
    assert found is not None  # noqa: S101  # taken up in this transaction
    return found


def _closed(sitting: Sitting, want: Want, now: Occasion, agreed: Sequence[Row], first: Written) -> Written:
    """Write what came of it: whom it made known."""
    items = len(want.fields)
    known = items >= sitting.rules.gate.house.callers and len(agreed) == 1
    body: dict[str, Any] = {
        **told(want.actor), "act": "identify", "answer": "done", "case": now.ref, "purpose": now.purpose,
        "ref": first.id, "fields": list(want.fields), "counts": {"agreed": len(agreed), "items": items},
    }  # fmt: skip
    duty = sitting.duty(want)
    body |= {"duty": duty} if duty else {}
    if known and (facts := now.facts(now.person)) is not None:
        body["caller"] = facts.said()
    people = [Seen(row.ordinal, row.mark) for row in agreed] if known else []
    return writing.append(sitting.cursor, [Draft(body, people)])[0]


def authorise(occasion: str, paper: bytes, *, actor: Actor) -> Result:
    """
    Keep the paper by which whoever speaks may speak for the person: a mandate, a family register, a court's order.

    Raises:
        InputError: an empty paper, or an occasion that is over or in which the person speaks for themselves.
    """
    found = going_on(occasion, actor=actor)
    if found is None or found.kind == "work" or found.caller == "person":
        raise InputError("occasion", "none in which somebody speaks for another", "such a call or visit that goes on")
    ref, _ = keep_paper(paper, "representative", until=queries.today() + AUTHORITY_KEPT, actor=actor)
    with transactions.deciding() as cursor:
        cursor.execute("UPDATE door_occasion SET authority = %s WHERE ref = %s", (ref, occasion))
        said = {**told(actor), "act": "authorise", "answer": "done", "case": occasion, "papers": [ref]}
        written = writing.append(cursor, [Draft(said | {"note_kind": found.caller})])[0]
    return Result(**evidence(written))


def forget(cursor: Cursor, pid: bytes) -> None:
    """Forget in which occasions somebody was known: they are erased."""
    cursor.execute("UPDATE door_occasion SET person = '', items = 0 WHERE person = %s", (pid.hex(),))
