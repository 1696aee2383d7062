"""
Sealing, opening and destroying papers (policy 3-3): free text and files, each under a key of its own.

* Opening leaves an entry in the ledger first, durable before the paper is read; who may open one is for the room
  that keeps it to say.
* A destroyed paper loses body and key; the receipt of it is the entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from seiyaku.core.asks import Actor
from seiyaku.core.errors import InputError, NotFound
from seiyaku.keys import keyring, sealing, wrapping
from seiyaku.ledger.transactions import changing, deciding
from seiyaku.ledger.writing import Written, record

from .models import Paper, PaperKey
from .naming import new_ref, told

LARGEST = 32 * 1024 * 1024
BATCH = 500


def seal(body: bytes, kind: str, *, until: dt.date | None = None) -> Paper:
    """
    Keep `body` sealed under a key of its own, in the transaction the caller is in, and return the paper.

    `until`: the last day anybody needs it; `expire` destroys it then.
    """
    if len(body) > LARGEST:
        raise InputError(f"paper, {kind}", f"{len(body)} bytes", f"at most {LARGEST}")
    with connection.cursor() as cursor:
        keyring.for_writing(cursor)
    ref, key = new_ref("paper"), wrapping.new_key()
    paper = Paper.objects.create(
        ref=ref,
        kind=kind,
        size=len(body),
        body=sealing.seal(key, body, sealing.aad("paper", ref, kind)),
        kept_at=timezone.now(),
        until=until,
    )
    PaperKey.objects.create(paper=paper, wrapped=wrapping.wrap("paper", key, "paper", ref))
    return paper


def open_(ref: str, *, actor: Actor, act: str = "open-paper", about: Mapping[str, Any] | None = None) -> bytes:
    """
    Return what the paper says, after the entry that says who opened it is durable.

    `about`: more keys of the entry, such as the purpose or the case.

    Raises:
        NotFound: there is none, or it was destroyed.
    """
    with deciding():
        said = open_in(ref, {**(about or {}), "act": act, "answer": "done", **told(actor)})
    # Only here, behind the commit, is the entry durable.
    return said  # noqa: RET504


def open_in(ref: str, entry: Mapping[str, Any]) -> bytes:
    """
    Return what the paper says, inside a ledger transaction of the caller's, which must commit before it is shown.

    The entry is written here and names the paper, so that nobody opens one without.
    """
    paper = _whole(ref)
    record({**entry, "papers": [ref]})
    key = wrapping.unwrap("paper", bytes(paper.key.wrapped), "paper", ref)
    return sealing.open_(key, bytes(paper.body or b""), sealing.aad("paper", ref, paper.kind), f"paper {ref}")


def destroy(refs: Iterable[str], *, actor: Actor, reason: str) -> Written:
    """Destroy papers and their keys in a transaction of its own; return the entry that says so."""
    with changing():
        return destroy_in(refs, {"act": "destroy-paper", "answer": "done", "reason": reason, **told(actor)})


def destroy_in(refs: Iterable[str], entry: Mapping[str, Any]) -> Written:
    """Destroy papers inside the caller's transaction, and write the entry of it."""
    gone = forget(refs)
    return record({**entry, "papers": gone, "counts": {"papers": len(gone)}})


def forget(refs: Iterable[str]) -> list[str]:
    """
    Destroy papers inside the caller's transaction, and return which; the caller's own entry must name them.

    A paper destroyed before is passed over.
    """
    rows = Paper.objects.filter(ref__in=list(refs), destroyed_at=None)
    gone = list(rows.order_by("pk").values_list("pk", "ref"))
    PaperKey.objects.filter(paper__in=[pk for pk, _ in gone]).delete()
    rows.update(body=None, destroyed_at=timezone.now())
    return [ref for _, ref in gone]


def expire(today: dt.date, *, actor: Actor) -> int:
    """Destroy every paper whose last day is over, a batch to a transaction; return how many (promise 2-3)."""
    total = 0
    while True:
        over = Paper.objects.filter(until__lt=today, destroyed_at=None)
        refs = list(over.order_by("pk").values_list("ref", flat=True)[:BATCH])
        if not refs:
            return total
        destroy(refs, actor=actor, reason="end-date")
        total += len(refs)


def _whole(ref: str) -> Paper:
    paper = Paper.objects.select_related("key").filter(ref=ref, destroyed_at=None).first()
    if paper is None:
        raise NotFound("paper")
    return paper
