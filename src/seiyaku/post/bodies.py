"""
Bodies: sealed streams in the database itself, so that they are there, or gone, with what tells of them.

A long body is put in before the transaction that sends it (`put`), piece by piece, and holds no lock for long. The
transaction takes it (`take`); one that nobody took is swept after a day. Destroying one takes its key and its pieces.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

from django.db import connection
from django.utils import timezone

from seiyaku.core.errors import InputError, NotFound
from seiyaku.keys import keyring, sealing, streams, wrapping
from seiyaku.ledger.transactions import deciding
from seiyaku.papers.naming import new_ref

from .models import Body, BodyKey, Piece

AT_ONCE = 32  # pieces of 256 KiB in one transaction
LARGEST = 4 << 30
STRAY_AFTER = dt.timedelta(days=1)


def put(pieces: Iterable[bytes]) -> str:
    """
    Seal the pieces into a new body that nobody holds yet, and return its reference.

    Raises:
        InputError: more than a body holds.
    """
    ref, key = new_ref("body"), wrapping.new_key()
    body = _begun(ref, key)
    running, size = sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            running.update(piece)
            size += len(piece)
            if size > LARGEST:
                raise InputError("body", "more than four gigabytes", "at most 4 GiB")
            yield piece

    sealed = enumerate(streams.seal_stream(key, counted(), _bound(ref)))
    while batch := list(islice(sealed, AT_ONCE)):
        with deciding():
            Piece.objects.bulk_create(Piece(body=body, number=number, sealed=piece) for number, piece in batch)
    with deciding():
        Body.objects.filter(pk=body.pk).update(whole=True, size=size, digest=running.hexdigest())
    return ref


def _begun(ref: str, key: bytes) -> Body:
    with deciding(), connection.cursor() as cursor:
        keyring.for_writing(cursor)
        body = Body.objects.create(ref=ref, kept_at=timezone.now())
        BodyKey.objects.create(body=body, wrapped=wrapping.wrap("paper", key, "body", ref))
    return body


def take(ref: str, holder: str) -> Body:
    """Make a whole body `holder`'s, in the caller's transaction."""
    if Body.objects.filter(ref=ref, whole=True, held_by="", destroyed_at=None).update(held_by=holder) != 1:
        raise NotFound("body")
    return Body.objects.get(ref=ref)


def size_of(ref: str) -> tuple[int, str]:
    """Return size and SHA-256 of a body's plain bytes."""
    body = _there(ref)
    return body.size, body.digest


def read(ref: str) -> Iterator[bytes]:
    """Yield the plain bytes of a body. Raises NotFound: there is none, or it was destroyed; IntegrityError."""
    body = _there(ref)
    key = wrapping.unwrap("paper", bytes(body.key.wrapped), "body", ref)
    yield from streams.open_stream(key, _Pieces(body.pk), _bound(ref), f"body {ref}")


def destroy(refs: Iterable[str]) -> int:
    """Destroy bodies, keys first, in the caller's transaction; return how many. One destroyed before is passed over."""
    rows = Body.objects.filter(ref__in=list(refs), destroyed_at=None)
    gone = list(rows.values_list("pk", flat=True))
    BodyKey.objects.filter(body__in=gone).delete()
    Piece.objects.filter(body__in=gone).delete()
    rows.filter(pk__in=gone).update(destroyed_at=timezone.now())
    return len(gone)


def sweep(now: dt.datetime) -> int:
    """Destroy what was put in a day ago and nobody took; return how many."""
    strays = Body.objects.filter(held_by="", destroyed_at=None, kept_at__lt=now - STRAY_AFTER)
    with deciding():
        return destroy(list(strays.values_list("ref", flat=True)))


class _Pieces:
    """The sealed stream of a body, read piece by piece."""

    def __init__(self, body: int) -> None:
        self._body, self._number, self._held = body, 0, b""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end."""
        if not self._held:
            found = Piece.objects.filter(body=self._body, number=self._number)
            self._held = bytes(found.values_list("sealed", flat=True).first() or b"")
            self._number += 1
        given, self._held = self._held[:size], self._held[size:]
        return given


def _there(ref: str) -> Body:
    body = Body.objects.select_related("key").filter(ref=ref, whole=True, destroyed_at=None).first()
    if body is None:
        raise NotFound("body")
    return body


def _bound(ref: str) -> bytes:
    return sealing.aad("body", ref)
