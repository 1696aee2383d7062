"""
The records that art. 30 wants when information comes from a third party: from whom, how they came by it, whose, what.

Made in the transaction that takes it in. None where it was given on a ground of 27(1) or 27(5): 30(1) asks nothing
then. Whose course of acquisition nobody confirmed does not enter at all (`Origin`, 5-1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.registers import services as registers
from seiyaku.registers.items import Items

from .asking import Sitting
from .origins import RECORDED, Origin
from .recording import party_of, who

AGREED = frozenset({"27(1)", "28(1)", "31(1)"})
PUBLISHED = "27(4)"  # what the provider published of its opt-out (R.24(1)(i))


def is_wanted(sitting: Sitting, origin: Origin) -> bool:
    """Say whether 30 wants a record of what comes from this origin: a third party gave it, and no ground exempts it."""
    source = sitting.rules.policy.rules.sources.get(origin.source or "")
    given = origin.partner is not None or (source is not None and source.family == "partner")
    return given and not origin.is_exempt(sitting)


def keep(
    sitting: Sitting, origin: Origin, came: Iterable[tuple[int, Mapping[str, str]]], *, actor: Actor, entry: str
) -> None:
    """
    Keep one record for each (ordinal, values that came), under the key of its class and month.

    Raises:
        InputError: the partner's name and address are not on file, or nobody said how it came by what it gave.
    """
    rules, basis = sitting.rules.policy.rules, origin.basis or "27(1)"
    if basis not in RECORDED:
        raise InputError("origin, basis", "a ground that does not fit the partner", ", ".join(RECORDED[:-1]))
    party = party_of(origin.partner or "", actor, entry)
    items = [
        (
            ordinal,
            Items(
                third_party=party,
                items=tuple(rules.fields[name].label["ja"] for name in values),
                basis=basis,
                consent=basis in AGREED,
                on=sitting.rules.date,
                person=who(values),
                course=origin.course or "",
                confirmed=PUBLISHED if basis == "27(2)" else "",
            ),
        )
        for ordinal, values in came
    ]
    registers.keep(sitting.cursor, "received", items, entry=entry, made_on=sitting.rules.date)
