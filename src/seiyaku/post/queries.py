"""What others may ask about parcels; no address, no password, no body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from seiyaku.core.asks import Actor
from seiyaku.people.acting import POST, acting

from .models import Destination, Parcel

OPEN = ("waiting", "handing", "unsure", "dead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A parcel as a list shows it."""

    ref: str
    receipt: str
    about: str
    to: str
    channel: str
    partner: str
    filename: str
    size: int
    digest: str
    state: str
    tries: int
    queued_at: dt.datetime
    settled_at: dt.datetime | None
    next_at: dt.datetime
    proof: str
    under_password: bool

    def as_json(self) -> dict[str, Any]:
        """Return it in plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


def may_list(*, actor: Actor) -> None:
    """Refuse a program whose token does not name that it keeps these records, and whoever does not work here."""
    with acting("list-parcels", actor, program=POST):
        pass


def parcels(*, about: str | None = None, open_only: bool = False) -> list[Sent]:
    """Return parcels, the newest first."""
    rows = Parcel.objects.select_related("to", "body").order_by("-queued_at", "-pk")
    if about is not None:
        rows = rows.filter(about=about)
    if open_only:
        rows = rows.filter(state__in=OPEN)
    return [_sent(row) for row in rows]


def tally() -> dict[str, int]:
    """Return how many parcels are in each state."""
    rows = Parcel.objects.values_list("state").annotate(many=Count("pk"))
    return {str(state): int(many) for state, many in rows}


def parcels_in(states: Iterable[str], most: int, *, skip: int = 0) -> list[Sent]:
    """Return the newest parcels in some states, `most` at most, having left out the first `skip`."""
    rows = Parcel.objects.select_related("to", "body").filter(state__in=list(states)).order_by("-queued_at", "-pk")
    return [_sent(row) for row in rows[skip : skip + most]]


def parcel(ref: str) -> tuple[Sent, list[dict[str, Any]]]:
    """Return a parcel and every try to hand it over. Raises NotFound."""
    from .services import one

    found = one(ref)
    tries = found.attempts.order_by("number").values("number", "began_at", "ended_at", "outcome", "why")
    return _sent(found), [dict(each) for each in tries]


def receipts(refs: Iterable[str]) -> dict[str, str]:
    """Return the state of each parcel."""
    return dict(Parcel.objects.filter(ref__in=list(refs)).values_list("ref", "state"))


def destinations() -> list[dict[str, Any]]:
    """Return where parcels may go."""
    rows = Destination.objects.filter(ended_at=None).order_by("name")
    return [dict(each) for each in rows.values("ref", "name", "channel", "partner", "made_at")]


def _sent(row: Parcel) -> Sent:
    return Sent(
        ref=row.ref, receipt=row.receipt, about=row.about, to=row.to.name, channel=row.to.channel,
        partner=row.to.partner, filename=row.filename, size=row.body.size, digest=row.body.digest, state=row.state,
        tries=row.tries, queued_at=row.queued_at, settled_at=row.settled_at, next_at=row.next_at, proof=row.proof,
        under_password=row.password_id is not None,
    )  # fmt: skip
