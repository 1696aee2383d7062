"""
The door's results as documents. Values stand only where a verb granted them; everything else is ids, names, counts.

They are made by hand and written by orjson, which costs nothing; `shapes` describes them.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

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
            name: [{key: getattr(one, key) for key in ("value", "valid_from", "recorded_at", "ended")} for one in many]
            for name, many in result.past.items()
        }
    if result.past_left:
        language = language_of(request)
        said["past_left"] = {name: refusal(why, language) for name, why in result.past_left.items()}
    if result.ended:
        said["ended"] = result.ended
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
             "until", "times", "whose", "confirmed")  # fmt: skip
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
