"""Which partner or contract a reference names, for what is about to happen to it."""

from __future__ import annotations

from seiyaku.core.countries import COUNTRIES
from seiyaku.core.errors import InputError, NotFound

from .models import Contract, Partner

LONGEST = 120  # characters of a name
KEPT_AFTER = "3y"  # contracts and findings, from the end they speak of


def partner_of(ref: str) -> Partner:
    """Return a partner that was not let go; NotFound otherwise."""
    found = Partner.objects.select_related("contact").filter(ref=ref, ended_at=None).first()
    if found is None:
        raise NotFound("partner")
    return found


def contract_of(ref: str) -> Contract:
    """Return a contract, also one that is over; NotFound otherwise."""
    found = Contract.objects.select_related("partner", "paper").filter(ref=ref).first()
    if found is None:
        raise NotFound("contract")
    return found


def is_country(country: str) -> None:
    """Refuse what is no country's two letters."""
    if country not in COUNTRIES:
        raise InputError("country", repr(country[:20]), "two capital letters (ISO 3166)")
