"""
The door's results as documents. Values stand only where a verb granted them; everything else is ids, names, counts.

The shapes are for the API's description; documents are made by hand and written by orjson, which costs nothing.
"""

from __future__ import annotations

from typing import Any, Literal

import orjson
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from seiyaku.core.language import Language
from seiyaku.door import (
    Bulk,
    Collected,
    Done,
    Erased,
    Explained,
    Found,
    Handoff,
    Many,
    Mine,
    Outcome,
    Recorded,
    Scanned,
    Statistics,
    Used,
)
from seiyaku.door.results import Left, Result

from .problems import language_of, refusal

JSON = "application/json"


def reply(document: Any, status: int = 200) -> HttpResponse:
    """Return a document as it goes out."""
    return HttpResponse(orjson.dumps(document), content_type=JSON, status=status)


def evidence(result: Result) -> dict[str, Any]:
    """Return what every answer carries."""
    return {"entry": result.entry, "leaf": result.leaf, "clause": result.clause, "article": result.article}


def left(groups: tuple[Left, ...], language: Language) -> list[dict[str, Any]]:
    """Say how many people a bulk act left out, and why."""
    return [{"people": group.people, **refusal(group.why, language)} for group in groups]


def found(result: Found, request: HttpRequest) -> dict[str, Any]:
    """Return who was found."""
    del request
    return {"people": result.people, **evidence(result)}


def scanned(result: Scanned, request: HttpRequest) -> dict[str, Any]:
    """Return who was found, and how many were looked at."""
    return {**found(result, request), "looked_at": result.looked_at, "left": result.left, "ended": result.ended}


def used(result: Used, request: HttpRequest) -> dict[str, Any]:
    """Return one person's granted values, and why others are not there."""
    said: dict[str, Any] = {
        "person": result.person,
        "values": result.values,
        "left": {name: refusal(why, language_of(request)) for name, why in result.left.items()} if result.left else {},
        "missing": result.missing,
        **evidence(result),
    }
    if result.past:
        said["past"] = {
            name: [{"value": one.value, "valid_from": one.valid_from, "recorded_at": one.recorded_at} for one in many]
            for name, many in result.past.items()
        }
    return said


def bulk(result: Bulk, request: HttpRequest) -> dict[str, Any]:
    """Return the first line of a stream."""
    return {"people": result.people, "left": left(result.left, language_of(request)), **evidence(result)}


def statistics(result: Statistics, request: HttpRequest) -> dict[str, Any]:
    """Return aggregates."""
    return {
        "people": result.people,
        "groups": result.groups,
        "suppressed": result.suppressed,
        "left": left(result.left, language_of(request)),
        **evidence(result),
    }


def explained(result: Explained, request: HttpRequest) -> dict[str, Any]:
    """Return what would be answered, and the ways to a yes."""
    language, answer = language_of(request), result.answer
    ways = [{"clause": way.clause, "missing": way.missing, "text": way.text.say(language)} for way in result.ways]
    said: dict[str, Any] = {"answer": type(answer).__name__.lower(), "ways": ways}
    if hasattr(answer, "reason"):
        said |= refusal(answer, language)
    return {**evidence(result), **said, "clause": answer.clause, "article": answer.article}


def mine(result: Mine, request: HttpRequest) -> dict[str, Any]:
    """Return all that a person may see of themselves."""
    del request
    names = ("name", "value", "present", "source", "notice", "purposes", "valid_from", "recorded_at")
    uses = ("entry", "at", "act", "duty", "purpose", "clause", "fields", "granted", "recipient")
    return {
        "person": result.person,
        "held": [{name: getattr(one, name) for name in names} for one in result.held],
        "uses": [{name: getattr(one, name) for name in uses} for one in result.uses],
        "consents": result.consents,
        "relations": result.relations,
        **evidence(result),
    }


def records(result: Recorded, request: HttpRequest) -> dict[str, Any]:
    """Return the records of provision about one person."""
    del request
    names = ("kind", "on", "third_party", "address", "representative", "items", "basis", "consent", "course",
             "until", "times")  # fmt: skip
    kept = [{name: getattr(one, name) for name in names} for one in result.records]
    return {"person": result.person, "records": kept, **evidence(result)}


def collected(result: Collected, request: HttpRequest) -> dict[str, Any]:
    """Return who is now held, and which rows are not."""
    del request
    aside = [{"row": row.number, "why": row.why, "fields": row.fields} for row in result.quarantined]
    return {"people": result.people, "collected": result.collected, "quarantined": aside, **evidence(result)}


def done(result: Done, request: HttpRequest) -> dict[str, Any]:
    """Return that it is done, on how many."""
    return {"people": result.people, "left": left(result.left, language_of(request)), **evidence(result)}


def erased(result: Erased, request: HttpRequest) -> dict[str, Any]:
    """Return the proof of an erasure."""
    del request
    return {
        "closing_entry": result.closing_entry,
        "searched_for": result.searched_for,
        "reach": result.reach,
        "hits": result.hits,
        "keys_gone_on": result.keys_gone_on,
        "exports": result.exports,
        "receipt": result.receipt(),
        **evidence(result),
    }


def many(result: Many, request: HttpRequest) -> dict[str, Any]:
    """Return what came of a list, act by act."""
    language = language_of(request)
    return {
        "done": result.done,
        "refused": result.refused,
        "failed": result.failed,
        "resumed_after": result.resumed_after,
        "outcomes": [outcome(one, language) for one in result.outcomes],
    }


def outcome(one: Outcome, language: Language) -> dict[str, Any]:
    """Return what came of one act of a list."""
    said: dict[str, Any] = {"number": one.number, "outcome": one.code}
    if one.entry:
        said |= {"entry": one.entry, "leaf": one.leaf, "clause": one.clause, "article": one.article}
    if one.person:
        said["person"] = one.person
    why = dict(one.why)
    if "remedy" in why:
        why |= {"detail": why["detail"][language], "remedy": {**why["remedy"], "text": why["remedy"]["text"][language]}}
    if one.more:
        said["proof"] = {**one.more, "receipt": one.receipt() if one.receipt is not None else None}
    return {**said, **why}


def handoff(result: Handoff, request: HttpRequest) -> dict[str, Any]:
    """Return what goes to a recipient: its columns, and one row a person."""
    return {
        "recipient": result.recipient or None,
        "export": result.export,
        "columns": result.columns,
        "rows": result.rows,
        "left": left(result.left, language_of(request)),
        **evidence(result),
    }


class Evident(BaseModel):
    """What every answer carries: the entry, its leaf hash, and the clause and article it rests on."""

    entry: str
    leaf: str
    clause: str
    article: str


class RemedyShown(BaseModel):
    """What would turn a refusal into a permission."""

    clause: str | None
    missing: str
    text: str


class Why(BaseModel):
    """A refusal in words."""

    detail: str
    answer: str
    clause: str
    article: str
    reason: str
    remedy: RemedyShown


class LeftShown(Why):
    """How many people were left out, and why."""

    people: int


class FoundShown(Evident):
    """Who was found."""

    people: list[str]


class ScannedShown(FoundShown):
    """Who was found by a part of a value."""

    looked_at: int
    left: int
    ended: bool


class PastShown(BaseModel):
    """A former value."""

    value: str | None
    valid_from: str
    recorded_at: str


class UsedShown(Evident):
    """One person's granted values."""

    person: str
    values: dict[str, str]
    left: dict[str, Why]
    missing: list[str]
    past: dict[str, list[PastShown]] | None = None


class StatisticsShown(Evident):
    """Aggregates."""

    people: int
    groups: dict[str, int]
    suppressed: int
    left: list[LeftShown]


class ExplainedShown(Evident):
    """What would be answered."""

    answer: str
    ways: list[RemedyShown]


class MineShown(Evident):
    """All that a person may see of themselves."""

    person: str
    held: list[dict[str, Any]]
    uses: list[dict[str, Any]]
    consents: list[dict[str, Any]]
    relations: list[dict[str, Any]]


class RecordsShown(Evident):
    """The records of provision about one person."""

    person: str
    records: list[dict[str, Any]]


class ReceiptShown(Evident):
    """What the independent verifier checks."""

    person: str
    receipt: dict[str, Any]


class AsideShown(BaseModel):
    """A row in quarantine."""

    row: int
    why: str
    fields: list[str]


class CollectedShown(Evident):
    """Who is now held."""

    people: list[str]
    collected: int
    quarantined: list[AsideShown]


class DoneShown(Evident):
    """That it is done."""

    people: int
    left: list[LeftShown]


class SplitShown(DoneShown):
    """Who the new person is."""

    person: str | None


class RolledBackShown(Evident):
    """A file taken back."""

    erased: int
    emptied: int
    hits: list[str]


class ErasedShown(Evident):
    """The proof of an erasure."""

    closing_entry: str
    searched_for: int
    reach: Literal["disk", "rows"]
    hits: list[str]
    keys_gone_on: str
    exports: list[str]
    receipt: dict[str, Any] | None = None


class ProofShown(BaseModel):
    """The proof of an erasure in a list; the receipt only for whoever had it done, and only then."""

    closing_entry: str
    searched_for: int
    reach: Literal["disk", "rows"]
    hits: list[str]
    keys_gone_on: str
    exports: list[str]
    receipt: dict[str, Any] | None


class OutcomeShown(BaseModel):
    """What came of one act of a list: "done", or why not; `where`: the field or part that was wrong."""

    number: int
    outcome: str
    entry: str | None = None
    leaf: str | None = None
    clause: str | None = None
    article: str | None = None
    person: str | None = None
    answer: str | None = None
    detail: str | None = None
    reason: str | None = None
    remedy: RemedyShown | None = None
    where: str | None = None
    expected: str | None = None
    nearest: str | None = None
    proof: ProofShown | None = None


class ManyShown(BaseModel):
    """What came of a list: how much was done, refused by the policy, not done for another reason; and each act's."""

    done: int
    refused: int
    failed: int
    resumed_after: int
    outcomes: list[OutcomeShown]


class FiledShown(BaseModel):
    """A note, or a file by its manifest."""

    ref: str
    kind: str
    recorded_at: str
    content: dict[str, Any]


class FilesShown(Evident):
    """What is filed; `left`: how much was acquired for other purposes."""

    filed: list[FiledShown]
    left: int


class WaitingRowShown(BaseModel):
    """A row in quarantine, without values."""

    row: str
    file: str
    line: int
    why: str
    fields: list[str]
    until: str


class WaitingShown(Evident):
    """What is in quarantine."""

    rows: list[WaitingRowShown]


class LookedShown(Evident):
    """The cells of rows in quarantine."""

    cells: dict[str, dict[str, str]]


class ExpiredShown(Evident):
    """What went, on its certificate."""

    reduced: int
    erased: int
    counts: dict[str, int]
    fields: dict[str, int]
    hits: list[str]
    exports: list[str]


class WouldRefuseShown(Why):
    """Asks that would be refused."""

    act: str
    purpose: str
    asks: int
    people: int


class ReplayedShown(Evident):
    """What another version would have answered."""

    version: str
    days: int
    asks: int
    would_refuse: list[WouldRefuseShown]
    narrowed: dict[str, int]
    newly: int
    otherwise: int
    erased: int
    skipped: int


class PaperShown(Evident):
    """A paper that was kept."""

    paper: str


class HandoffShown(Evident):
    """What goes to a recipient."""

    recipient: str | None
    export: str
    columns: list[str]
    rows: list[list[str]]
    left: list[LeftShown]


class ShownShown(BaseModel):
    """The proof that a notice was shown, and its words."""

    shown: str
    ja: str
    en: str


class StatementShown(BaseModel):
    """The digest of a statement."""

    statement: str


class WrongShown(BaseModel):
    """Where something in the request was wrong."""

    where: str
    expected: str
    nearest: str | None = None


class Problem(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    answer: str | None = None
    clause: str | None = None
    article: str | None = None
    reason: str | None = None
    remedy: RemedyShown | None = None
    entry: str | None = None
    errors: list[WrongShown] | None = None
