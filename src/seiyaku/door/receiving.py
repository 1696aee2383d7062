"""
The records that art. 30 wants when information comes from a third party: from whom, how they came by it, whose, what.

Made in the transaction that takes it in: values, notes and attachments alike, and what quarantine lets go. About
somebody who is held already the record says their name (R.24(1)(i)), which is looked up for it in an entry of its own.
None where it was given on a ground of 27(1) or 27(5): 30(1) asks nothing then. Whose course of acquisition nobody
confirmed does not enter at all (`Origin`, 5-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.ledger import writing
from seiyaku.ledger.writing import Seen
from seiyaku.registers import batches
from seiyaku.registers import services as registers
from seiyaku.registers.items import Items
from seiyaku.vault import opening, selecting

from .acting import Acting
from .asking import Sitting
from .origins import RECORDED, Origin
from .recording import country_of, going_on, party_of, who

AGREED = frozenset({"27(1)", "28(1)", "31(1)"})
PURPOSE = "law:statutory-record"
NAMING = ("name", "company-name", "member-number", "email", "phone")
PUBLISHED = "27(4)"  # what the provider published of its opt-out (R.24(1)(i))


def is_wanted(sitting: Sitting, origin: Origin) -> bool:
    """Say whether 30 wants a record of what comes from this origin: a third party gave it, and no ground exempts it."""
    source = sitting.rules.policy.rules.sources.get(origin.source or "")
    given = origin.partner is not None or (source is not None and source.family == "partner")
    return given and not origin.is_exempt(sitting)


def keep_about(acting: Acting, origin: Origin, came: Mapping[str, str]) -> None:
    """Keep the record of what came (values by field, or only the fields of a note or a file) about somebody held."""
    if came and is_wanted(acting.sitting, origin):
        keep(
            acting.sitting, origin, [(acting.row.ordinal, came)], actor=acting.want.actor, entry=acting.grant().entry,
            person=_name(acting),
        )  # fmt: skip


def _name(acting: Acting) -> str:
    """Open what tells who it is, the name before anything else; the Act commands it (30(3))."""
    sitting, catalogue = acting.sitting, acting.sitting.rules.catalogue
    known = [name for name in NAMING if name in catalogue.columns]
    (row,) = selecting.rows(sitting.cursor, [acting.row.ordinal], catalogue.sheets(catalogue.mask(known)))
    held = next((name for name in known if row.fields >> catalogue.columns[name].bit & 1), None)
    if held is None:
        return ""
    actor = acting.want.actor
    body = {
        "act": "read", "answer": "allowed", "actor": actor.id, "proven": actor.proven_by, "purpose": PURPOSE,
        "clause": "8-3-M", "article": "30(3)", "fields": [held],
    }  # fmt: skip
    written = writing.record(body, [Seen(row.ordinal, row.mark, granted=True)])
    mask = catalogue.mask([held])
    return opening.open_row(writing.grant(written, [row.ordinal], mask), catalogue, row, mask)[held]


def keep(
    sitting: Sitting, origin: Origin, came: Iterable[tuple[int, Mapping[str, str]]], *, actor: Actor, entry: str,
    person: str = "",
) -> None:  # fmt: skip
    """
    Keep one record for each (ordinal, values that came), under the key of its class and month; `person`: whose it is.

    Raises:
        InputError: the partner's name and address are not on file, or nobody said how it came by what it gave.
    """
    rules, basis = sitting.rules.policy.rules, origin.basis or "27(1)"
    if basis not in RECORDED:
        raise InputError("origin, basis", "a ground that does not fit the partner", ", ".join(RECORDED))
    party = party_of(origin.partner or "", actor, entry)
    country = country_of(sitting, origin.partner)
    items = [
        (
            ordinal,
            Items(
                third_party=party,
                items=tuple(rules.fields[name].label["ja"] for name in values),
                basis=basis,
                consent=basis in AGREED,
                on=sitting.rules.date,
                person=person or who(values),
                course=origin.course or "",
                confirmed=PUBLISHED if basis == "27(2)" else "",
                country=country,
            ),
        )
        for ordinal, values in came
    ]
    source = rules.sources.get(origin.source or "")
    span = source.batch if source is not None and basis != batches.OPT_OUT else None
    running = going_on(sitting, origin.partner, origin.source, span)
    about: dict[str, Any] = {"entry": entry, "made_on": sitting.rules.date}
    if running is not None:
        batches.keep(sitting.cursor, "received", items, running=running, **about)
    else:
        registers.keep(sitting.cursor, "received", items, partner=origin.partner or "", **about)
