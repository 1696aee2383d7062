"""What the client hands back: frozen, always with the entry, its leaf hash, and the clause and article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """That it is on record. `document` is all that was said; `replayed`: it was done before, under the same key."""

    entry: str
    leaf: str
    clause: str
    article: str
    replayed: bool = False
    document: Mapping[str, Any] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Answer):
    """Who was found, by public id."""

    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Used(Answer):
    """
    One person's granted values; `left` says of each other field why it was not opened.

    `past`: former values by field, each with `value`, `valid_from`, `recorded_at`, `ended`; `past_left`: why one was
    not opened. `ended`: the fields of which what was true then has been taken away since.
    """

    person: str
    values: Mapping[str, str] = field(repr=False)
    left: Mapping[str, Mapping[str, Any]]
    missing: tuple[str, ...] = ()
    past: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict, repr=False)
    past_left: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    ended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected(Answer):
    """Who is now held, and which rows are in quarantine, with why."""

    people: tuple[str, ...]
    quarantined: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Answer):
    """What goes to a recipient: its columns, and one row a person."""

    export: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What came of one act of a list, by its number there, from 1.

    `outcome`: "done", or why not ("refused", "not-found", "conflict", "input" …); `document` says the rest: clause,
    article, reason and remedy of a refusal, `where` something was wrong, `proof` of an erasure.
    """

    number: int
    outcome: str
    entry: str = ""
    leaf: str = ""
    person: str | None = None
    document: Mapping[str, Any] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """What came of a list. Nothing of it raises: `refused` and `failed` count what `outcomes` say."""

    done: int
    refused: int
    failed: int
    outcomes: tuple[Outcome, ...]
    replayed: bool = False

    @classmethod
    def of(cls, said: Mapping[str, Any], *, replayed: bool) -> Many:
        """Read the answer to a list."""
        outcomes = tuple(
            Outcome(
                number=one["number"], outcome=one["outcome"], entry=one.get("entry", ""), leaf=one.get("leaf", ""),
                person=one.get("person"), document=one,
            )
            for one in said["outcomes"]
        )  # fmt: skip
        return cls(
            done=said["done"], refused=said["refused"], failed=said["failed"], outcomes=outcomes, replayed=replayed
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person of a stream."""

    person: str
    values: Mapping[str, str] = field(repr=False)


def evidence(said: Mapping[str, Any], *, replayed: bool) -> dict[str, Any]:
    """Return what every answer has."""
    named = {name: said.get(name, "") for name in ("entry", "leaf", "clause", "article")}
    return {**named, "replayed": replayed, "document": said}
