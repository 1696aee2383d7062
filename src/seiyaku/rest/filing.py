"""
What is kept on people besides values: contacts, calls, files, and who stands for an organisation.

Files come and go as they are, and are never held as a whole, in memory or on disk: a line of JSON, a line end, then as
many bytes as the line says (`size`). Several files follow one another in one body. What goes out wrong half-way breaks
off before that many bytes have come.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any

import orjson
from django.http import HttpResponse, StreamingHttpResponse
from ninja import Router
from pydantic import ValidationError

from seiyaku import door
from seiyaku.core.errors import InputError, SeiyakuError

from . import answers, asks, kept, listing, shapes
from .bodies import parse
from .changing import origin_of
from .proving import Asked, Service
from .repeating import ask_of, once

router = Router(tags=["writing"], auth=Service())
reading = Router(tags=["reading"], auth=Service())

BYTES = "application/octet-stream"
STREAMED = ("attach",)  # addresses that take bytes
LINE = 16_384
PIECE = 256 * 1024


@router.post("/note", response={200: shapes.DoneShown})
@once
def note(request: Asked, body: kept.Note) -> dict[str, Any]:
    """File one contact or call with a person."""
    did = door.note(
        body.person, body.said, field=body.field, purpose=body.purpose, origin=origin_of(body.origin),
        actor=request.auth,
    )  # fmt: skip
    return answers.done(did, request)


@router.post("/appoint", response={200: shapes.DoneShown})
@once
def appoint(request: Asked, body: kept.Appoint) -> dict[str, Any]:
    """Record that somebody stands for an organisation."""
    did = door.appoint(
        body.organisation, body.person, body.role, purpose=body.purpose, origin=origin_of(body.origin),
        field=body.field, actor=request.auth,
    )  # fmt: skip
    return answers.done(did, request)


@router.post("/dismiss", response={200: shapes.DoneShown})
@once
def dismiss(request: Asked, body: kept.Appoint) -> dict[str, Any]:
    """Record that somebody does not stand for an organisation any more."""
    did = door.dismiss(
        body.organisation, body.person, body.role, purpose=body.purpose, origin=origin_of(body.origin),
        field=body.field, actor=request.auth,
    )  # fmt: skip
    return answers.done(did, request)


@router.post("/attach", response={200: shapes.ManyShown})
def attach(request: Asked) -> HttpResponse:
    """
    File one or more files: each a line of JSON (whose, which field and purpose, its origin, name, type and size), then
    its bytes. The answer says of each what came of it; under an `Idempotency-Key`, files sent again are not kept twice.
    """
    return listing.do(request, "attach", _files(request), ask_of(request, said=b""))


def _files(request: Asked) -> Iterator[door.Asked | door.Unread]:
    """Read the lines, and past the bytes of files that nobody wants; behind a line that says nothing, all is lost."""
    number = 0
    while line := request.readline(LINE):
        number += 1
        try:
            shape = _shape(line, number)
        except InputError:
            if number == 1:
                raise
            yield door.Unread(number=number, where="line", why="a line of JSON as described")
            return
        source = _Bytes(request, shape.size)
        said = {
            "person": shape.person, "source": lambda source=source: nullcontext(source), "name": shape.name,
            "media_type": shape.media_type, "field": shape.field, "purpose": shape.purpose,
            "origin": origin_of(shape.origin),
        }  # fmt: skip
        yield door.Asked(number=number, said=said)
        source.drain()
    if not number:
        raise InputError("body", "nothing", "a line of JSON, and a file's bytes")


def _shape(line: bytes, number: int) -> kept.Attach:
    """Return what the line says; where it says nothing usable, the bytes after it belong to nobody."""
    if not line.endswith(b"\n"):
        raise InputError(f"file {number}", "no line of JSON", f"one of at most {LINE} bytes, and a line end")
    try:
        return kept.Attach.model_validate(parse(line))
    except ValidationError as error:
        known = asks.properties()
        wrong = error.errors(include_input=False, include_context=False)[0]
        place = ".".join(str(part) if part in known else "…" for part in wrong["loc"])
        raise InputError(f"file {number}, {place}", "something else", wrong["msg"]) from None


class _Bytes:
    """So many bytes of a body, readable like a file."""

    def __init__(self, request: Asked, size: int) -> None:
        self._request, self._left = request, size

    def read(self, size: int = PIECE, /) -> bytes:
        """
        Return at most `size` bytes, none at the end.

        Raises:
            InputError: the body ends before.
        """
        if not self._left:
            return b""
        piece: bytes = self._request.read(min(size, self._left))
        if not piece:
            missing, self._left = self._left, 0
            raise InputError("file", f"{missing} bytes too few", "as many bytes as its line says")
        self._left -= len(piece)
        return piece

    def drain(self) -> None:
        """Read past what nobody read."""
        while self._left:
            self.read()


@reading.post("/files", response={200: shapes.FilesShown})
def files(request: Asked, body: kept.Files) -> HttpResponse:
    """Read what is filed under one field of a person: notes whole, files by their name, type, size and digest."""
    found = door.file_of(body.person, field=body.field, purpose=body.purpose, actor=request.auth)
    filed = [
        {"ref": one.ref, "kind": one.kind, "recorded_at": one.recorded_at, "content": one.content}
        for one in found.filed
    ]  # fmt: skip
    return answers.reply({"filed": filed, "left": found.left, **answers.evidence(found)})


@reading.post("/retrieve", response={200: shapes.Evident})
def retrieve(request: Asked, body: kept.Retrieve) -> StreamingHttpResponse:
    """
    Read one file: a line of JSON (the entry, its name, type, `size` and `sha256`), then its bytes, as they are opened.

    Fewer bytes than `size` are no file: what could not be opened broke it off.
    """
    found = door.retrieve(body.person, body.ref, field=body.field, purpose=body.purpose, actor=request.auth)
    return StreamingHttpResponse(_opened(found), content_type=BYTES)


def _opened(found: Any) -> Iterator[bytes]:
    yield orjson.dumps({**found.manifest, **answers.evidence(found)}) + b"\n"
    try:
        yield from found.chunks
    except SeiyakuError:
        return
