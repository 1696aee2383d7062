"""
Partners are registered, classified in law, and let go (policy 3-2; art. 27).

* A partner is of a kind the policy names; what it is in law is said, or stays unclassified and gets nothing.
* Whom we call there is sealed, minimal, until a day; opening it is on record.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import get_args

from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound
from seiyaku.core.model import Policy
from seiyaku.core.terms import Character
from seiyaku.papers import services as papers
from seiyaku.papers.models import Paper
from seiyaku.papers.naming import new_ref, told
from seiyaku.people.acting import MANAGING, PARTNERS, acting
from seiyaku.people.rules import in_force, known

from .finding import LONGEST, is_country, partner_of
from .models import Partner

IDENTITY = ("name", "address", "representative")
CONTACT = ("name", "department", "email", "phone")  # what calling somebody takes, and no more


def register(
    name: str,
    kind: str,
    *,
    actor: Actor,
    character: str = "unclassified",
    country: str = "JP",
    identity: Mapping[str, str] | None = None,
    contact: Mapping[str, str] | None = None,
    contact_until: dt.date | None = None,
    policy: Policy | None = None,
) -> Partner:
    """
    Register a partner.

    `identity`: its name, address and representative, as arts. 29 and 30 want them on record; `contact`: whom we call
    there, until a day. Both are sealed.
    """
    known("partner kind", kind, (policy or in_force()).rules.partners)
    _is_character(character)
    is_country(country)
    if not name.strip() or len(name) > LONGEST:
        raise InputError("partner name", f"{len(name)} characters", f"1 to {LONGEST}")
    if identity is not None and set(identity) != set(IDENTITY):
        raise InputError("partner identity", ", ".join(sorted(identity)), ", ".join(IDENTITY))
    _is_contact(contact, contact_until)
    with acting("register-partner", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        if Partner.objects.filter(name=name).exists():
            raise Conflict("partner name")
        partner = Partner.objects.create(
            ref=new_ref("partner"),
            name=name,
            kind=kind,
            character=character,
            country=country,
            identity=_sealed("partner-identity", identity),
            contact=_sealed("partner-contact", contact, contact_until),
        )
        doing.done("partner", partner.ref, note_kind=kind)
        return partner


def change_contact(ref: str, contact: Mapping[str, str], *, until: dt.date, actor: Actor) -> None:
    """Replace whom we call at a partner, sealed until a day; the one before is destroyed."""
    _is_contact(contact, until)
    with acting("change-partner-contact", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        partner = partner_of(ref)
        old, partner.contact = partner.contact, _sealed("partner-contact", contact, until)
        partner.save(update_fields=["contact"])
        gone = papers.forget([old.ref]) if old else []
        doing.done("partner", ref, papers=gone)


def open_contact(ref: str, *, actor: Actor) -> dict[str, str]:
    """Return whom we call at a partner; that it was opened is on record first."""
    with acting("open-partner-contact", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        partner = partner_of(ref)
        if partner.contact is None or partner.contact.destroyed_at is not None:
            raise NotFound("partner contact")
        body = papers.open_in(partner.contact.ref, {"act": doing.act, "answer": "done", "ref": ref, **told(actor)})
    said: dict[str, str] = json.loads(body)
    return said


def classify(ref: str, character: str, *, actor: Actor) -> None:
    """Say what a partner is in law when information goes to it (27)."""
    _is_character(character)
    with acting("classify-partner", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        partner = partner_of(ref)
        partner.character = character
        partner.save(update_fields=["character"])
        doing.done("partner", ref, note_kind=character)


def end(ref: str, *, actor: Actor) -> None:
    """End the relation with a partner: every contract with it ends at once, its contact is destroyed."""
    with acting("end-partner", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        partner = partner_of(ref)
        now = timezone.now()
        partner.contracts.filter(ended_at=None).update(ended_at=now)
        partner.ended_at = now
        partner.save(update_fields=["ended_at"])
        gone = papers.forget([partner.contact.ref]) if partner.contact else []
        doing.done("partner", ref, papers=gone)


def _is_character(character: str) -> None:
    if character not in get_args(Character):
        raise InputError("legal character", repr(character[:20]), ", ".join(get_args(Character)))


def _is_contact(contact: Mapping[str, str] | None, until: dt.date | None) -> None:
    if contact is None:
        return
    if until is None:
        raise InputError("partner contact", "no end date", "the last day anybody needs it")
    if not contact or not set(contact) <= set(CONTACT):
        raise InputError("partner contact", f"{len(contact)} items", f"only {', '.join(CONTACT)}")
    if any(len(said) > LONGEST for said in contact.values()):
        raise InputError("partner contact", "a long one", f"at most {LONGEST} characters")


def _sealed(kind: str, said: Mapping[str, str] | None, until: dt.date | None = None) -> Paper | None:
    if said is None:
        return None
    return papers.seal(json.dumps(dict(said), ensure_ascii=False).encode(), kind, until=until)
