"""The verbs that read: find, use, contact, statistics, explain, person. Each is one call of the door."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router

from seiyaku import door
from seiyaku.core.errors import NotFound, Refused, SeiyakuError
from seiyaku.core.headings import HEADINGS

from . import answers, asks, rates, shapes
from .problems import language_of, refusal
from .proving import Asked, Service

router = Router(tags=["reading"], auth=Service())
AT_THE_DESK = Service(door.proven)  # the door decides on the token too, in the transaction that all at the desk share
LINES = "application/jsonl"


@router.post("/find", auth=AT_THE_DESK, response={200: shapes.FoundShown})
def find(request: Asked, body: asks.Find) -> HttpResponse:
    """Find people by what they say about themselves, in any usual spelling."""
    found = door.find(body.by, purpose=body.purpose, occasion=body.occasion, actor=request.auth)
    return answers.reply(answers.found(found, request))


@router.post("/scan", response={200: shapes.ScannedShown})
def scan(request: Asked, body: asks.Scan) -> HttpResponse:
    """Find people by a part of a value: everybody's is opened for it, page by page, each page an entry."""
    came = door.scan(body.part, body.field, purpose=body.purpose, most=body.most, actor=request.auth)
    return answers.reply(answers.scanned(came, request))


@router.post("/use", auth=AT_THE_DESK, response={200: shapes.UsedShown})
def use(request: Asked, body: asks.Use) -> HttpResponse:
    """Read one person's fields for a purpose: only what it needs is opened, and every other field is told why not."""
    used = door.use(
        body.person, body.fields, purpose=body.purpose, past=body.past, on=body.on, known=body.known,
        occasion=body.occasion, actor=request.auth,
    )  # fmt: skip
    return answers.reply(answers.used(used, request))


@router.post("/contact", auth=AT_THE_DESK, response={200: shapes.UsedShown})
def contact(request: Asked, body: asks.Contact) -> HttpResponse:
    """Read what is needed to reach one person."""
    reached = door.contact(body.person, body.fields, purpose=body.purpose, actor=request.auth)
    return answers.reply(answers.used(reached, request))


@router.post("/use-many", response={200: shapes.Evident})
def use_many(request: Asked, body: asks.UseMany) -> StreamingHttpResponse:
    """
    Read many people's fields as JSON Lines, in one entry.

    The first line says for how many it was granted; each next one is a person; the last one says `"end": true`. A
    stream without such a line was cut off. Whoever withdraws meanwhile is not in the lines to come.
    """
    return _streamed(door.use_many(body.people, body.fields, purpose=body.purpose, actor=request.auth), request)


@router.post("/contact-many", response={200: shapes.Evident})
def contact_many(request: Asked, body: asks.UseMany) -> StreamingHttpResponse:
    """Read what is needed to reach many people, as `use-many` reads; who refused is not among them."""
    return _streamed(door.contact_many(body.people, body.fields, purpose=body.purpose, actor=request.auth), request)


def _streamed(bulk: door.Bulk, request: HttpRequest) -> StreamingHttpResponse:
    people = (({"person": who, "values": values} for who, values in block) for block in bulk.blocks)
    return StreamingHttpResponse(_lines(answers.bulk(bulk, request), people, request), content_type=LINES)


@router.post("/person-many", response={200: shapes.Evident})
def person_many(request: Asked, body: asks.TellMany) -> StreamingHttpResponse:
    """
    Return as JSON Lines all that each of many people may see of themselves (art. 33), for the desk.

    Each has an entry of their own. The first line says how many are asked about; each next one is a person with what
    they may see, or with why it is not told; the last one says `"end": true`.
    """
    rates.owe(request.auth.session, len(body.people))
    told = door.person_many(body.people, purpose=body.purpose, actor=request.auth)
    people = ([_told(who, came, request)] for who, came in told)
    return StreamingHttpResponse(_lines({"people": len(set(body.people))}, people, request), content_type=LINES)


def _told(who: str, came: door.Mine | Refused | NotFound, request: HttpRequest) -> dict[str, Any]:
    if isinstance(came, Refused):
        return {"person": who, "code": came.code, **refusal(came.answer, language_of(request)), "entry": came.entry}
    return {"person": who, "code": came.code} if isinstance(came, NotFound) else answers.mine(came, request)


def _lines(first: dict[str, Any], blocks: Iterable[Iterable[Any]], request: HttpRequest) -> Iterator[bytes]:
    yield orjson.dumps(first) + b"\n"
    told = 0
    try:
        for block in blocks:
            lines = [orjson.dumps(one) + b"\n" for one in block]
            told += len(lines)
            yield b"".join(lines)
    except SeiyakuError as error:
        title = HEADINGS[error.code].say(language_of(request))
        yield orjson.dumps({"end": False, "code": error.code, "title": title}) + b"\n"
        return
    yield orjson.dumps({"end": True, "people": told}) + b"\n"


@router.post("/statistics", response={200: shapes.StatisticsShown})
def statistics(request: Asked, body: asks.Statistics) -> HttpResponse:
    """Count people by fields; no group below the floor is told."""
    counted = door.statistics(body.people, by=body.by, purpose=body.purpose, actor=request.auth)
    return answers.reply(answers.statistics(counted, request))


@router.post("/explain", response={200: shapes.ExplainedShown})
def explain(request: Asked, body: asks.Explain) -> HttpResponse:
    """Say what would be answered, and which clause would let. Nothing is opened; that it was asked is an entry."""
    told = door.explain(
        body.fields, act=body.act, purpose=body.purpose, person=body.person, recipient=body.recipient,
        ground=body.ground, occasion=body.occasion, actor=request.auth,
    )  # fmt: skip
    return answers.reply(answers.explained(told, request))


@router.post("/person", response={200: shapes.MineShown})
def person(request: Asked, body: asks.Tell) -> HttpResponse:
    """Return all that one person may see of themselves (art. 33), for the desk that answers them."""
    told = door.person(body.person, purpose=body.purpose, actor=request.auth)
    return answers.reply(answers.mine(told, request))


@router.post("/records", response={200: shapes.RecordsShown})
def records(request: Asked, body: asks.Records) -> HttpResponse:
    """Return the records of what was given to others about a person, and came from them (33(5)), for the desk."""
    told = door.records(body.person, purpose=body.purpose, actor=request.auth)
    return answers.reply(answers.records(told, request))


@router.post("/receipt", response={200: shapes.ReceiptShown})
def receipt(request: Asked, body: asks.Receipt) -> HttpResponse:
    """Return what a person takes away of one entry that names them, for the desk."""
    given = door.receipt(body.person, body.entry, purpose=body.purpose, actor=request.auth)
    return answers.reply({"person": given.person, "receipt": given.document, **answers.evidence(given)})
