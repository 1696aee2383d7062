"""
Contracts, what is entrusted on under them, and their end (policy 3-2; art. 25).

* A contract is kept whole, sealed, with the digest of its text; it names its terms, items and purposes.
* What a partner entrusts on, it entrusts with our consent: never more items than its own contract covers, nor longer.
* At the end of a contract the partner proves that it returned or erased what it had.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from seiyaku.core import deadlines
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, NotFound
from seiyaku.core.model import Policy
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref, told
from seiyaku.people.acting import MANAGING, PARTNERS, acting
from seiyaku.people.days import today
from seiyaku.people.rules import in_force, known

from .finding import KEPT_AFTER, LONGEST, contract_of, is_country, partner_of
from .models import Contract, SubEntrustment

SUB_ENTRUSTING = "sub-entrustment"
READING = MANAGING | {"auditor"}  # who is shown a contract's text


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a contract covers: terms such as "confidentiality", fields, and purposes, by name."""

    terms: Iterable[str]
    fields: Iterable[str]
    purposes: Iterable[str]


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
    with acting("conclude-contract", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        paper = papers.seal(text, "contract", until=deadlines.add(until, KEPT_AFTER))
        contract = Contract.objects.create(
            ref=new_ref("contract"),
            partner=partner_of(ref),
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


def open_contract(ref: str, *, actor: Actor) -> bytes:
    """Return the text of a contract, as it was signed; that it was opened is on record first."""
    with acting("open-contract", actor, program=PARTNERS) as doing:
        doing.must_hold(READING)
        entry = {"act": doing.act, "answer": "done", "ref": ref, **told(actor)}
        text = papers.open_in(contract_of(ref).paper.ref, entry)
    return text  # noqa: RET504  # only here, behind the commit, is the entry durable


def end_contract(ref: str, *, actor: Actor) -> None:
    """End a contract at once: nothing goes out under it any more."""
    with acting("end-contract", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        contract = contract_of(ref)
        if contract.ended_at is not None:
            raise Conflict("contract ended already")
        contract.ended_at = timezone.now()
        contract.save(update_fields=["ended_at"])
        doing.done("contract", ref, recipient=contract.partner.ref)


def agree_sub_entrustment(
    contract: str,
    name: str,
    consent: bytes,
    fields: Iterable[str],
    *,
    until: dt.date,
    actor: Actor,
    country: str = "JP",
    policy: Policy | None = None,
) -> SubEntrustment:
    """
    Agree that a partner entrusts items on to somebody, until a day; our consent is kept, sealed.

    Raises:
        InputError: more items than the contract covers, for longer than it lasts, or it does not speak of it at all.
    """
    rules = (policy or in_force()).rules
    named = _words(known("field", field, rules.fields) for field in fields)
    is_country(country)
    if not name.strip() or len(name) > LONGEST or not consent.strip() or not named:
        raise InputError("sub-entrustment", "something left out", "a name, items, and the consent as it was given")
    with acting("agree-sub-entrustment", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        above = contract_of(contract)
        if above.ended_at is not None or not today() <= until <= above.until:
            raise InputError("sub-entrustment", f"until {until}", f"{today()} to {above.until}, in force")
        if SUB_ENTRUSTING not in above.terms.split():
            raise InputError("sub-entrustment", "a contract that does not speak of it", f"the term {SUB_ENTRUSTING}")
        if beyond := set(named.split()) - set(above.fields.split()):
            raise InputError("sub-entrustment", ", ".join(sorted(beyond)), f"of the contract's: {above.fields}")
        paper = papers.seal(consent, "sub-entrustment", until=deadlines.add(until, KEPT_AFTER))
        made = SubEntrustment.objects.create(
            ref=new_ref("sub"), contract=above, name=name.strip(), country=country, fields=named, agreed_on=today(),
            until=until, consent=paper,
        )  # fmt: skip
        doing.done("contract", made.ref, recipient=above.partner.ref, case=contract, papers=[paper.ref])
        return made


def end_sub_entrustment(ref: str, *, actor: Actor) -> None:
    """Record that what was entrusted on came back, or was erased there."""
    with acting("end-sub-entrustment", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        found = SubEntrustment.objects.select_related("contract__partner").filter(ref=ref, ended_at=None).first()
        if found is None:
            raise NotFound("sub-entrustment")
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        doing.done("contract", ref, recipient=found.contract.partner.ref, case=found.contract.ref)


def prove_return(ref: str, proof: bytes, *, actor: Actor) -> None:
    """Keep the partner's proof that it returned or erased what it had under a contract that is over."""
    if not proof.strip():
        raise InputError("return", "no proof", "what the partner signed")
    with acting("prove-return", actor, program=PARTNERS) as doing:
        doing.must_hold(MANAGING)
        contract = contract_of(ref)
        if contract.ended_at is None and contract.until >= today():
            raise Conflict("the contract is still in force")
        if contract.returned_at is not None:
            raise Conflict("the proof is on record already")
        if contract.subs.filter(ended_at=None).exists():
            raise Conflict("a sub-entrustment under it has not ended")
        paper = papers.seal(proof, "return-proof", until=deadlines.add(today(), KEPT_AFTER))
        contract.returned_at, contract.return_proof = timezone.now(), paper
        contract.save(update_fields=["returned_at", "return_proof"])
        doing.done("contract", ref, recipient=contract.partner.ref, papers=[paper.ref])


def _words(names: Iterable[str]) -> str:
    said = sorted(set(names))
    for name in said:
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            raise InputError("contract", repr(name[:20]), "lower-case words joined by hyphens")
    return " ".join(said)
