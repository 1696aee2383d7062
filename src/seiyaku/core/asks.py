"""
What the gate is asked, and the facts it is given. It looks nothing up: what is not here is not true.

Fields, purposes and duties are bit positions (`Bits`), stable for the life of an instance, so that what was stored
under one policy version can be read under the next. Days are proleptic ordinals (`date.toordinal()`), 0 for "never".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

ActorKind = Literal["staff", "program", "person", "system"]
Caller = Literal["person", "family", "agent"]
ALL = -1  # every bit: a mask that limits nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Bits:
    """Which bit a name has. Append-only: a name keeps its bit in every later version."""

    fields: dict[str, int]
    purposes: dict[str, int]
    duties: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """
    Who acts, and how that was proven: never asserted by a caller.

    `id` is an opaque reference such as "staff:3f9c…", "program:…", "person:…" or "system:expiry"; `proven_by` names
    the proof ("session", "token", "letter", "job"); `session` the proof's own id. A program's ask names the member of
    staff it acts for, unless its token is of the unattended kind.
    """

    id: str
    kind: ActorKind
    proven_by: str
    session: str | None = None
    on_behalf_of: Actor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One act about people, for one purpose, touching the fields in the mask `fields`."""

    actor: Actor
    act: str
    purpose: str | None
    fields: int
    past: bool = False
    recipient: str | None = None
    ground: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorFacts:
    """What stands about an actor today: duties held (mask), training, staff kind, the purposes a token may use."""

    kind: ActorKind
    inside: bool = False
    active: bool = False
    duties: int = 0
    trained_until: int = 0
    grace_until: int = 0
    purposes: int = ALL
    unattended: bool = False
    uses_today: int = 0
    uses_at_most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientFacts:
    """What stands about a partner today: its kind, its contract's legal character, scope and end, its country."""

    id: str
    kind: str
    character: str = "unclassified"
    country: str = "JP"
    contract_until: int = 0
    terms: frozenset[str] = frozenset()
    fields: int = 0
    purposes: int = 0
    supervised_until: int = 0
    equivalent_measures_until: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """
    What stands about one person.

    `bases`: pairs (mask of fields, mask of purposes) saying for which purposes the values held may be used, by the
    source and the notice each was acquired under. `consents`, `refusals`: purpose masks. `provide_consent`: mask of
    fields the person agreed may go to the recipient of this ask on this ground; `foreign_consent`: the same for 28(1).
    `special_consent`: mask of special-care fields with live consent to acquire. `service_held`: the person has the
    recipient's optional service (8-1).
    """

    bases: tuple[tuple[int, int], ...] = ()
    consents: int = 0
    refusals: int = 0
    stopped: int = 0
    stopped_provision: bool = False
    restricted: bool = False
    provide_consent: int = 0
    foreign_consent: int = 0
    special_consent: int = 0
    service_held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AcquisitionFacts:
    """What stands about a collection: its form and source, what was shown, and what is evidenced (5)."""

    form: str | None
    source: str | None
    notice_shown: bool = False
    script: str | None = None
    contract_until: int = 0
    provenance: bool = False
    attested: bool = False
    urgent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """
    The call or visit in which an ask is made, and how far the person asked about is known in it (7-2).

    `caller`: who speaks: the person, somebody of the family, an agent. `items`: how many items agreed; `authority`:
    the paper by which another than the person may ask was shown; `tries`: how often items did not agree.
    """

    caller: Caller = "person"
    items: int = 0
    authority: bool = False
    tries: int = 0

    def said(self) -> str:
        """Return it as an entry says it: who spoke, how many items agreed, by what authority."""
        return f"{self.caller}:{self.items}" + ("+authority" if self.authority else "")


def heard(said: str) -> CallFacts:
    """Return what an entry says of a caller."""
    caller, _, rest = said.partition(":")
    items, _, authority = rest.partition("+")
    return CallFacts(caller=cast("Caller", caller), items=int(items), authority=bool(authority))


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """
    Everything one decision leans on.

    `own`: the person who acts is the person asked about. `call`: the call it is asked in, if it is. `evidence`: what is
    there, as names of `model.Need`, of legal grounds ("20(2)(ii)"), or "warrant".
    """

    today: int
    actor: ActorFacts
    behalf: ActorFacts | None = None
    person: PersonFacts | None = None
    recipient: RecipientFacts | None = None
    acquisition: AcquisitionFacts | None = None
    own: bool = False
    evidence: frozenset[str] = frozenset()
    call: CallFacts | None = None
