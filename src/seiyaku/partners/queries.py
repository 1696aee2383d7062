"""What stands about a partner on a day (policy 3-2). Nothing here decides; what is not found is not true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q

from seiyaku.core.asks import Bits, RecipientFacts
from seiyaku.core.errors import NotFound
from seiyaku.core.model import Policy
from seiyaku.ledger.changes import Moment
from seiyaku.policy import queries as policies

from .models import Contract, Partner, Supervision

ENDLESS = dt.date.max.toordinal()


def standing(
    ref: str, day: dt.date, bits: Bits | None = None, policy: Policy | None = None, contract: str | None = None,
    *, then: Moment | None = None,
) -> RecipientFacts | None:  # fmt: skip
    """
    Return what stands about the partner on `day`, or None when there is none of that reference.

    Of several contracts in force the one named by `contract` counts, else the newest: what two contracts allow is
    never added up, because each field goes out for the purposes of its own contract only. `then`: as it stood at that
    moment of the day, but for its kind, character and country, of which only the newest is kept.
    """
    partner = Partner.objects.filter(ref=ref).first()
    if partner is None:
        return None
    bits, policy = bits or policies.bits(), policy or policies.in_force(day).policy
    gone = partner.ended_at is not None and (then is None or partner.ended_at <= then.at)
    live = None if gone else contract_in_force(partner, day, contract, then)
    return RecipientFacts(
        id=partner.ref,
        kind=partner.kind,
        character=partner.character,
        country=partner.country,
        contract_until=live.until.toordinal() if live else 0,
        terms=frozenset(live.terms.split()) if live else frozenset(),
        fields=_mask(live.fields.split(), bits.fields) if live else 0,
        purposes=_mask(live.purposes.split(), bits.purposes) if live else 0,
        supervised_until=supervised_until(partner, day, policy, then),
        equivalent_measures_until=_last_passed(partner, day, "measures", then),
    )


def contract_in_force(
    partner: Partner, day: dt.date, ref: str | None = None, then: Moment | None = None
) -> Contract | None:
    """Return the partner's newest contract in force on `day`, or the one named if it is."""
    lasting = Q(ended_at=None) if then is None else Q(ended_at=None) | Q(ended_at__gt=then.at)
    found = Contract.objects.filter(lasting, partner=partner, starts_on__lte=day, until__gte=day)
    if ref is not None:
        found = found.filter(ref=ref)
    newest = found.order_by("-starts_on", "-pk")
    return newest.first() if then is None else next((one for one in newest if then.knew(one.ref)), None)


def supervised_until(partner: Partner, day: dt.date, policy: Policy, then: Moment | None = None) -> int:
    """Return to which day the last look at the partner is good (25); endless where the policy asks for none."""
    kind = policy.rules.partners.get(partner.kind)
    if kind is not None and kind.supervise_every is None:
        return ENDLESS
    return _last_passed(partner, day, "handling", then)


def _last_passed(partner: Partner, day: dt.date, subject: str, then: Moment | None) -> int:
    looks = Supervision.objects.filter(partner=partner, subject=subject, looked_on__lte=day)
    newest = looks.order_by("-looked_on", "-pk")
    last = newest.first() if then is None else next((one for one in newest if then.knew(one.ref)), None)
    return last.until.toordinal() if last is not None and last.passed else 0


def _mask(names: Iterable[str], places: dict[str, int]) -> int:
    mask = 0
    for name in names:
        if name in places:
            mask |= 1 << places[name]
    return mask


def ending(day: dt.date, within: int) -> list[tuple[str, str, dt.date]]:
    """Return (partner, contract, last day) of every contract that ends within so many days, the nearest first."""
    last = day + dt.timedelta(days=within)
    live = Contract.objects.filter(ended_at=None, partner__ended_at=None, until__gte=day, until__lte=last)
    return list(live.order_by("until").values_list("partner__ref", "ref", "until"))


def unreturned(day: dt.date) -> list[tuple[str, str]]:
    """Return (partner, contract) of every contract that is over and whose partner has not proven return or erasure."""
    over = Contract.objects.filter(Q(until__lt=day) | Q(ended_at__isnull=False), returned_at=None)
    return list(over.order_by("until").values_list("partner__ref", "ref"))


def one(ref: str) -> Partner:
    """Return a partner, also one that was let go; NotFound otherwise."""
    found = Partner.objects.filter(ref=ref).first()
    if found is None:
        raise NotFound("partner")
    return found


def ref_of(name: str) -> str:
    """Return the reference of the partner of this name, or this reference; NotFound otherwise."""
    found = Partner.objects.filter(Q(ref=name) | Q(name=name), ended_at=None).first()
    if found is None:
        raise NotFound("partner")
    return found.ref


def known(day: dt.date, policy: Policy | None = None) -> list[tuple[str, RecipientFacts]]:
    """Return every partner by name, with what stands about it on `day`."""
    rows = Partner.objects.filter(ended_at=None).order_by("name").values_list("name", "ref")
    stands = [(name, standing(ref, day, None, policy)) for name, ref in rows]
    return [(name, facts) for name, facts in stands if facts is not None]
