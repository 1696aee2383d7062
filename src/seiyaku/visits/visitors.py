"""
Who is at their own page, and how far that is proven (policy 7-2).

* `mail-link`                 a link opened in the browser that asked for it, sent to a mail address held on somebody of
                              whom two more items were told: what they chose, and choosing
* `letter`, `login`,          a code posted to the address held, the operator's own sign-in, a passkey: all that is held
  `passkey`

Nothing less is asked for an act that needs more: the gate refuses it, whatever the page shows.
"""

from __future__ import annotations

from dataclasses import dataclass

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotFound, NotProven
from seiyaku.core.standing import BY_MAIL
from seiyaku.credentials import services as credentials
from seiyaku.credentials.services import WRONG, Begun


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A customer at their own page; `ref` names the visit."""

    person: str
    proof: str
    ref: str

    @property
    def whole(self) -> bool:
        """Whether enough is proven to be shown what is held."""
        return self.proof != BY_MAIL

    @property
    def pid(self) -> bytes:
        """The public id, as it is kept."""
        return bytes.fromhex(self.person)

    def actor(self) -> Actor:
        """Return the visitor as who acts."""
        return Actor(id=f"person:{self.person}", kind="person", proven_by=self.proof, session=self.ref)


def of(token: str) -> Visitor | None:
    """Return who a cookie stands for; None when the visit is over."""
    visit = credentials.visit(token) if token else None
    if visit is None:
        return None
    return Visitor(person=bytes(visit.person).hex(), proof=visit.proof, ref=visit.ref)


def begin(person: bytes, proof: str, *, instead_of: Visitor | None = None) -> Begun:
    """
    Begin a visit of somebody who has just proven themself; the entry that says so is durable before it begins.

    Raises:
        NotProven: they are not held any more.
    """
    begun = credentials.reserve()
    visitor = Visitor(person=person.hex(), proof=proof, ref=begun.ref)
    try:
        door.proof(visitor.person, "sign-in", actor=visitor.actor())
    except NotFound:
        raise NotProven(WRONG) from None
    if instead_of is not None:
        credentials.leave(instead_of.ref)
    credentials.begin(begun, person, proof)
    return begun


def open_link(token: str, browser: str) -> Begun:
    """
    Open a link that was mailed.

    Raises:
        NotProven: it is none, is over, or was asked for in another browser.
    """
    return begin(credentials.use_link(token, browser), BY_MAIL)
