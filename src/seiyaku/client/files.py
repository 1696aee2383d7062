"""What is kept on people besides values: notes, calls, and files that are never held as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import IO, Any

from .answers import Answer, Many
from .connection import Connection, answered, problem, sent
from .problems import Unavailable

BYTES = "application/octet-stream"
PIECE = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to be filed: whose, what it is called, its bytes and how many they are."""

    person: str
    name: str = field(repr=False)
    media_type: str
    size: int
    content: IO[bytes] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A file as it comes: its manifest with the entry, and its bytes; Unavailable when they break off."""

    manifest: Mapping[str, Any] = field(repr=False)
    pieces: Iterator[bytes] = field(repr=False)


class Files(Connection):
    """Notes, files, and who stands for an organisation."""

    def note(
        self, person: str, said: Mapping[str, str], *, field: str, purpose: str, origin: Mapping[str, str],
        key: str | None = None,
    ) -> Answer:  # fmt: skip
        """File one contact or call with a person."""
        return self._do("note", key, person=person, said=dict(said), field=field, purpose=purpose, origin=dict(origin))

    def attach(
        self, files: Iterable[Upload], *, field: str, purpose: str, origin: Mapping[str, str], key: str | None = None
    ) -> Many:
        """File files, one after the other, as they are read."""
        listed = [(_line(one, field, purpose, origin), one) for one in files]
        headers = {"Content-Type": BYTES, "Content-Length": str(sum(len(line) + one.size for line, one in listed))}
        if key is not None:
            headers["Idempotency-Key"] = key
        answer = answered(lambda: self._http.post("attach", content=_stream(listed), headers=headers))
        return Many.of(answer.json(), replayed="Idempotency-Replayed" in answer.headers)

    def files(self, person: str, *, field: str, purpose: str) -> tuple[Mapping[str, Any], ...]:
        """Return what is filed under a field: notes whole, files by their manifest; each with its `ref`."""
        said, _ = self._ask("files", person=person, field=field, purpose=purpose)
        return tuple(said["filed"])

    @contextmanager
    def retrieve(self, person: str, ref: str, *, field: str, purpose: str) -> Iterator[Retrieved]:
        """Open one file."""
        with self._opened("retrieve", {"person": person, "ref": ref, "field": field, "purpose": purpose}) as taken:
            yield taken

    @contextmanager
    def use_release(self, release: str, *, purpose: str) -> Iterator[Retrieved]:
        """Take a published release, or a pseudonymised table, out for a purpose that the policy names for it."""
        with self._opened("anonymised/use", {"release": release, "purpose": purpose}) as taken:
            yield taken

    @contextmanager
    def _opened(self, verb: str, body: Mapping[str, Any]) -> Iterator[Retrieved]:
        with self._http.stream("POST", verb, **sent(body)) as answer:
            if answer.status_code != 200:
                answer.read()
                raise problem(answer)
            incoming = answer.iter_bytes()
            line, rest = _first_line(incoming)
            manifest = json.loads(line)
            yield Retrieved(manifest=manifest, pieces=_whole(manifest, rest, incoming))

    def appoint(
        self, organisation: str, person: str, role: str, *, purpose: str, origin: Mapping[str, str],
        key: str | None = None, **about: Any,
    ) -> Answer:  # fmt: skip
        """Record that somebody stands for an organisation; `about`: field."""
        who = {"organisation": organisation, "person": person, "role": role}
        return self._do("appoint", key, purpose=purpose, origin=dict(origin), **who, **about)

    def dismiss(
        self, organisation: str, person: str, role: str, *, purpose: str, origin: Mapping[str, str],
        key: str | None = None, **about: Any,
    ) -> Answer:  # fmt: skip
        """Record that somebody does not stand for an organisation any more; `about`: field."""
        who = {"organisation": organisation, "person": person, "role": role}
        return self._do("dismiss", key, purpose=purpose, origin=dict(origin), **who, **about)


def _line(one: Upload, field: str, purpose: str, origin: Mapping[str, str]) -> bytes:
    said = {
        "person": one.person, "field": field, "purpose": purpose, "origin": dict(origin), "name": one.name,
        "media_type": one.media_type, "size": one.size,
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def _stream(listed: Iterable[tuple[bytes, Upload]]) -> Iterator[bytes]:
    for line, one in listed:
        yield line
        left = one.size
        while left and (piece := one.content.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
        if left:
            raise ValueError("a file is shorter than its size says")


def _first_line(incoming: Iterator[bytes]) -> tuple[bytes, bytes]:
    start = b""
    for piece in incoming:
        start += piece
        if b"\n" in start:
            line, _, rest = start.partition(b"\n")
            return line, rest
    raise _cut_off()


def _whole(manifest: Mapping[str, Any], rest: bytes, incoming: Iterator[bytes]) -> Iterator[bytes]:
    running, size = sha256(), 0
    for piece in chain([rest] if rest else [], incoming):
        running.update(piece)
        size += len(piece)
        yield piece
    if size != manifest["size"] or running.hexdigest() != manifest["sha256"]:
        raise _cut_off()


def _cut_off() -> Unavailable:
    return Unavailable(503, {"code": "unavailable", "title": "the file was cut off"})
