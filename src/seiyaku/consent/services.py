"""
What a person chose, written down (policy 4-3, 5-2, 5-4, 12-3). The door decides; these are its hands.

Everything here runs inside the door's changing() transaction, with its cursor: the record, the standing in the
person's row and the numbered change go together, and the entry of the ledger with them.

* The newest word counts: consent lifts a refusal of the same purpose, a refusal ends a consent.
* Withdrawing needs no more than saying so; it never touches what was done before.
* Acceptance of a policy version (12-3) changes no standing at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from seiyaku.core.errors import InputError
from seiyaku.core.language import Text
from seiyaku.ledger import changes
from seiyaku.ledger.transactions import Cursor
from seiyaku.papers import services as papers
from seiyaku.papers.naming import new_ref
from seiyaku.policy import queries as policies
from seiyaku.vault.standings import turn

from . import evidence as words
from .evidence import Evidence, state
from .models import KINDS, Acceptance, ConsentRecord, Refusal, Showing
from .queries import has_chosen, suppressed
from .suppression import exist, honour, suppress

__all__ = [
    "Erased", "Evidence", "Terms", "accept", "erase", "exist", "give", "heed", "honour", "lift", "merge", "refuse",
    "show", "show_notice", "state", "suppress", "withdraw",
]  # fmt: skip

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """
    What is consented to, or withdrawn: see `ConsentRecord`.

    `bit` is the purpose's bit, `fields` a mask; both as the policy room gives them.
    """

    kind: str
    purpose: str = ""
    bit: int | None = None
    fields: int = 0
    ground: str = ""
    recipient: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure took away here, for its entry: rows by kind, and the papers destroyed."""

    counts: Mapping[str, int]
    papers: tuple[str, ...]


def show(
    statement: str, *, policy_version: str, channel: str, form: str = "", at: dt.datetime | None = None
) -> Showing:
    """Keep proof of what was shown or read out before an acquisition (5-4); one for the acquisition, naming nobody."""
    return Showing.objects.create(
        ref=new_ref("showing"),
        statement=words.statement(statement),
        policy_version=policy_version,
        form=form,
        channel=channel,
        shown_at=at or timezone.now(),
    )


def show_notice(form: str, *, at: dt.datetime | None = None) -> Showing:
    """
    Keep proof that the notice of a form, as the policy in force words it, was shown or read out (5-4).

    Its `ref` is what a collection's origin names as `shown` (or `script`); a file of rows has one for all of them.

    Raises:
        InputError: the policy has no such form, or the form has no notice.
    """
    policy = policies.in_force().policy
    rule = policy.rules.forms.get(form)
    notice = policy.rules.notices.get(rule.notice or "") if rule else None
    if rule is None or notice is None:
        raise InputError("notice", repr(form[:64]), "a form of the policy that has a notice")
    said = state("notice", rule.notice or "", Text(notice.text["ja"], notice.text["en"]), notice.purposes)
    channel = policy.rules.sources[rule.source].channel
    return show(said.digest, policy_version=policy.version, channel=channel, form=form, at=at)


def give(
    cursor: Cursor, people: Sequence[int], terms: Terms, evidence: Evidence, *, representative: bool = True
) -> list[str]:
    """
    Record these people's consent, on the same words and in the same way; return the references.

    `representative`: whether the policy lets a representative give it (4-3).

    Raises:
        InputError: the evidence is not whole, or the terms do not say what is consented to.
    """
    _whole(terms)
    proof, at = words.proof(evidence, representative=representative), evidence.at or timezone.now()
    said = words.statement(evidence.statement)
    rows = [
        ConsentRecord(
            ref=new_ref("consent"),
            person=person,
            kind=terms.kind,
            purpose=terms.purpose,
            ground=terms.ground,
            recipient=terms.recipient,
            country=terms.country,
            fields=terms.fields,
            statement=said,
            policy_version=evidence.policy_version,
            method=evidence.method,
            giver=evidence.giver,
            identity=evidence.identity,
            proof=proof,
            given_at=at,
        )
        for person in people
    ]
    ConsentRecord.objects.bulk_create(rows, batch_size=CHUNK)
    for row in rows:
        if terms.kind == "use" and terms.bit is not None:
            _lift(row.person, terms.purpose)
            turn(cursor, row.person, "consents", on=1 << terms.bit)
            turn(cursor, row.person, "refusals", off=1 << terms.bit)
        changes.note(cursor, "consent", row.ref, row.person)
    return [row.ref for row in rows]


def withdraw(cursor: Cursor, person: int, terms: Terms, *, method: str) -> list[str]:
    """
    Withdraw a person's live consents that these terms name; return their references, none if there was none.

    Empty words of the terms match any: all provision on one ground, or to one recipient, can be withdrawn at once.
    """
    words.among("method", method, words.METHODS)
    words.among("kind", terms.kind, KINDS)
    live = ConsentRecord.objects.filter(person=person, kind=terms.kind, withdrawn_at=None)
    for name in ("purpose", "ground", "recipient", "country"):
        wanted = getattr(terms, name)
        if wanted:
            live = live.filter(**{name: wanted})
    rows = [row for row in live.order_by("pk") if not terms.fields or row.fields & terms.fields]
    now = timezone.now()
    for row in rows:
        _narrow(row, terms.fields, method, now)
        changes.note(cursor, "consent", row.ref, person)
    if terms.kind == "use" and terms.bit is not None:
        turn(cursor, person, "consents", off=1 << terms.bit)
    return [row.ref for row in rows]


def refuse(cursor: Cursor, person: int, purpose: str, bit: int, *, method: str) -> str:
    """Record that a person refuses a purpose; a live consent to it is withdrawn. Saying so twice is one refusal."""
    words.among("method", method, words.METHODS)
    withdraw(cursor, person, Terms(kind="use", purpose=purpose, bit=bit), method=method)
    return _refused(cursor, person, purpose, bit, method)


def heed(cursor: Cursor, person: int, contacts: Iterable[tuple[str, str]], bits: Mapping[str, int]) -> int:
    """
    Refuse, for somebody known already, what whoever had one of these addresses refused before being erased (4-1-G).

    Their own consent to it ends too: whoever agreed at one address did not speak for another. Returns how many
    refusals are new.
    """
    new = 0
    for purpose in sorted(suppressed(contacts)):
        if purpose in bits and not Refusal.objects.filter(person=person, purpose=purpose, lifted_at=None).exists():
            withdraw(cursor, person, Terms(kind="use", purpose=purpose, bit=bits[purpose]), method="written")
            _refused(cursor, person, purpose, bits[purpose], "suppression")
            new += 1
    return new


def _refused(cursor: Cursor, person: int, purpose: str, bit: int, method: str) -> str:
    row = Refusal.objects.filter(person=person, purpose=purpose, lifted_at=None).first()
    if row is None:
        row = Refusal.objects.create(
            ref=new_ref("refusal"), person=person, purpose=purpose, method=method, refused_at=timezone.now()
        )
    turn(cursor, person, "refusals", on=1 << bit)
    changes.note(cursor, "refusal", f"refuse:{purpose}", person)
    return row.ref


def lift(cursor: Cursor, person: int, purpose: str, bit: int) -> int:
    """Lift a refusal because the person said so; return how many there were."""
    lifted = _lift(person, purpose)
    turn(cursor, person, "refusals", off=1 << bit)
    if lifted:
        changes.note(cursor, "refusal", f"lift:{purpose}", person)
    return lifted


def accept(person: int, policy_version: str, *, channel: str, at: dt.datetime | None = None) -> bool:
    """
    Record a person's first use of the service under a policy version (12-3); return whether it was the first.

    It is agreement to terms at most. No standing changes, no consent is made of it.
    """
    _, first = Acceptance.objects.get_or_create(
        person=person,
        policy_version=policy_version,
        defaults={"channel": channel, "first_used_at": at or timezone.now()},
    )
    return first


def erase(person: int) -> Erased:
    """Delete everything this room holds on a person, and destroy the papers; no law makes it keep any of it."""
    if not has_chosen(person):
        return Erased(counts={"consents": 0, "refusals": 0, "acceptances": 0}, papers=())
    consents = ConsentRecord.objects.filter(person=person)
    proofs = {ref for ref in consents.values_list("proof__ref", flat=True) if ref}
    counts = {
        "consents": consents.delete()[0],
        "refusals": Refusal.objects.filter(person=person).delete()[0],
        "acceptances": Acceptance.objects.filter(person=person).delete()[0],
    }
    shared = set(ConsentRecord.objects.filter(proof__ref__in=proofs).values_list("proof__ref", flat=True))
    return Erased(counts=counts, papers=tuple(papers.forget(sorted(proofs - shared))))


def merge(cursor: Cursor, gone: int, into: int) -> None:
    """Give one person's records to the other they turned out to be; what either refused stays refused."""
    ConsentRecord.objects.filter(person=gone).update(person=into)
    Refusal.objects.filter(person=gone).update(person=into)
    known = Acceptance.objects.filter(person=into).values_list("policy_version", flat=True)
    Acceptance.objects.filter(person=gone, policy_version__in=list(known)).delete()
    Acceptance.objects.filter(person=gone).update(person=into)
    changes.note(cursor, "consent", "merge", into)


def _whole(terms: Terms) -> None:
    words.among("kind", terms.kind, KINDS)
    if terms.kind == "use" and (not terms.purpose or terms.bit is None):
        raise InputError("consent", "no purpose", "the purpose consented to")
    if terms.kind != "use" and not terms.fields:
        raise InputError("consent", "no items", "the items consented to")
    if terms.kind in {"provide", "foreign"} and not (terms.recipient and terms.ground):
        raise InputError("consent", "no recipient", "the recipient, and the ground of clause 8")
    if terms.kind == "foreign" and not terms.country:
        raise InputError("consent", "no country", "the country the person was told of (28(2))")


def _narrow(row: ConsentRecord, fields: int, method: str, now: dt.datetime) -> None:
    """Withdraw a record; where only some of its items are named, the others go on in a record of their own."""
    rest = row.fields & ~fields if fields else 0
    if rest:
        ConsentRecord.objects.create(
            **{
                name: getattr(row, name)
                for name in (
                    "person", "kind", "purpose", "ground", "recipient", "country", "statement", "policy_version",
                    "method", "giver", "identity", "proof", "given_at",
                )
            },
            ref=new_ref("consent"),
            fields=rest,
        )  # fmt: skip
    ConsentRecord.objects.filter(pk=row.pk).update(withdrawn_at=now, withdrawn_by=method)


def _lift(person: int, purpose: str) -> int:
    live = Refusal.objects.filter(person=person, purpose=purpose, lifted_at=None)
    return live.update(lifted_at=timezone.now())
