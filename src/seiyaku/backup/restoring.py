"""
Coming back from a backup (policy 2-1, 3-1).

1. both files are read to their ends into an empty folder and database
2. the ledger must verify, and be a beginning of the log that a receiver outside holds
3. another log begins, whose first entry names the old head; person numbers leap above every one ever used
4. everything taken back since is taken back again; what was given since is listed for people to enter
5. personal data stays closed until it is opened: by two people, where anybody works here; without a copy from outside
   by the manager, who says so
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from seiyaku.consent import suppression
from seiyaku.core.asks import Actor
from seiyaku.core.errors import Conflict, InputError, IntegrityError, VerificationFailed
from seiyaku.core.merkle import Growth
from seiyaku.credentials import services as credentials
from seiyaku.keys import keyring, memory
from seiyaku.ledger import changes, heads, logs, outside, sequencing, takeaway, tree, verification
from seiyaku.ledger.outside import Folder
from seiyaku.ledger.transactions import changing, reading
from seiyaku.people import approvals
from seiyaku.people import restoring as people
from seiyaku.people.acting import acting

from . import loading, opening
from .models import GivenSince, Restoration
from .replaying import SYSTEM, Replayed, replay

ACT = "restore"
LEAP = 1_000_000  # person numbers left out, for those that no list outside tells of
DECIDING = frozenset({"manager"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restoration did: of which backup, how much was taken back again, how much is to be entered again."""

    backup: str
    entries: int
    replayed: dict[str, int]
    given: int
    outside: bool


@dataclass(frozen=True, slots=True)
class Files:
    """What a restoration is made from."""

    data: Path
    keys: Path
    recipients: Path


def restore(files: Files, folder: Folder | None, hear: Callable[[str], None] = lambda _stage: None) -> Restored:
    """
    Bring the instance back from `files` into the empty database and home of this process; `folder` is outside's copy.

    Raises:
        IntegrityError: a file is not whole or not what it should be; the ledger does not verify.
        VerificationFailed: the ledger is not a beginning of what is held outside.
    """
    hear("files")
    with opening.opened(files.data, "data", files.recipients) as data:
        with opening.opened(files.keys, "keys", files.recipients) as keys:
            opening.same(data, keys)
            loading.load(data, keys)
        about = data.about
    hear("ledger")
    memory.forget()
    if keyring.reread().instance.hex() != about["instance"]:
        raise IntegrityError("backup", "its keys are of another instance")
    known, forked = _compared(folder)
    hear("taking back")
    tail, hashes, highest = _since(folder)
    _begin(str(about["ref"]), known, forked, max(highest, loading.next_person()) + LEAP)
    done = replay(tail, hashes)
    sequencing.place_all()
    _remember(str(about["ref"]), done, outside_=folder is not None)
    return Restored(
        backup=str(about["ref"]), entries=forked, replayed=dict(done.counts), given=len(done.given),
        outside=folder is not None,
    )  # fmt: skip


def _compared(folder: Folder | None) -> tuple[tuple[int, bytes], int]:
    """Check the ledger, and that it is a beginning of what is outside; return the head known, and its own size."""
    sequencing.place_all()
    verification.demand(verification.verify())
    with reading() as cursor:
        kept, log = tree.tiles(cursor), heads.origin(cursor)
        mine = kept.root(kept.size) if kept.size else b""
        head = folder.of(log).get("head") if folder else None
        if folder is None:
            return (kept.size, mine), kept.size
        if head is None:
            raise VerificationFailed("outside", f"{folder.name} holds nothing of log {log}")
        origin, size, root = heads.check(head.decode())
        if origin != log:
            raise VerificationFailed("outside", f"it holds another log, {origin}")
        if size <= kept.size:
            outside.demand_growth(kept, head, log)
        elif _root(outside.held(folder.of(log)).leaves, kept.size, size) != (mine, root):
            raise VerificationFailed("outside", "the backup's ledger is not a beginning of the one kept there")
        return (size, root), kept.size


def _root(leaves: object, first: int, size: int) -> tuple[bytes, bytes]:
    growth, early = Growth(), b""
    for number, leaf in enumerate(leaves if isinstance(leaves, list) else []):
        if number == first:
            early = growth.root() if first else b""
        growth.append(leaf)
    return early, growth.root() if growth.size == size else b""


def _since(folder: Folder | None) -> tuple[list[changes.Change], list[Any], int]:
    """Return what was taken back since the backup, the hashes that refusals live on as, and the highest person."""
    if folder is None:
        return [], [], 0
    with reading() as cursor:
        mine, head = folder.of(heads.origin(cursor)), changes.head(cursor)
        newest = suppression.newest(cursor)
    hashes = takeaway.carried(mine, suppression.CHAIN, newest)
    return takeaway.take_away(mine, head), hashes, takeaway.highest_known(mine, head)


def _begin(ref: str, known: tuple[int, bytes], forked: int, highest: int) -> None:
    with changing() as cursor:
        logs.begin(cursor, known, forked, {"ref": f"backup:{ref}", **SYSTEM})
        people.close_what_was_open()
        credentials.end_all()
    loading.leap(highest)


def _remember(ref: str, done: Replayed, *, outside_: bool) -> None:
    with reading() as cursor:
        origin = heads.origin(cursor)
    GivenSince.objects.all().delete()
    GivenSince.objects.bulk_create(
        [GivenSince(number=c.number, kind=c.kind, ref=c.ref, person=c.person) for c in done.given], batch_size=500
    )
    Restoration.objects.create(
        backup=ref, restored_at=timezone.now(), origin=origin, outside=outside_, replayed=sum(done.counts.values())
    )


def waiting() -> Restoration:
    """Return the restoration that is to be opened; Conflict when there is none."""
    found = Restoration.objects.filter(opened_at=None).order_by("-pk").first()
    if found is None:
        raise Conflict("nothing is closed by a restoration")
    return found


def propose(*, actor: Actor) -> str:
    """Propose that the restored instance be used again; another person approves it."""
    return approvals.propose(ACT, waiting().backup, actor=actor).ref


def open_(proposal: str | None, *, without_outside: bool = False, actor: Actor | None = None) -> None:
    """
    Let the restored instance be used again.

    `without_outside`: the manager decides that what was taken back since the backup may not be known here.

    Raises:
        Refused: the actor is not the manager, or no second person approved it.
        InputError: there was no copy from outside, and nobody said that this is so.
    """
    row = waiting()
    if not row.outside and not without_outside:
        raise InputError(
            where="restore open", found="a restoration without a copy from outside", expected="--without-outside"
        )
    who = actor or Actor(id="system:restore", kind="system", proven_by="console")
    if who.kind == "system" and people.somebody_is_here():
        raise Conflict("somebody works here: sign in, and have a second person approve")
    with acting("open-restored", who) as doing:
        if who.kind != "system":
            doing.must_hold(DECIDING)
            approvals.use(doing, proposal, ACT, row.backup)
        logs.open_(doing.cursor)
        kind = "with-outside-copy" if row.outside else "without-outside-copy"
        doing.done("restoration", f"backup:{row.backup}", note_kind=kind)
        Restoration.objects.filter(opened_at=None).update(opened_at=timezone.now(), opened_by=who.id)


def given() -> list[GivenSince]:
    """Return what was given after the backup, for people to enter again."""
    return list(GivenSince.objects.order_by("number"))
