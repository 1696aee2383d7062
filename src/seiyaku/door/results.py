"""
What the verbs of the door answer: frozen, and always with the evidence: the entry's id and its leaf hash.

Values appear only where a verb granted them. A person is named by their public id, in hexadecimal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

from seiyaku.core.answers import Allowed, Denied, Unclear
from seiyaku.ledger.writing import Written


class Evidence(TypedDict):
    """The keywords that every result takes."""

    entry: str
    leaf: str
    clause: str
    article: str


def evidence(written: Written, answer: Allowed | None = None) -> Evidence:
    """Return what every result carries of the entry and the answer it rests on."""
    clause, article = (answer.clause, answer.article) if answer else ("", "")
    return {"entry": written.id, "leaf": written.leaf.hex(), "clause": clause, "article": article}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """That it is written down: the entry's id and leaf hash (hexadecimal), and the clause and article it rests on."""

    entry: str
    leaf: str
    clause: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Result):
    """Who was found: public ids, never values."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Used(Result):
    """
    One person's granted values. `left`: the fields asked for that were not opened, each with why.

    `missing` names fields that would be open but of which nothing is held; `unheld` those of `left` that were acquired
    for nothing at all, so that nobody need be asked to agree to their use. `past`: former values, oldest first;
    `past_left`: the fields of which a former value was not opened, each with why. `ended`: those of which what was
    true then has been taken away since, for no purpose needed it any more (22).
    """

    person: str
    values: Mapping[str, str] = field(repr=False)
    left: Mapping[str, Denied | Unclear]
    missing: tuple[str, ...] = ()
    unheld: tuple[str, ...] = ()
    past: Mapping[str, tuple[PastValue, ...]] = field(default_factory=dict, repr=False)
    past_left: Mapping[str, Denied | Unclear] = field(default_factory=dict)
    ended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastValue:
    """
    A value that held from a day on, and when we learned it (ISO 8601, UTC); None says that nothing was held.

    `ended`: something was, and has been taken away since (22).
    """

    value: str | None = field(repr=False)
    valid_from: str
    recorded_at: str
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """People that a bulk act left out, how many, and why."""

    people: int
    why: Denied | Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class Done(Result):
    """An act that opened nothing: done on `people` people, on `person` if on one; `left` says on whom it was not."""

    person: str | None = None
    people: int = 0
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk(Result):
    """
    A use of many, granted for `people`. `blocks` yields (public id, granted values) a block at a time, once.

    Whoever withdrew after the entry and before their block is not in it.
    """

    people: int
    left: tuple[Left, ...]
    blocks: Iterator[list[tuple[str, Mapping[str, str]]]] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics(Result):
    """Aggregates over people who are named in one entry; no row about one person, no group below the floor."""

    people: int
    groups: Mapping[str, int]
    suppressed: int
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A row that may not enter: its number in the file, a stable code for why, and the fields that offended."""

    number: int
    why: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected(Result):
    """What a collection came to. `file` names it for resuming; `people` are the ids of those now held, in order."""

    file: str
    people: tuple[str, ...]
    collected: int
    quarantined: tuple[Quarantined, ...]
    resumed_after: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff(Result):
    """
    What goes to a recipient: exactly the granted columns, in order, and one row a person.

    `ground`: the ground of clause 8 it rests on, empty when nobody else receives it.
    """

    recipient: str
    export: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    left: tuple[Left, ...] = ()
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased(Result):
    """
    An erasure: the entry that began it and the one that closed it with the proof of a search.

    `searched_for` byte strings; `hits` says what was found and where (never a value): nothing. `reach`: "disk" when
    everything on disk was read; "rows" on PostgreSQL, which shows every row and file, not its own pages and log.
    `exports`: files given out that contained the person.
    `keys_gone_on`: the day the last backup key that could open an older copy is destroyed (ISO 8601).
    `receipt` hands out what the person takes away; nobody can make it later, for their mark is gone too.
    """

    closing_entry: str
    searched_for: int
    reach: Literal["disk", "rows"]
    hits: tuple[str, ...]
    keys_gone_on: str
    receipt: Callable[[], Mapping[str, Any]] = field(repr=False, compare=False)
    exports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UseOfMine:
    """
    One use as the person may see it: when, by which duty, for what; staff are never named (2-2).

    `own`: the person did it themself, at their own page.
    """

    entry: str
    at: str
    act: str
    duty: str
    purpose: str
    clause: str
    fields: tuple[str, ...]
    granted: bool
    recipient: str | None = None
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One value held on the person asking: what, from where, since when."""

    name: str
    value: str = field(repr=False)
    present: bool
    source: str
    notice: str
    purposes: tuple[str, ...]
    valid_from: str
    recorded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine(Result):
    """All that one person may see of themselves: what is held, from where, who used it, for what, what they have."""

    person: str
    held: tuple[Held, ...]
    uses: tuple[UseOfMine, ...]
    consents: tuple[Mapping[str, Any], ...]
    relations: tuple[Mapping[str, Any], ...] = ()
    refusals: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired(Result):
    """
    One run of the nightly job, on its certificate: how many people were reduced or erased, and how much of what went.

    `fields`: how many values of which field. `hits` says what a search still found of those erased: nothing.
    """

    reduced: int
    erased: int
    counts: Mapping[str, int]
    fields: Mapping[str, int]
    hits: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InQuarantine:
    """A row in quarantine: its reference, where it came from, why it is there, until when; no value."""

    row: str
    file: str
    number: int
    why: str
    fields: tuple[str, ...]
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting(Result):
    """What is in quarantine."""

    rows: tuple[InQuarantine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked(Result):
    """The cells of rows in quarantine, by the row's reference."""

    cells: Mapping[str, Mapping[str, str]] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledBack(Result):
    """A file taken back: how many people were erased, rows of quarantine thrown away; `hits` of the search: none."""

    erased: int
    emptied: int
    hits: tuple[str, ...] = ()
