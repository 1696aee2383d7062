"""
The records that arts. 29 and 28(1) want of a provision to a third party: who got what about whom, on which basis.

Made before anything is released; a recipient whose name, address and representative are not on file gets nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from seiyaku.core.errors import InputError
from seiyaku.ledger import transactions
from seiyaku.papers import services as papers
from seiyaku.partners.models import Partner
from seiyaku.policy import queries
from seiyaku.registers import services as registers
from seiyaku.registers.items import Items, ThirdParty

from .crowds import Gathering
from .wants import Want

Row = tuple[int, Mapping[str, str]]


def wanted(want: Want) -> bool:
    """Say whether the want's ground is one that the policy keeps records of (29)."""
    rule = queries.in_force().policy.rules.provisions.get(want.ground or "")
    return rule is not None and rule.record


def identity_of(want: Want) -> str:
    """
    Return the paper that holds the recipient's name, address and representative.

    Raises:
        InputError: they are not on file; without them no lawful record can be made.
    """
    found = Partner.objects.filter(ref=want.recipient or "").values_list("identity__ref", flat=True).first()
    if found is None:
        raise InputError("recipient", "no identity on file", "its name, address and representative (29(1))")
    return found


def record(gathering: Gathering, rows: Sequence[Row], names: Sequence[str], identity: str) -> None:
    """Keep one record a person, under the key of its class and month."""
    want, answer = gathering.want, gathering.answer
    rules = queries.in_force().policy.rules.fields
    today = queries.today()
    labels = tuple(rules[name].label["ja"] for name in names)
    with transactions.changing() as cursor:
        looked = {"act": "read", "answer": "done", "actor": want.actor.id, "proven": want.actor.proven_by}
        party = orjson.loads(papers.open_in(identity, looked | {"ref": gathering.written.id}))
        items = [
            (
                ordinal,
                Items(
                    third_party=ThirdParty(**party),
                    items=labels,
                    basis=answer.article.split(";")[0],
                    consent=answer.article.startswith(("27(1);", "28(1)")) or answer.article == "27(1)",
                    on=today,
                    person=values.get("name") or " ".join(values.values()),
                ),
            )
            for ordinal, values in rows
        ]
        registers.keep(cursor, "provided", items, entry=gathering.written.id, made_on=today)
