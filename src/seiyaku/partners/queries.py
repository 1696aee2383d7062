"""What stands about a partner on a day (policy 3-2). Nothing here decides; what is not found is not true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q

from seiyaku.core.asks import Actor, Bits, RecipientFacts
from seiyaku.core.errors import NotFound
from seiyaku.core.language import Text
from seiyaku.core.model import Policy
from seiyaku.core.reasons import REASONS
from seiyaku.ledger.changes import Moment
from seiyaku.people import directory
from seiyaku.people.acting import PARTNERS, acting
from seiyaku.policy import queries as policies

from .models import Checked, Contract, Partner, SubEntrustment, Supervision

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
    handled = supervised_until(partner, day, policy, then)
    return _facts(partner, live, (handled, _last_passed(partner, day, "measures", then)), bits)


def _facts(partner: Partner, live: Contract | None, looked: tuple[int, int], bits: Bits) -> RecipientFacts:
    """Put together what stands about a partner; `looked`: until when looks at its handling, and measures, are good."""
    return RecipientFacts(
        id=partner.ref,
        kind=partner.kind,
        character=partner.character,
        country=partner.country,
        contract_until=live.until.toordinal() if live else 0,
        terms=frozenset(live.terms.split()) if live else frozenset(),
        fields=_mask(live.fields.split(), bits.fields) if live else 0,
        purposes=_mask(live.purposes.split(), bits.purposes) if live else 0,
        supervised_until=looked[0],
        equivalent_measures_until=looked[1],
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
    if last is None or not last.passed:
        return 0
    return min([last.until, *_open_days(last, then)]).toordinal()


def _open_days(look: Supervision, then: Moment | None) -> list[dt.date]:
    """Return by which days something of a look is to be mended that is not; `then`: that was not at that moment."""
    mended = Q(mended_at=None) if then is None else Q(mended_at=None) | Q(mended_at__gt=then.at)
    found = look.items.filter(mended, due_on__isnull=False).values_list("due_on", flat=True)
    return [day for day in found if day is not None]


def _mask(names: Iterable[str], places: dict[str, int]) -> int:
    mask = 0
    for name in names:
        if name in places:
            mask |= 1 << places[name]
    return mask


def running(day: dt.date) -> list[Contract]:
    """Return every contract that is not over on `day`, of partners that were not let go, the oldest first."""
    found = Contract.objects.filter(ended_at=None, partner__ended_at=None, until__gte=day)
    return list(found.order_by("starts_on", "pk").select_related("partner"))


def ending(day: dt.date, within: int, live: list[Contract] | None = None) -> list[tuple[str, str, dt.date]]:
    """
    Return (partner, contract, last day) of every contract that ends within so many days, the nearest first.

    `live`: what runs on that day, where it has been read already.
    """
    last = day + dt.timedelta(days=within)
    found = [one for one in (running(day) if live is None else live) if one.until <= last]
    return [(one.partner.ref, one.ref, one.until) for one in sorted(found, key=lambda one: one.until)]


def unreturned(day: dt.date, live: list[Contract] | None = None) -> list[tuple[str, str]]:
    """
    Return (partner, contract) of every contract that is over and whose partner has not proven return or erasure.

    `live`: what runs on that day, where it has been read already.
    """
    over = Contract.objects.filter(Q(until__lt=day) | Q(ended_at__isnull=False), returned_at=None).order_by("until")
    found = list(over.values_list("partner__ref", "ref", "partner_id", "fields"))
    newest = _in_force(running(day) if live is None else live, day) if found else {}
    return [(partner, ref) for partner, ref, key, fields in found if not _renewed(fields, newest.get(key))]


def _in_force(live: list[Contract], day: dt.date) -> dict[int, Contract]:
    """Return the newest contract in force of each partner, as `contract_in_force` does of one."""
    return {one.partner_id: one for one in live if one.starts_on <= day}


def _renewed(fields: str, live: Contract | None) -> bool:
    """Tell whether a contract in force covers all the fields of an old one: nothing is to be returned yet."""
    return live is not None and set(fields.split()) <= set(live.fields.split())


def due(day: dt.date, within: int) -> list[tuple[str, str, dt.date]]:
    """Return (partner, item of a checklist, day) of what partners are to mend by then, the nearest first."""
    found = Checked.objects.filter(
        mended_at=None, due_on__lte=day + dt.timedelta(days=within), supervision__partner__ended_at=None
    )
    rows = found.order_by("due_on").values_list("supervision__partner__ref", "item", "due_on")
    return [(ref, item, on) for ref, item, on in rows if on is not None]


def subs_over(day: dt.date) -> list[tuple[str, str]]:
    """Return (partner, sub-entrustment) of each that is past its day, or outlived its contract, and was not ended."""
    gone = Q(until__lt=day) | Q(contract__ended_at__isnull=False) | Q(contract__until__lt=day)
    found = SubEntrustment.objects.filter(gone, ended_at=None, contract__returned_at=None)
    return list(found.order_by("until").values_list("contract__partner__ref", "ref"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Barred:
    """Why nothing goes to a partner: the clause, the article, and what would help."""

    code: str
    clause: str
    article: str
    text: Text
    remedy: Text


def barred(facts: RecipientFacts, policy: Policy, day: dt.date) -> list[Barred]:
    """Return everything that closes a partner, whatever is asked for, in the order the gate tries it (3-2)."""
    kind = policy.rules.partners.get(facts.kind)
    clause = kind.clause if kind else next(iter(policy.rules.partners.values())).clause
    today = day.toordinal()
    found = (
        ("unclassified", facts.character == "unclassified"),
        ("contract-ended", not facts.contract_until),
        ("contract-terms", bool(facts.contract_until and kind and not set(kind.terms) <= facts.terms)),
        ("supervision-overdue", facts.supervised_until < today),
    )
    return [
        Barred(code=code, clause=clause, article=REASONS[code].article, text=REASONS[code].text,
               remedy=REASONS[code].remedy)
        for code, is_so in found
        if is_so
    ]  # fmt: skip


def attention(day: dt.date, within: int) -> dict[str, list[dict[str, Any]]]:
    """Return what is to be done about partners, looking so many days ahead."""
    return {
        "ending": [{"partner": partner, "contract": ref, "until": on} for partner, ref, on in ending(day, within)],
        "unreturned": [{"partner": partner, "contract": ref} for partner, ref in unreturned(day)],
        "due": [{"partner": partner, "item": item, "due_on": on} for partner, item, on in due(day, within)],
        "subs_over": [{"partner": partner, "sub": ref} for partner, ref in subs_over(day)],
    }


def may_list(*, actor: Actor) -> None:
    """Refuse a program whose token does not name that it keeps these records, and whoever does not work here."""
    with acting("list-partners", actor, program=PARTNERS):
        pass


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


def ever(name: str) -> tuple[str, str]:
    """Return the reference and the name of a partner, also of one that was let go; NotFound otherwise."""
    found = Partner.objects.filter(Q(ref=name) | Q(name=name)).first()
    if found is None:
        raise NotFound("partner")
    return found.ref, found.name


def everyone() -> list[tuple[str, str]]:
    """Return (reference, name) of every partner there is or was, by name."""
    return list(Partner.objects.order_by("name").values_list("ref", "name"))


def known(
    day: dt.date, policy: Policy | None = None, live: list[Contract] | None = None
) -> list[tuple[str, RecipientFacts]]:
    """Return every partner by name, with what stands about it on `day`; `live`: what runs then, where it was read."""
    bits, policy = policies.bits(), policy or policies.in_force(day).policy
    everybody = Partner.objects.filter(ended_at=None).order_by("name")
    newest, looked = _in_force(running(day) if live is None else live, day), _looked(day)
    found = []
    for partner in everybody:
        kind = policy.rules.partners.get(partner.kind)
        endless = kind is not None and kind.supervise_every is None
        handled = ENDLESS if endless else looked.get((partner.pk, "handling"), 0)
        until = handled, looked.get((partner.pk, "measures"), 0)
        found.append((partner.name, _facts(partner, newest.get(partner.pk), until, bits)))
    return found


def _looked(day: dt.date) -> dict[tuple[int, str], int]:
    """Return, by partner and subject, to which day the last look is good, as `_last_passed` does one by one."""
    looks = Supervision.objects.filter(partner__ended_at=None, looked_on__lte=day).order_by("looked_on", "pk")
    last = {(one.partner_id, one.subject): one for one in looks}
    unmended: dict[int, dt.date] = {}
    items = Checked.objects.filter(supervision__in=[one.pk for one in last.values()], mended_at=None)
    for look, due_on in items.filter(due_on__isnull=False).values_list("supervision_id", "due_on"):
        if due_on is not None:
            unmended[look] = min(unmended.get(look, due_on), due_on)
    return {
        key: min(one.until, unmended.get(one.pk, one.until)).toordinal() if one.passed else 0
        for key, one in last.items()
    }


def names(refs: Iterable[str]) -> dict[str, str]:
    """Return what these partners are called, by their references."""
    return dict(Partner.objects.filter(ref__in=set(refs)).values_list("ref", "name"))


def contacts_kept() -> tuple[int, int]:
    """Return of how many partners a sealed contact is kept, and since which day the oldest (an ordinal)."""
    kept = Partner.objects.filter(contact__destroyed_at=None, contact__isnull=False)
    return directory.contacts(kept.aggregate(many=Count("pk"), oldest=Min("contact__kept_at")))
