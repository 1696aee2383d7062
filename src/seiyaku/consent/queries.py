"""
What others may ask about choices. Those that name people are for the door only.

Masks for one person and for ten thousand come from the same statement; only live consents count, and acceptance of a
policy version (12-3) is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from seiyaku.keys import blind
from seiyaku.keys.memory import on_forget
from seiyaku.ledger.transactions import raw_cursor
from seiyaku.people.days import day_of
from seiyaku.vault.statements import Cursor, marks, padded, run

from .models import Acceptance, ConsentRecord, Refusal, Showing, Suppression

CHUNK = 512
REMEMBERED = 10_000

_told: dict[tuple[str, str], frozenset[str]] = {}
on_forget(_told.clear)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing a person chose, with what they were told: for their own page and extract."""

    ref: str
    kind: str
    purpose: str
    ground: str
    recipient: str
    country: str
    fields: int
    statement: str
    policy_version: str
    method: str
    giver: str
    identity: str
    given_at: dt.datetime
    withdrawn_at: dt.datetime | None


def provisions(cursor: Cursor, people: Sequence[int], *, ground: str, recipient: str) -> dict[int, tuple[int, int]]:
    """
    Return, by person, the masks of fields that may go to this recipient on this ground: (27(1), 28(1)).

    Who agreed to neither is not in it.
    """
    found: dict[int, tuple[int, int]] = {}
    for chunk in _chunks(people):
        rows = run(
            cursor,
            "SELECT person, kind, fields FROM consent_consentrecord WHERE withdrawn_at IS NULL AND recipient = %s"
            f" AND ground = %s AND kind IN ('provide', 'foreign') AND person IN ({marks(len(chunk))})",
            (recipient, ground, *chunk),
        ).fetchall()
        for person, kind, fields in rows:
            provide, foreign = found.get(person, (0, 0))
            found[person] = (provide | fields, foreign) if kind == "provide" else (provide, foreign | fields)
    return found


def special(cursor: Cursor, people: Sequence[int]) -> dict[int, int]:
    """Return, by person, the mask of special-care fields with live consent to acquire (20(2))."""
    found: dict[int, int] = {}
    for chunk in _chunks(people):
        rows = run(
            cursor,
            "SELECT person, fields FROM consent_consentrecord WHERE withdrawn_at IS NULL AND kind = 'special-care'"
            f" AND person IN ({marks(len(chunk))})",
            chunk,
        ).fetchall()
        for person, fields in rows:
            found[person] = found.get(person, 0) | fields
    return found


def withdrawn(people: Sequence[int], bits: Mapping[str, int]) -> dict[tuple[int, int], int]:
    """
    Return the day, as an ordinal, on which a person last withdrew consent to a purpose, by (person, purpose bit).

    Only where no consent to it is live; `vault.ends` counts from it (22).
    """
    ended: dict[tuple[int, int], int] = {}
    live: set[tuple[int, int]] = set()
    for chunk in _chunks(people):
        rows = ConsentRecord.objects.filter(person__in=chunk, kind="use", purpose__in=list(bits))
        for person, purpose, at in rows.values_list("person", "purpose", "withdrawn_at"):
            key = person, bits[purpose]
            if at is None:
                live.add(key)
            else:
                ended[key] = max(ended.get(key, 0), day_of(at).toordinal())
    return {key: day for key, day in ended.items() if key not in live}


def masks(people: Sequence[int], bits: Mapping[str, int]) -> dict[int, tuple[int, int]]:
    """Return, by person, (consents, refusals) as the records say; the person's row must say the same."""
    found: dict[int, tuple[int, int]] = {}
    for chunk in _chunks(people):
        consents = ConsentRecord.objects.filter(person__in=chunk, kind="use", withdrawn_at=None)
        refusals = Refusal.objects.filter(person__in=chunk, lifted_at=None)
        for person, purpose in consents.values_list("person", "purpose"):
            given, refused = found.get(person, (0, 0))
            found[person] = given | 1 << bits[purpose], refused
        for person, purpose in refusals.values_list("person", "purpose"):
            given, refused = found.get(person, (0, 0))
            found[person] = given, refused | 1 << bits[purpose]
    return found


def suppressed(contacts: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the purposes that whoever holds one of these addresses refused before, erased or not (4-1-G)."""
    refused: set[str] = set()
    for field, value in contacts:
        digests = [digest for _, digest in blind.suppressions(field, value)]
        kept = Suppression.objects.filter(field=field, digest__in=digests)
        refused.update(kept.values_list("purpose", flat=True))
    return frozenset(refused)


def choices(person: int) -> list[Choice]:
    """Return every consent of a person, given and withdrawn, oldest first."""
    names = [name for name in Choice.__dataclass_fields__ if name != "statement"]
    rows = ConsentRecord.objects.filter(person=person).order_by("given_at", "pk")
    return [Choice(statement=row.pop("statement__digest"), **row) for row in rows.values(*names, "statement__digest")]


def has_chosen(person: int) -> bool:
    """Tell whether a person ever consented, refused, or accepted a version: of many, nothing is on record."""
    tables = (f"SELECT 1 FROM consent_{kind} WHERE person = %s" for kind in ("consentrecord", "refusal", "acceptance"))
    return run(raw_cursor(), f"{' UNION ALL '.join(tables)} LIMIT 1", [person] * 3).fetchone() is not None


def refusals(person: int) -> list[tuple[str, dt.datetime, dt.datetime | None]]:
    """Return (purpose, when refused, when lifted) of a person, oldest first."""
    rows = Refusal.objects.filter(person=person).order_by("pk")
    return list(rows.values_list("purpose", "refused_at", "lifted_at"))


def acceptances(person: int) -> list[tuple[str, dt.datetime]]:
    """Return the policy versions under which a person first used the service, and when (12-3)."""
    rows = Acceptance.objects.filter(person=person).order_by("first_used_at")
    return list(rows.values_list("policy_version", "first_used_at"))


def showing(ref: str) -> Showing | None:
    """Return the proof of what was shown at an acquisition, with its statement."""
    return Showing.objects.select_related("statement").filter(ref=ref).first()


def told(ref: str, form: str) -> frozenset[str] | None:
    """
    Return the purposes that were named when this notice was shown for this form; None without such a proof (5-4).

    A proof is of its own form only, and says what its own wording said, whatever the policy says by now.
    """
    known = _told.get((ref, form))
    if known is None:
        shown = showing(ref)
        if shown is None or shown.form != form:
            return None
        if len(_told) >= REMEMBERED:
            _told.clear()
        known = _told[ref, form] = frozenset(shown.statement.purposes.split())
    return known


def counts() -> dict[str, int]:
    """Return how many people's consent is live, by purpose. Names nobody."""
    live = ConsentRecord.objects.filter(kind="use", withdrawn_at=None)
    rows = live.values("purpose").annotate(people=Count("person", distinct=True))
    return {row["purpose"]: row["people"] for row in rows}


def _chunks(people: Iterable[int]) -> Iterator[tuple[int, ...]]:
    everybody = list(people)
    for start in range(0, len(everybody), CHUNK):
        yield padded(everybody[start : start + CHUNK])
