"""
A code by post (policy 7-2, 7-3; guideline 3-8-7): what shows that somebody is at the address that is held.

* It is asked for at a visit that a mail link began, and is good at such a visit only: whoever prints the letter, or
  takes it out of a letter box, has the code and not the mailbox.
* The code is made when the letter is printed, stands on paper only, and is kept as a slow hash. Printing again makes a
  new code; the one before is of no use.
* No letter leaves for an address that is not held, or was not held unchanged for the days that the policy names (90).
"""

from __future__ import annotations

import datetime as dt

from seiyaku import door
from seiyaku.core.asks import Actor
from seiyaku.core.deadlines import add
from seiyaku.core.errors import Conflict, NotFound, NotProven
from seiyaku.core.language import Language
from seiyaku.core.model import Policy
from seiyaku.credentials import queries
from seiyaku.credentials import services as credentials
from seiyaku.credentials.services import WRONG, Begun
from seiyaku.credentials.tokens import counted
from seiyaku.people.days import today
from seiyaku.policy import queries as policies

from . import letter, visitors
from .visitors import Visitor

UNCHANGED = "90d"
TYPES = ("postal-code", "address", "name")
WITHIN = dt.timedelta(hours=1)
TRIES = 20  # of codes, from one place


def ask(visitor: Visitor, language: Language) -> None:
    """
    Ask for a letter.

    Raises:
        Conflict: one is on its way, or there were too many.
    """
    door.proof(
        visitor.person, "letter-asked", lambda *_: credentials.ask_letter(visitor.pid, language), actor=visitor.actor()
    )


def print_(ref: str, *, actor: Actor) -> bytes:
    """
    Return a letter as a PDF, with a code that was never written anywhere else.

    Raises:
        Refused: the actor does not answer people. The refusal is in the ledger.
        NotFound: there is no such letter waiting.
        Conflict: the address is not held, or has not been for long enough: the letter is closed.
    """
    waiting = queries.letter(ref)
    if waiting is None:
        raise NotFound("letter")
    policy = policies.in_force().policy
    named = _fields(policy)
    opened = door.address(waiting.person, named.values(), actor=actor)
    values = {kind: opened.values.get(name, "") for kind, name in named.items()}
    if not values.get("address") or add(dt.date.fromordinal(opened.since), unchanged(policy)) > today():
        credentials.close_letter(ref, "address")
        raise Conflict("the address is not held, or changed too lately: answer on paper, after looking at a document")
    code, language = credentials.new_code(), "ja" if waiting.language == "ja" else "en"
    until = today() + credentials.LETTER
    pdf = letter.document(policy, values, code, until, "ja" if language == "ja" else "en")
    credentials.print_letter(ref, code, by=actor.id)
    return pdf


def unchanged(policy: Policy) -> str:
    """Return for how long an address must have been held (7-3)."""
    desks = [rule for rule in policy.rules.requests.values() if rule.unclear is None]
    return next((rule.address_unchanged_for for rule in desks if rule.address_unchanged_for), UNCHANGED)


def is_offered(policy: Policy) -> bool:
    """Say whether the policy knows an address a letter could go to."""
    return "address" in _fields(policy)


def _fields(policy: Policy) -> dict[str, str]:
    """Return the first field of a person of each type that an envelope shows, by type."""
    fields = policy.rules.fields.items()
    found = {
        kind: next((name for name, rule in fields if rule.type == kind and rule.of == "person"), None) for kind in TYPES
    }
    return {kind: name for kind, name in found.items() if name is not None}


def enter(visitor: Visitor, typed: str, *, origin: str) -> Begun:
    """
    Type a letter's code: the visit goes on, with all that is held.

    Raises:
        NotProven: in the same words whatever was wrong.
    """
    if not credentials.allowed({counted("code", origin): TRIES}, WITHIN):
        raise NotProven(WRONG)
    credentials.try_code(visitor.pid, typed)
    return visitors.begin(visitor.pid, "letter", instead_of=visitor)
