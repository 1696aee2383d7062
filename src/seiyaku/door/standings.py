"""
What stands about actors, recipients and people, as facts for the gate.

Actors and recipients are remembered up to a number of the change log; `up_to_date` reads the tail and forgets whatever
it names. A person's standings are never remembered: they come with the row that the transaction reads.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from seiyaku.consent import queries as choices
from seiyaku.core.asks import Actor, ActorFacts, PersonFacts, RecipientFacts
from seiyaku.core.errors import Unavailable, VerificationFailed
from seiyaku.keys.memory import on_forget
from seiyaku.ledger import changes, logs, outside
from seiyaku.ledger.transactions import Cursor, Work, newest
from seiyaku.partners import queries as partners
from seiyaku.people import queries as people
from seiyaku.policy import queries as policy
from seiyaku.vault import relations
from seiyaku.vault import standings as flags
from seiyaku.vault.rows import Row

from .wants import Want

if TYPE_CHECKING:
    from .asking import Sitting
    from .usual import Usual

# These come with the person's row, or stand about one person's papers and calls; nobody else's facts move with them.
OF_PEOPLE = frozenset({
    "consent", "refusal", "stop", "erasure", "merge", "change", "correction", "withholding", "value", "representative",
    "relation", "credential",
})  # fmt: skip


class _Remembered:
    """Standings as of one change and one day."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self.head = -1
        self.closed = False
        self.actors: dict[tuple[str, int], ActorFacts] = {}
        self.recipients: dict[tuple[str, int], RecipientFacts | None] = {}
        self.versions: dict[int, str] = {}
        self.kinds: dict[Hashable, Usual] = {}
        self.proofs: dict[tuple[bytes, str | None], people.Proof] = {}


CLOSED = "restored from a backup, and not opened yet: `seiyaku restore open`"

_compared: list[bool] = []
on_forget(_compared.clear)
_kept = _Remembered()
on_forget(_kept.forget)


def up_to_date(cursor: Cursor) -> int:
    """Apply the tail of the change log; return its head as this transaction sees it."""
    work: Work | None = getattr(cursor, "work", None)  # a transaction that writes has taken the head; a snapshot not
    head = changes.head(cursor) if work is None else work.head
    if head == _kept.head:
        if _kept.closed:
            raise Unavailable(CLOSED)
        return head
    with _kept.lock:
        _not_an_older_copy(cursor)
        tail = changes.since(cursor, _kept.head) if 0 <= _kept.head < head else None
        if tail is None or any(change.kind not in OF_PEOPLE for change in tail):
            _kept.forget()
        _kept.head, _kept.closed = head, logs.is_closed(cursor)
    if _kept.closed:
        raise Unavailable(CLOSED)
    return head


def _not_an_older_copy(cursor: Cursor) -> None:
    """Ask the receivers outside, once in the life of a process, whether they know more than there is here."""
    if not _compared:
        try:
            outside.refuse_when_rolled_back(cursor)
        except VerificationFailed as error:
            raise Unavailable(f"this is an older copy, or another's: {error.why}") from error
        _compared.append(True)


def actor(sitting: Sitting, who: Actor) -> ActorFacts:
    """Return what stands about a member of staff or a program today; a person, and a job of the house, just are."""
    if who.kind in ("person", "system"):
        return ActorFacts(kind=who.kind, active=True)
    key = f"{who.id} {who.session if who.kind == 'program' else ''}", sitting.rules.today
    facts = _kept.actors.get(key)
    if facts is None:
        rules = sitting.rules
        facts = _kept.actors[key] = people.standing(who, rules.date, rules.bits, rules.policy)
    return facts


def kinds() -> dict[Hashable, Usual]:
    """Return what wants have come to under these standings, by their kind (see `usual`)."""
    return _kept.kinds


def proofs() -> dict[tuple[bytes, str | None], people.Proof]:
    """
    Return what tokens have proven under these standings; nothing once this process knows of a change they do not.

    Taken before the tables are read: what is then put in is forgotten with the standings that held at that moment.
    """
    kept = _kept.proofs
    return kept if 0 <= newest() == _kept.head else {}


def recipient(sitting: Sitting, ref: str) -> RecipientFacts | None:
    """Return what stands about a partner today; None when there is none of that reference."""
    key = ref, sitting.rules.today
    if key not in _kept.recipients:
        rules = sitting.rules
        _kept.recipients[key] = partners.standing(ref, rules.date, rules.bits, rules.policy)
    return _kept.recipients[key]


def version(day: int) -> str:
    """Return the digest of the policy version in force on a day."""
    found = _kept.versions.get(day)
    if found is None:
        found = _kept.versions[day] = policy.in_force(dt.date.fromordinal(day)).version
    return found


class Agreed(NamedTuple):
    """
    What one person agreed to, as masks of fields: to go to a recipient, to go abroad, special care to be held.

    `service`: they have the recipient's optional service today, as the vault says (8-1).
    """

    provide: int = 0
    foreign: int = 0
    special: int = 0
    service: bool = False


NOTHING = Agreed()


def agreed(sitting: Sitting, want: Want, ordinals: Sequence[int]) -> dict[int, Agreed]:
    """
    Look up the consents that matter for this want, and who has the recipient's service; who has neither is not in it.

    Consent to provide is given for a ground: an ask that names none leans on no consent.
    """
    cursor = sitting.cursor
    if want.recipient is not None and want.ground is not None:
        found = choices.provisions(cursor, ordinals, ground=want.ground, recipient=want.recipient)
        said = {who: Agreed(*masks) for who, masks in found.items()}
        if _of_holders(sitting, want.ground):
            for who in relations.holders(cursor, ordinals, want.recipient):
                said[who] = said.get(who, NOTHING)._replace(service=True)
        return said
    if want.act in ("write", "correct"):
        return {who: Agreed(special=mask) for who, mask in choices.special(cursor, ordinals).items()}
    return {}


def _of_holders(sitting: Sitting, ground: str) -> bool:
    route = sitting.rules.gate.house.routes.get(ground)
    return route is not None and route.of_holders


def person(sitting: Sitting, row: Row, said: Agreed) -> PersonFacts:
    """Return what stands about a person, by the row just read and what they agreed to."""
    return PersonFacts(
        bases=tuple((mask, sitting.rules.purposes_of(basis)) for mask, basis in row.bases),
        consents=row.consents,
        refusals=row.refusals,
        stopped=row.stopped,
        stopped_provision=bool(row.flags & flags.STOPPED_PROVISION),
        restricted=bool(row.flags & flags.RESTRICTED),
        provide_consent=said.provide,
        foreign_consent=said.foreign,
        special_consent=said.special,
        service_held=said.service,
    )
