"""
What a policy compiles into: masks, and refusals said beforehand.

Each row stands for one thing that may be asked: a `Use` (an act for a purpose), a `Form` (a collection), a `Route`
(a ground on which something goes to others). A row knows which duties may do it, which fields it reaches, and its own
refusals, built the first time they are needed.

Not here: building them from a policy (`compiled`), asking them (`gate`, `acquiring`, `provisioning`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from .answers import Allowed, Denied, Unclear
from .language import Text
from .law import LAW_BITS, PROVISION, Exemption, Ground, LawTable

LAW_BIT = LAW_BITS[PROVISION]  # of grounds that name no purpose; purposes the Act itself gives stand above it
ACQUIRING = "17(1), 20(1), 21"
CACHE = 4096  # answers remembered per row

Refusal = Denied | Unclear


def remember(answers: dict[Any, Allowed], key: object, answer: Allowed) -> None:
    """Keep an answer; a row that was asked for too many different things starts afresh."""
    if len(answers) >= CACHE:
        answers.clear()
    answers[key] = answer


class Refusals(dict[str, Refusal]):
    """Refusals of one row by reason, each built once."""

    def __init__(self, build: Callable[[str], Refusal]) -> None:
        super().__init__()
        self._build = build

    def __missing__(self, reason: str) -> Refusal:
        made = self[reason] = self._build(reason)
        return made


@dataclass(slots=True, kw_only=True)
class Use:
    """
    An act for a purpose.

    `limited`: the person's standings count, as they do not where the Act commands; `heeds`: a restriction still does.
    """

    act: str
    purpose: str
    clause: str
    article: str
    label: Text
    bit: int
    duties: int
    undecided_duties: int
    reserved: int
    needs: int
    undecided: int = 0
    unclear: bool = False
    past: bool = False
    undecided_past: bool = False
    limited: bool = True
    heeds: bool = False
    consent_bit: int = 0
    undecided_consent: int = 0
    consent_only: bool = False
    opt_in: bool = False
    refusable: bool = False
    profiling: bool = False
    barred: str | None = None
    kind: Literal["read", "find", "identify", "scan", "write", "deed"] = "read"
    person: bool = False
    system: bool = False
    no: Refusals
    left: Callable[[int], Refusal]
    answers: dict[tuple[int, int, str | None], Allowed] = field(default_factory=dict)

    def allowed(self, asked: int, granted: int, clause: str | None = None) -> Allowed:
        """Return the answer for these fields, remembered; `clause` when another one than the purpose's allows."""
        key = (asked, granted, clause)
        answer = self.answers.get(key)
        if answer is None:
            left = asked & ~granted
            answer = Allowed(
                clause=clause or self.clause,
                article=self.article,
                fields=granted,
                left=left,
                why_left=self.left(left) if left else None,
            )
            remember(self.answers, key, answer)
        return answer


@dataclass(slots=True, kw_only=True)
class Form:
    """A collection: the source it is, what must have been shown, the only fields it may carry."""

    name: str
    clause: str
    label: Text
    source: str
    bit: int
    purposes: int
    notice: int
    shows: bool
    duties: int
    undecided_duties: int
    reserved: int
    fields: int
    unclear: bool
    person: bool = True
    system: bool = False
    no: Refusals
    answers: dict[tuple[int, int, str], Allowed] = field(default_factory=dict)

    def allowed(self, asked: int, granted: int, reason: str) -> Allowed:
        """Return the answer for these fields, remembered; `reason` says why the others are left."""
        key = (asked, granted, reason)
        answer = self.answers.get(key)
        if answer is None:
            left = asked & ~granted
            why = self.no[reason] if left else None
            answer = Allowed(clause=self.clause, article=ACQUIRING, fields=granted, left=left, why_left=why)
            remember(self.answers, key, answer)
        return answer


@dataclass(slots=True, kw_only=True)
class Origin:
    """
    A source: what must be there before anything enters from it, and for which purposes of its family it enters.

    `academic`: it is an academic institution (16(8)).
    """

    name: str
    clause: str
    family: str
    channel: str
    direct: bool
    needs: frozenset[str]
    purposes: int
    fields: int
    academic: bool
    unclear: bool


@dataclass(slots=True, kw_only=True)
class Route:
    """A ground of provision. `fields` 0 means: those of the consent, the contract or the demand."""

    name: str
    clause: str
    label: Text
    character: str
    to: frozenset[str]
    anybody: bool
    provides: bool
    bit: int
    duties: int
    undecided_duties: int
    reserved: int
    fields: int
    exactly: bool
    serves: frozenset[str]
    grounds: tuple[Ground, ...]
    by_law: bool
    needs: tuple[str, ...]
    by_consent: bool
    of_holders: bool
    bound: bool
    supervised: bool
    record: bool
    unclear: bool
    person: bool = False
    system: bool = False
    no: Refusals
    answers: dict[tuple[int, int, str, str], Allowed] = field(default_factory=dict)

    def allowed(self, asked: int, granted: int, reason: str, article: str) -> Allowed:
        """Return the answer for these fields, remembered; `reason` says why the others are left."""
        key = (asked, granted, reason, article)
        answer = self.answers.get(key)
        if answer is None:
            left = asked & ~granted
            why = self.no[reason] if left else None
            answer = Allowed(
                clause=self.clause, article=article, fields=granted, left=left, why_left=why, ground=self.name
            )
            remember(self.answers, key, answer)
        return answer


@dataclass(slots=True, kw_only=True)
class Partner:
    """
    A kind of partner: the terms its contract must have, and whether it is supervised.

    `bodies`: what it is in law ("state", "academic"), as far as a ground of provision asks.
    """

    terms: frozenset[str]
    supervised: bool
    bodies: frozenset[str]
    unclear: bool


@dataclass(slots=True, kw_only=True)
class House:
    """What holds for every row of one policy version."""

    version: str
    law: LawTable
    field_bits: dict[str, int]
    purpose_bits: dict[str, int]
    others: dict[str, int]
    related: tuple[tuple[int, int, int, str], ...]
    findable: int
    joined: int
    special: int
    my_number: int
    communications: int
    undecided: int
    special_grounds: dict[str, Exemption]
    undecided_grounds: frozenset[str]
    special_direct: bool
    urgent_grounds: dict[str, Exemption]
    clauses: dict[str, str]
    uses: dict[str, dict[str | None, Use]]
    purposes: dict[str, Use]
    labels: dict[str, Text]
    forms: dict[str, Form]
    origins: dict[str, Origin]
    routes: dict[str, Route]
    routes_to: dict[str, tuple[Route, ...]]
    partners: dict[str, Partner]
    callers: int
    matched: int
    imports: Form
    no: Refusals
