"""
The records that arts. 29 and 28(1) want of a provision to a third party: who got what about whom, on which basis.

Made in the transaction of the entry itself, so that neither is there without the other, and before anything is
released; a recipient whose name, address and representative are not on file gets nothing.
"""

from __future__ import annotations

import orjson

from seiyaku.core.errors import InputError
from seiyaku.papers import services as papers
from seiyaku.partners.models import Partner
from seiyaku.policy import queries
from seiyaku.registers import services as registers
from seiyaku.registers.items import Items, ThirdParty

from .asking import Sitting
from .crowds import Gathering
from .wants import Want


def may_be_wanted(want: Want) -> bool:
    """Say whether the want's ground, or one of those it may come to rest on, is one that records are kept of (29)."""
    grounds = queries.in_force().policy.rules.provisions
    return any(rule.record for name, rule in grounds.items() if want.ground in (None, name))


def keep(sitting: Sitting, gathering: Gathering) -> None:
    """Keep one record a person, under the key of its class and month, if the ground is one that wants it."""
    want, answer, rules = gathering.want, gathering.answer, sitting.rules.policy.rules
    rule = rules.provisions.get(want.ground or "")
    if rule is None or not rule.record:
        return
    party = _party(want, gathering.written.id)
    items = [
        (
            ordinal,
            Items(
                third_party=party,
                items=tuple(rules.fields[name].label["ja"] for name in values),
                basis=answer.article.split(";")[0],
                consent=answer.article.startswith(("27(1);", "28(1)")) or answer.article == "27(1)",
                on=sitting.rules.date,
                person=values.get("name") or " ".join(values.values()),
            ),
        )
        for block in gathering.open_now(sitting)
        for ordinal, _, values in block
    ]
    registers.keep(sitting.cursor, "provided", items, entry=gathering.written.id, made_on=sitting.rules.date)


def _party(want: Want, entry: str) -> ThirdParty:
    """Open the paper that holds the recipient's name, address and representative; the look is an entry of its own."""
    ref = Partner.objects.filter(ref=want.recipient or "").values_list("identity__ref", flat=True).first()
    if ref is None:
        raise InputError("recipient", "no identity on file", "its name, address and representative (29(1))")
    looked = {"act": "read", "answer": "done", "actor": want.actor.id, "proven": want.actor.proven_by, "ref": entry}
    return ThirdParty(**orjson.loads(papers.open_in(ref, looked)))
