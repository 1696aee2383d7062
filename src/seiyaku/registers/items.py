"""
The items the law wants on record, and how long (arts. 29–31; R.20, R.21, R.24, R.25, R.27–R.29).

* provided  who received it (name, address, representative), whose it was, which items, that consent was there; the date
* received  who provided it, how they came by it (取得の経緯), whose, which items, that consent was there; the date
* related   what went to somebody who ties it to a person (31): the recipient, the items, that consent was confirmed and
            how; never whose
* Three years from the record, or from the last provision of a batch; one year from it where a contract stands in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from seiyaku.core import deadlines
from seiyaku.core.errors import InputError

PERIOD = {"each": "3y", "batch": "3y", "contract": "1y"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParty:
    """The other side, as it named itself."""

    name: str
    address: str
    representative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """
    The legal items of one record.

    `person`: the name as provided, or enough to tell who it was; `items`: concrete names of what went or came;
    `consent`: that the person's consent under 27(1) or 28(1) was there; `basis`: the article; `course`: how the
    provider came by it; `confirmed`: how consent was confirmed (31).
    """

    third_party: ThirdParty
    items: tuple[str, ...]
    basis: str
    consent: bool
    on: dt.date
    person: str = ""
    course: str = ""
    confirmed: str = ""
    country: str = "JP"


def check(record_class: str, items: Items) -> None:
    """Refuse a record without the items its article wants; what is wrong is named, never what it says."""
    where = f"register, {record_class}"
    party = items.third_party
    if not (party.name.strip() and party.address.strip() and party.representative.strip()):
        raise InputError(where, "a third party without name, address or representative", "all three")
    if not items.items or not all(item.strip() for item in items.items):
        raise InputError(where, "no items", "what went or came, by concrete names")
    if record_class == "related":
        _related(where, items)
        return
    if not items.person.strip():
        raise InputError(where, "nobody", "the person's name, or enough to tell who it was")
    if record_class == "received" and items.basis != "31(1)" and not items.course.strip():
        raise InputError(where, "no course of acquisition", "how the provider came by it (30(1)(ii))")
    if items.basis in {"27(1)", "28(1)", "31(1)"} and not items.consent:
        raise InputError(where, "no consent on a basis of consent", "that the person's consent was there")


def _related(where: str, items: Items) -> None:
    if items.person:
        raise InputError(where, "a person", "none: this record never says whose (R.28)")
    if not (items.consent and items.confirmed.strip()):
        raise InputError(where, "no confirmation of consent", "that the recipient has it, and how that was confirmed")


def month_of_end(mode: str, made_on: dt.date, last_on: dt.date) -> dt.date:
    """
    Return the first day of the month in which the record goes.

    The period's last day is still kept, to the end of its month; the key dies at the start of the next.
    """
    start = made_on if mode == "each" else last_on
    end = deadlines.last_day(start, PERIOD[mode])
    return dt.date(end.year + end.month // 12, end.month % 12 + 1, 1)


def written(items: Items) -> Mapping[str, object]:
    """Return the items as they are sealed."""
    return asdict(items) | {"on": items.on.isoformat()}


def read(said: Mapping[str, object]) -> Items:
    """Return the items that were sealed."""
    plain = dict(said)
    party, items, on = plain.pop("third_party"), plain.pop("items"), plain.pop("on")
    return Items(
        third_party=ThirdParty(**party),  # type: ignore[arg-type]
        items=tuple(items),  # type: ignore[arg-type]
        on=dt.date.fromisoformat(str(on)),
        **plain,  # type: ignore[arg-type]
    )
