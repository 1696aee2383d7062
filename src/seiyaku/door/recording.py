"""
The records that arts. 29 and 28(1) want of a provision to a third party: who got what about whom, on which basis.

Made in the transaction of the entry itself, so that neither is there without the other, and before anything is
released; a recipient whose name, address and representative are not on file gets nothing. What the policy says goes on
(`batch`) is written into the batch of its period while the partner's contract runs; else each time has its own record.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from seiyaku.core import recording as rules
from seiyaku.core.answers import Allowed
from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError
from seiyaku.core.provisioning import HOME, is_abroad
from seiyaku.papers import services as papers
from seiyaku.partners.models import Partner
from seiyaku.policy import queries
from seiyaku.registers import batches
from seiyaku.registers import services as registers
from seiyaku.registers.batches import Running
from seiyaku.registers.items import Items, ThirdParty

from .asking import Sitting
from .crowds import Gathering
from .wants import Want


def may_be_wanted(want: Want) -> bool:
    """Say whether the want may come to rest on a ground that records are kept of (29), or goes abroad (28)."""
    grounds = queries.in_force().policy.rules.provisions
    kept = (rule.record or rule.character == "third-party" for n, rule in grounds.items() if want.ground in (None, n))
    return any(kept) or Partner.objects.filter(ref=want.recipient or "").exclude(country=HOME).exists()


def basis_by_law(sitting: Sitting, want: Want, answer: Allowed) -> str | None:
    """Return the article on whose consent the provision rests, None where 29(1) wants no record of it."""
    recipient = sitting.recipient(want.recipient or "")
    law, today = sitting.rules.gate.house.law, sitting.rules.today
    return rules.basis(answer.article, abroad=recipient is not None and is_abroad(recipient, law, today))


def keep(sitting: Sitting, gathering: Gathering) -> None:
    """Keep one record a person, under the key of its class and month, where the Act or the policy wants it."""
    want, answer, policy = gathering.want, gathering.answer, sitting.rules.policy.rules
    rule, basis = policy.provisions.get(want.ground or ""), basis_by_law(sitting, want, answer)
    if basis is None and (rule is None or not rule.record):
        return
    party = party_of(want.recipient or "", want.actor, gathering.written.id)
    country = country_of(sitting, want.recipient)
    items = [
        (
            ordinal,
            Items(
                third_party=party,
                items=tuple(policy.fields[name].label["ja"] for name in values),
                basis=basis or answer.article.split(";")[0],
                consent=basis is not None,
                on=sitting.rules.date,
                person=who(values),
                country=country,
            ),
        )
        for block in gathering.open_now(sitting)
        for ordinal, _, values in block
    ]
    about: dict[str, Any] = {"entry": gathering.written.id, "made_on": sitting.rules.date, "legal": basis is not None}
    running = going_on(sitting, want.recipient, want.ground, rule.batch if rule else None)
    if running is not None:
        batches.keep(sitting.cursor, "provided", items, running=running, **about)
    else:
        registers.keep(sitting.cursor, "provided", items, partner=want.recipient or "", **about)


def going_on(sitting: Sitting, partner: str | None, ground: str | None, span: str | None) -> Running | None:
    """Return what is recorded in one batch: the policy says so, and a contract makes it sure to be repeated today."""
    stands = sitting.recipient(partner) if partner and span else None
    if stands is None or stands.contract_until < sitting.rules.today:
        return None
    return Running(partner=partner or "", ground=ground or "", span=span or "")


def country_of(sitting: Sitting, partner: str | None) -> str:
    """Return the country a partner sits in, as it stands today."""
    stands = sitting.recipient(partner) if partner else None
    return stands.country if stands is not None else HOME


def party_of(partner: str, actor: Actor, entry: str) -> ThirdParty:
    """Open the paper that holds a partner's name, address and representative; the look is an entry of its own."""
    ref = Partner.objects.filter(ref=partner).values_list("identity__ref", flat=True).first()
    if ref is None:
        raise InputError("partner", "no identity on file", "its name, address and representative (29(1), 30(1), 31(3))")
    looked = {"act": "read", "answer": "done", "actor": actor.id, "proven": actor.proven_by, "ref": entry}
    return ThirdParty(**orjson.loads(papers.open_in(ref, looked)))


def who(values: Mapping[str, str]) -> str:
    """Return the person's name, or what else went or came that tells who it was (R.20(1), R.24(1))."""
    return values.get("name") or values.get("company-name") or " ".join(values.values())
