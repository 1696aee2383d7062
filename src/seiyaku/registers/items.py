"""
The items the law wants on record (arts. 29–31; R.20, R.24, R.27, R.28); how long, and by which rule: `core.recording`.

* provided  who received it (name, address, representative), whose it was, which items, that consent was there; the date
* received  who provided it, how they came by it (取得の経緯), whose, which items, that consent was there; the date
* related   what went to somebody who ties it to a person (31): the recipient, the items, that consent was confirmed and
            how, abroad that the persons were told what 31(1)(ii) wants; never whose
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from seiyaku.core.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParty:
    """The other side, as it named itself."""

    name: str
    address: str
    representative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """One time in a batch: the day, and the items that went or came."""

    on: dt.date
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """
    The legal items of one record.

    `person`: the name as provided, or enough to tell who it was; `items`: concrete names of what went or came;
    `consent`: that the person's consent under 27(1) or 28(1) was there; `basis`: the article; `course`: how the
    provider came by it; `confirmed`: how consent was confirmed, `informed`: that abroad the persons were told of the
    country and its safeguards (31). In a batch, `on` is the day of the first time, `items` are those of all times
    together, and `times` says what each time was about.
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
    informed: bool = False
    times: tuple[Time, ...] = ()

    @property
    def last(self) -> dt.date:
        """The day of the last time."""
        return max((time.on for time in self.times), default=self.on)


def goes_on(earlier: Items, later: Items) -> bool:
    """Say whether one record can say both: all but the day and the items is the same (R.20(2), R.24(2))."""
    return replace(later, on=earlier.on, items=earlier.items, times=earlier.times) == earlier


def joined(earlier: Items, later: Items) -> Items:
    """Return the record of a batch with one time more."""
    return _of(earlier, (*_times(earlier), *_times(later)))


def only(items: Items, places: Sequence[int]) -> Items:
    """Return the record of a batch with only those of its times, at least one."""
    times = _times(items)
    return _of(items, tuple(times[place] for place in places))


def _times(items: Items) -> tuple[Time, ...]:
    return items.times or (Time(on=items.on, items=items.items),)


def _of(items: Items, times: tuple[Time, ...]) -> Items:
    every = dict.fromkeys(name for time in times for name in time.items)
    first = min(time.on for time in times)
    return replace(items, times=times if len(times) > 1 else (), on=first, items=tuple(every))


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


def written(items: Items) -> Mapping[str, object]:
    """Return the items as they are sealed."""
    said = asdict(items) | {"on": items.on.isoformat()}
    said["times"] = [[time.on.isoformat(), time.items] for time in items.times]
    return said


def read(said: Mapping[str, object]) -> Items:
    """Return the items that were sealed."""
    plain = dict(said)
    party, items, on = plain.pop("third_party"), plain.pop("items"), plain.pop("on")
    times: Any = plain.pop("times", ())
    return Items(
        third_party=ThirdParty(**party),  # type: ignore[arg-type]
        items=tuple(items),  # type: ignore[arg-type]
        times=tuple(Time(on=dt.date.fromisoformat(day), items=tuple(names)) for day, names in times),
        on=dt.date.fromisoformat(str(on)),
        **plain,  # type: ignore[arg-type]
    )
