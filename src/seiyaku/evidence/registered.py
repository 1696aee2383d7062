"""
The registers of arts. 29 to 31 as one table for every surface (R.20, R.24, R.28): a book, and how much stands in it.

* A book is of what the door opened for an inspection: a row a record, a column an item that the rules want, and beside
  them how it was made (each time, in one, R.19(2)), until when it is kept and when it goes (R.21, R.25, R.29).
* `shelved` counts, names nobody, and is one of the officer's reports.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.citations import say
from seiyaku.core.countries import called
from seiyaku.core.language import Language, capital, joined
from seiyaku.core.model import Policy
from seiyaku.core.recording import RELATED, period_rule, rule
from seiyaku.door import Inspected, Inspection, extract, inspect
from seiyaku.ledger import reading, transactions
from seiyaku.partners import queries as partners
from seiyaku.people.days import local
from seiyaku.policy import queries as policies
from seiyaku.registers import queries as registers
from seiyaku.registers.queries import Kept

from .tables import AsOf, Cell, Table, as_document, table_of
from .words_of_reports import WORDS

READERS = frozenset({"manager", "auditor"})
NOTHING = "—"
OPT_OUT = "27(2)"
COLUMNS = (
    "record", "kind", "legality", "way", "period", "first_day", "last_day", "times", "party", "party_address",
    "party_head", "party_country", "whose", "items", "consent", "basis", "course", "confirmed", "told_abroad", "rule",
    "made_on", "period_rule", "runs_from", "kept_until", "goes_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Records that were opened, as a table; what was asked for, and what it is of."""

    inspected: Inspected
    table: Table
    of: AsOf

    def document(self) -> dict[str, Any]:
        """Return the book as one document, for programs: its rows by the names of their columns, and its evidence."""
        told, seen = as_document(self.table, self.of), self.inspected
        return told | {
            "total": seen.total, "skipped": seen.skipped, "named": seen.named, "entry": seen.entry, "leaf": seen.leaf,
            "clause": seen.clause, "article": seen.article,
        }  # fmt: skip


def opened(
    inspection: Inspection, language: Language, *, named: bool | None = None, skip: int = 0, most: int, actor: Actor
) -> Book:
    """Return a page of records as a screen shows them; raises as `door.inspect` does."""
    return _book(inspect(inspection, named=named, skip=skip, most=most, actor=actor), inspection, language)


def taken(
    inspection: Inspection, language: Language, *, named: bool | None = None, proposal: str | None = None, actor: Actor
) -> Book:
    """Return records for a file; raises as `door.extract` does."""
    return _book(extract(inspection, named=named, proposal=proposal, actor=actor), inspection, language)


def _book(seen: Inspected, inspection: Inspection, language: Language) -> Book:
    policy = policies.in_force().policy
    known = {rule.label["ja"]: rule.label[language] for rule in policy.rules.fields.values()}
    rows = [tuple(_row(kept, language, known, named=seen.named).values()) for kept in seen.records]
    columns = " ".join(f"reg_{name}" for name in COLUMNS)
    table = table_of("registers", columns, rows, language)
    title = WORDS[f"reg_title_{inspection.what}"]
    with transactions.reading() as cursor:
        entries = reading.tree_size(cursor)
    of = AsOf(
        report="registers", title=title, clause="8", operator=" / ".join(policy.operator.name.values()),
        at=local(timezone.now()), policy=policy.version, entries=entries,
        about=(
            ("reg_asked", asked(inspection, language)), ("reg_count", str(len(rows))), ("reg_entry", seen.entry),
        ),
    )  # fmt: skip
    return Book(
        inspected=seen, of=of,
        table=Table(
            title=title.say(language), said=table.said, columns=table.columns, both=table.both, names=COLUMNS, rows=rows
        ),
    )  # fmt: skip


def asked(inspection: Inspection, language: Language) -> str:
    """Say which records were asked for; a person by that it is one, and no more."""
    parts = [WORDS[f"reg_{inspection.what}"].say(language)] if inspection.kind else []
    if inspection.partner is not None:
        parts.append(partners.ever(inspection.partner)[1])
    if inspection.since is not None or inspection.until is not None:
        ends = (str(day) if day else "" for day in (inspection.since, inspection.until))
        parts.append(WORDS["reg_asked_period"].say(language).format(*ends))
    if inspection.person is not None:
        parts.append(WORDS["reg_asked_person"].say(language))
    if inspection.record is not None:
        parts.append(inspection.record)
    return joined(parts, language) or WORDS["reg_asked_all"].say(language)


def _row(kept: Kept, language: Language, known: Mapping[str, str], *, named: bool) -> dict[str, Cell]:
    """Return what is said of a record, by column; `known`: what the policy calls an item, by its Japanese name."""
    items, party = kept.items, kept.items.third_party

    def word(name: str) -> str:
        return WORDS[f"reg_{name}"].say(language)

    def day(one: dt.date | None) -> str:
        return one.isoformat() if one is not None else word("later")

    return {
        "record": kept.ref,
        "kind": word(kept.record_class),
        "legality": word("legal" if kept.legal else "voluntary"),
        "way": word(kept.mode),
        "period": _period(kept.since, kept.until, language, going=kept.open),
        "first_day": items.on.isoformat(),
        "last_day": items.last.isoformat(),
        "times": len(items.times) or 1,
        "party": party.name,
        "party_address": party.address,
        "party_head": party.representative,
        "party_country": called(items.country, language),
        "whose": word("of_nobody") if kept.record_class == RELATED else items.person if named else word("not_shown"),
        "items": joined((known.get(name, name) for name in items.items), language),
        "consent": word("agreement_seen" if kept.record_class == RELATED else "agreed") if items.consent else NOTHING,
        "basis": capital(say(items.basis, language)),
        "course": items.course or NOTHING,
        "confirmed": word("published") if items.basis == OPT_OUT and items.confirmed else items.confirmed or NOTHING,
        "told_abroad": word("told") if items.informed else NOTHING,
        "rule": capital(say(rule(kept.record_class, items.basis), language)),
        "made_on": kept.made_on.isoformat(),
        "period_rule": capital(say(period_rule(kept.record_class, kept.mode), language)),
        "runs_from": day(kept.starts_on),
        "kept_until": day(kept.kept_until),
        "goes_on": day(kept.goes_on),
    }


def _period(since: dt.date | None, until: dt.date | None, language: Language, *, going: bool) -> str:
    if since is None or until is None:
        return NOTHING
    return WORDS["reg_goes_further" if going else "reg_from_to"].say(language).format(since, until)


def shelved(policy: Policy, day: dt.date, language: Language) -> Table:
    """How many records of arts. 29 to 31 there are, how long they are kept, when they go (8; R.21, R.25, R.29)."""
    del policy, day
    found = registers.shelves()
    names = partners.names(one.partner for one in found if one.partner)
    later = WORDS["reg_later"].say(language)
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        going = one.goes_on is None
        legal = WORDS["reg_legal" if one.legal else "reg_voluntary"].say(language)
        rows.append((
            WORDS[f"reg_{one.record_class}"].say(language), legal, WORDS[f"reg_{one.mode}"].say(language),
            names.get(one.partner, one.partner) or NOTHING, _period(one.since, one.until, language, going=going),
            one.records, one.first.isoformat(), one.last.isoformat(),
            capital(say(period_rule(one.record_class, one.mode), language)),
            one.goes_on.isoformat() if one.goes_on else later,
        ))  # fmt: skip
    columns = (
        "reg_kind reg_legality reg_way partner reg_period reg_records reg_made_first reg_made_last reg_period_rule"
        " reg_goes_on"
    )
    return table_of("registers_report", columns, rows, language)
