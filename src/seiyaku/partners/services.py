"""
Partners are registered, contracted, looked at, and let go (policy 3-2; arts. 25, 28(3)).

* A partner is of a kind the policy names; what it is in law is said, or stays unclassified and gets nothing.
* A contract is kept whole, sealed, with the digest of its text; it names its terms, items and purposes.
* A look at a partner counts only if it passed, and for as long as the policy says.
* At the end of a contract the partner proves that it returned or erased what it had.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from django.utils import timezone

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound
from seiyaku.core.model import Character, Policy
from seiyaku.papers import services as papers
from seiyaku.papers.models import Paper
from seiyaku.papers.naming import new_ref
from seiyaku.people.acting import MANAGING, acting
from seiyaku.people.days import today
from seiyaku.people.rules import in_force, known

from .models import Contract, Partner, Supervision

IDENTITY = ("name", "address", "representative")
KEPT_AFTER = "3y"  # contracts and findings, from the end they speak of
MEASURES_EVERY = "1y"  # R.18(1)(i): regularly, about once a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a contract covers: terms such as "confidentiality", fields, and purposes, by name."""

    terms: Iterable[str]
    fields: Iterable[str]
    purposes: Iterable[str]


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
    if not re.fullmatch("[A-Z]{2}", country):
        raise InputError("country", f"{len(country)} characters", "two capital letters (ISO 3166)")
    if identity is not None and set(identity) != set(IDENTITY):
        raise InputError("partner identity", ", ".join(sorted(identity)), ", ".join(IDENTITY))
    if contact is not None and contact_until is None:
        raise InputError("partner contact", "no end date", "the last day anybody needs it")
    with acting("register-partner", actor) as doing:
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


def classify(ref: str, character: str, *, actor: Actor) -> None:
    """Say what a partner is in law when information goes to it (27)."""
    _is_character(character)
    with acting("classify-partner", actor) as doing:
        doing.must_hold(MANAGING)
        partner = _partner(ref)
        partner.character = character
        partner.save(update_fields=["character"])
        doing.done("partner", ref, note_kind=character)


def conclude(
    ref: str,
    text: bytes,
    scope: Scope,
    *,
    starts_on: dt.date,
    until: dt.date,
    actor: Actor,
    policy: Policy | None = None,
) -> Contract:
    """Put a contract on record: its text sealed, its scope by name, in force from a day to a day."""
    rules = (policy or in_force()).rules
    if until < starts_on:
        raise InputError("contract", f"until {until}", f"{starts_on} or later")
    if not text.strip():
        raise InputError("contract", "no text", "the text that was signed")
    fields = [known("field", name, rules.fields) for name in scope.fields]
    purposes = [known("purpose", name, rules.purposes) for name in scope.purposes]
    with acting("conclude-contract", actor) as doing:
        doing.must_hold(MANAGING)
        paper = papers.seal(text, "contract", until=deadlines.add(until, KEPT_AFTER))
        contract = Contract.objects.create(
            ref=new_ref("contract"),
            partner=_partner(ref),
            starts_on=starts_on,
            until=until,
            terms=_words(scope.terms),
            fields=_words(fields),
            purposes=_words(purposes),
            digest=hashlib.sha256(text).hexdigest(),
            paper=paper,
        )
        doing.done("contract", contract.ref, recipient=ref, papers=[paper.ref], text=contract.digest)
        return contract


def end_contract(ref: str, *, actor: Actor) -> None:
    """End a contract at once: nothing goes out under it any more."""
    with acting("end-contract", actor) as doing:
        doing.must_hold(MANAGING)
        contract = _contract(ref)
        if contract.ended_at is not None:
            raise Conflict("contract ended already")
        contract.ended_at = timezone.now()
        contract.save(update_fields=["ended_at"])
        doing.done("contract", ref, recipient=contract.partner.ref)


def prove_return(ref: str, proof: bytes, *, actor: Actor) -> None:
    """Keep the partner's proof that it returned or erased what it had under a contract that is over."""
    with acting("prove-return", actor) as doing:
        doing.must_hold(MANAGING)
        contract = _contract(ref)
        if contract.ended_at is None and contract.until >= today():
            raise Conflict("the contract is still in force")
        paper = papers.seal(proof, "return-proof", until=deadlines.add(today(), KEPT_AFTER))
        contract.returned_at, contract.return_proof = timezone.now(), paper
        contract.save(update_fields=["returned_at", "return_proof"])
        doing.done("contract", ref, recipient=contract.partner.ref, papers=[paper.ref])


def supervise(
    ref: str,
    findings: bytes,
    *,
    passed: bool,
    actor: Actor,
    on: dt.date | None = None,
    subject: str = "handling",
    policy: Policy | None = None,
) -> Supervision:
    """
    Record a look at how a partner handles what it has ("handling", 25) or at its measures abroad ("measures", 28(3)).

    One that did not pass ends what the last one allowed.
    """
    looked_on = on or today()
    if looked_on > today():
        raise InputError("supervision", "a day to come", "today or earlier")
    if subject not in {"handling", "measures"}:
        raise InputError("supervision", "something else", "handling or measures")
    with acting("supervise", actor) as doing:
        doing.must_hold(MANAGING)
        partner = _partner(ref)
        kind = (policy or in_force()).rules.partners.get(partner.kind)
        every = (kind.supervise_every if kind and subject == "handling" else None) or MEASURES_EVERY
        until = deadlines.add(looked_on, every)
        paper = papers.seal(findings, "supervision", until=deadlines.add(until, KEPT_AFTER))
        look = Supervision.objects.create(
            ref=new_ref("supervision"),
            partner=partner,
            subject=subject,
            looked_on=looked_on,
            until=until,
            passed=passed,
            findings=paper,
            recorded_by=actor.id,
        )
        doing.done("contract", look.ref, recipient=ref, papers=[paper.ref], note_kind="passed" if passed else "failed")
        return look


def end(ref: str, *, actor: Actor) -> None:
    """End the relation with a partner: every contract with it ends at once, its contact is destroyed."""
    with acting("end-partner", actor) as doing:
        doing.must_hold(MANAGING)
        partner = _partner(ref)
        now = timezone.now()
        partner.contracts.filter(ended_at=None).update(ended_at=now)
        partner.ended_at = now
        partner.save(update_fields=["ended_at"])
        gone = papers.forget([partner.contact.ref]) if partner.contact else []
        doing.done("partner", ref, papers=gone)


def _is_character(character: str) -> None:
    if character not in get_args(Character):
        raise InputError("legal character", repr(character[:20]), ", ".join(get_args(Character)))


def _partner(ref: str) -> Partner:
    found = Partner.objects.select_related("contact").filter(ref=ref, ended_at=None).first()
    if found is None:
        raise NotFound("partner")
    return found


def _contract(ref: str) -> Contract:
    found = Contract.objects.select_related("partner").filter(ref=ref).first()
    if found is None:
        raise NotFound("contract")
    return found


def _words(names: Iterable[str]) -> str:
    said = sorted(set(names))
    for name in said:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            raise InputError("contract", repr(name[:20]), "lower-case words joined by hyphens")
    return " ".join(said)


def _sealed(kind: str, said: Mapping[str, str] | None, until: dt.date | None = None) -> Paper | None:
    if said is None:
        return None
    return papers.seal(json.dumps(dict(said), ensure_ascii=False).encode(), kind, until=until)
