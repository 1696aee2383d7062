"""
Acting on the records of staff: one transaction, one entry, and a refusal that is on record too (policy 2-1, 3-1).

* Whether the actor may is looked up inside the transaction that changes: a duty taken back a moment ago is gone.
* A refusal rolls the change back, is written as an entry of its own, and only then raised.
* A program acts for its owner alone, where the act may be done so at all and its token names that it may.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from seiyaku.core.answers import Denied, Remedy
from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound, Refused
from seiyaku.core.language import Text
from seiyaku.core.reasons import REASONS
from seiyaku.core.standing import HALF_PROVEN
from seiyaku.ledger import changes
from seiyaku.ledger.transactions import Cursor, changing, deciding
from seiyaku.ledger.writing import Written, record
from seiyaku.papers.naming import told

from . import queries
from .days import today
from .models import Account, ServiceToken

MANAGING = frozenset({"manager", "gate-administrator", "administrator"})
NOBODY = Text("この操作を行える役割がありません。", "The actor holds no duty that may do this.")
IN_PERSON = Text("この操作は本人がサインインして行います。", "This is done in person, signed in.")
PEOPLE, PARTNERS = "house:people", "house:partners"  # what a token names so that its program keeps these records
PAPERS, POLICY = "house:papers", "house:policy"
RELEASES, POST = "house:releases", "house:post"  # anonymised information (9), and the outbox (9-4-B)


class No(Exception):
    """Carries a refusal out of the transaction it undoes."""

    def __init__(self, answer: Denied) -> None:
        super().__init__(answer.reason)
        self.answer = answer


def no(clause: str, article: str, reason: str, text: Text, *, missing: str, helps: Text) -> No:
    """Return a refusal to be raised inside `acting`."""
    remedy = Remedy(clause=clause, missing=missing, text=helps)
    return No(Denied(clause=clause, article=article, reason=reason, text=text, remedy=remedy))


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """
    A change in progress: the transaction's cursor, who makes it, and with which duties.

    `account`: the member of staff, also where a program of theirs asks for them.
    """

    cursor: Cursor
    act: str
    actor: Actor
    account: Account | None
    duties: frozenset[str]

    def member(self) -> Account:
        """Return the member of staff who acts; the system itself is none."""
        if self.account is None:
            raise NotFound("account")
        return self.account

    @property
    def who(self) -> str:
        """Return the reference of whoever answers for the change: a program's owner, never the program."""
        return self.account.ref if self.account is not None else self.actor.id

    def must_hold(self, duties: frozenset[str]) -> None:
        """Refuse an actor who holds none of the duties today."""
        if self.duties.isdisjoint(duties):
            names = ", ".join(sorted(duties))
            helps = Text(f"次のいずれかの役割: {names}", f"One of these duties: {names}")
            raise no("3-1", "23", "no-duty", NOBODY, missing="duty", helps=helps)

    def done(self, kind: str, ref: str, **about: Any) -> Written:
        """Number the change of a standing, and write the entry of it."""
        changes.note(self.cursor, kind, ref)
        return record({"act": self.act, "answer": "done", "ref": ref, **told(self.actor), **about})


@contextmanager
def acting(act: str, actor: Actor, *, program: str = "") -> Iterator[Acting]:
    """
    Open the transaction of one change to the records of staff or partners.

    `program`: what a token must name so that its owner's program may do this; empty: only in person.

    Raises:
        Refused: something inside said no; nothing was changed, and the refusal is in the ledger.
    """
    try:
        with changing() as cursor:
            yield _begun(cursor, act, actor, program)
    except No as refusal:
        raise on_record(act, refusal, actor=actor) from None


def on_record(act: str, refusal: No, *, actor: Actor) -> Refused:
    """Write a refusal that holds whoever asks, and return it to be raised."""
    answer = refusal.answer
    with deciding():
        said = {"clause": answer.clause, "article": answer.article, "reason": answer.reason}
        written = record({"act": act, "answer": "denied", **told(actor), **said})
    return Refused(answer, written.id)


def _begun(cursor: Cursor, act: str, actor: Actor, program: str) -> Acting:
    if actor.kind == "system":
        return Acting(cursor=cursor, act=act, actor=actor, account=None, duties=frozenset())
    staff = Account.objects.filter(ref=actor.id, left_on=None).first() if actor.kind == "staff" else None
    found = _owner(actor, program) if actor.kind == "program" else staff
    if found is None:
        helps = Text("職員として本人が操作する", "A member of staff acts in person")
        raise no("2-1", "24", "not-staff", NOBODY, missing="staff", helps=helps)
    if actor.proven_by == HALF_PROVEN:
        reason = REASONS["second-factor"]
        raise no("3-3", reason.article, "second-factor", reason.text, missing=reason.missing, helps=reason.remedy)
    held = frozenset(queries.duties_held(found, today()))
    return Acting(cursor=cursor, act=act, actor=actor, account=found, duties=held)


def _owner(actor: Actor, wanted: str) -> Account | None:
    """Return whom a program acts for, if it is its owner and its token says that it may."""
    if not wanted:
        helps = Text("本人が画面か端末で行う", "Do it in person, on a screen or at a terminal")
        raise no("2-1", "24", "in-person", IN_PERSON, missing="staff", helps=helps)
    live = ServiceToken.objects.filter(revoked_at=None, ends_at__gt=timezone.now(), program__ended_at=None)
    row = live.select_related("program__owner").filter(ref=actor.session, program__ref=actor.id).first()
    if row is None or wanted not in row.purposes.split():
        said = Text(f"このトークンには {wanted} が認められていません。", f"This token does not name {wanted}.")
        helps = Text(f"{wanted} を含むトークンが必要です", f"A token that names {wanted}")
        raise no("2-2", "18(1)", "program-purpose", said, missing="program-purpose", helps=helps)
    owner = row.program.owner
    behind = actor.on_behalf_of.id if actor.on_behalf_of is not None else owner.ref
    return owner if owner.left_on is None and behind == owner.ref else None


def account_of(ref: str) -> Account:
    """Return the account of a member of staff who works here; NotFound otherwise."""
    account = Account.objects.filter(ref=ref, left_on=None).first()
    if account is None:
        raise NotFound("account")
    return account
