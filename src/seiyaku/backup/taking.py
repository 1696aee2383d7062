"""
Taking a backup (policy 2-1): two files, each sealed to its own recipient.

* `<ref>.data`: everything stored, without the wrapped keys; attachments as they lie, sealed
* `<ref>.keys`: the wrapped keys alone. Only the newest are kept, and none for longer than BACKUP_KEYS_DAYS

A file gets its name when it is whole and synced. The house cannot read what it wrote.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from seiyaku.core.errors import SeiyakuError, Unavailable
from seiyaku.keys import recipients as envelopes
from seiyaku.keys.keyring import keyring
from seiyaku.ledger import outside, sequencing
from seiyaku.ledger.transactions import deciding
from seiyaku.ledger.writing import record
from seiyaku.vault import attachments

from . import recipients, snapshots
from .frames import end, member
from .models import Backup, SealedTo

FORMAT = "seiyaku-backup-1"
KEPT = 2  # key files: the newest, and the one before should the newest not be whole
SPILL = ".spill"
SYSTEM = {"actor": "system:backup", "proven": "job"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A backup that was taken: its files, until when its keys live, and whether receivers outside know its ledger."""

    ref: str
    data: Path
    keys: Path
    keys_until: dt.datetime
    outside: bool


def folder() -> Path:
    """Return where backups are written."""
    return Path(settings.HOME) / str(settings.BACKUPS)


def take() -> Taken:
    """Take a backup, then destroy the keys of older ones."""
    lasts = dt.timedelta(days=settings.BACKUP_KEYS_DAYS)
    with _alone():
        return _take(lasts)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the turn of whoever takes a backup, and clear away what one that was cut short left behind."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder() / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder() / SPILL, ignore_errors=True)
        _clear_away()
        yield
    except BlockingIOError:
        raise Unavailable("a backup is being taken already") from None
    finally:
        os.close(lock)


def _clear_away() -> None:
    """Remove the files of a backup that was cut short, and of recipients that were being destroyed then."""
    for part in folder().glob("*.part"):
        part.unlink()
    for row in Backup.objects.filter(written_at=None):
        for kind in recipients.KINDS:
            if _file(row.ref, kind).exists():
                recipients.shred(_file(row.ref, kind))
        row.delete()
    recipients.tidy()


def _take(lasts: dt.timedelta) -> Taken:
    data, keys = recipients.current()
    row = _begun(keys, lasts)
    spill = folder() / SPILL
    spill.mkdir(mode=0o700)
    try:
        _write(row.ref, data, keys, spill)
    except BaseException:
        row.delete()
        raise
    finally:
        shutil.rmtree(spill)
    Backup.objects.filter(pk=row.pk).update(written_at=timezone.now())
    recipients.create()  # the next key file's
    destroy_old_keys()
    return Taken(
        ref=row.ref, data=_file(row.ref, "data"), keys=_file(row.ref, "keys"), keys_until=row.keys_until,
        outside=_pushed(),
    )  # fmt: skip


def destroy_old_keys() -> list[str]:
    """Destroy key files and their recipients beyond the newest, and those whose time is over; return which backups."""
    gone: list[str] = []
    live = Backup.objects.filter(keys_destroyed_at=None, written_at__isnull=False).order_by("-taken_at", "-pk")
    for place, row in enumerate(live.select_related("keys")):
        if place >= KEPT or row.keys_until <= timezone.now():
            if _file(row.ref, "keys").exists():
                recipients.shred(_file(row.ref, "keys"))
            recipients.destroy(row.keys)
            Backup.objects.filter(pk=row.pk).update(keys_destroyed_at=timezone.now())
            gone.append(row.ref)
    return gone


def _begun(keys: SealedTo, lasts: dt.timedelta) -> Backup:
    now = timezone.now()
    ref = f"{now:%Y%m%dT%H%M%S}-{os.urandom(4).hex()}"
    with deciding():
        said = {"act": "backup", "answer": "done", "ref": f"backup:{ref}", **SYSTEM}
        row = Backup.objects.create(
            ref=ref, entry=record({**said, "counts": {"days": lasts.days}}).id, taken_at=now, keys=keys,
            keys_until=now + lasts,
        )  # fmt: skip
    sequencing.place_all()
    return row


def _write(ref: str, data: SealedTo, keys: SealedTo, spill: Path) -> None:
    with snapshots.taken(spill) as snapshot:
        about = {"format": FORMAT, "ref": ref, "instance": keyring().instance.hex(), **snapshot.about}
        to = recipients.recipient(data)
        _envelope(_file(ref, "data"), to, _whole(about, snapshot.data, _attached(snapshot.attachments)))
        _envelope(_file(ref, "keys"), recipients.recipient(keys), _whole(about, snapshot.keys))


def _whole(about: dict[str, Any], *parts: Iterable[bytes]) -> Iterator[bytes]:
    yield from member("about", [json.dumps(about).encode()])
    for part in parts:
        yield from part
    yield end()


def _attached(refs: list[bytes]) -> Iterator[bytes]:
    """Yield the attachments' files; one that was erased since the snapshot is gone, as it must be."""
    system, where = attachments.storage()
    for ref in refs:
        path = attachments.path(ref)
        if system.exists(f"{where}/{path}"):
            with system.open(f"{where}/{path}", "rb") as file:
                yield from member(f"file:{path}", iter(partial(file.read, 1 << 20), b""))


def _envelope(path: Path, to: envelopes.Recipient, pieces: Iterable[bytes]) -> None:
    part = path.with_suffix(path.suffix + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(envelopes.seal(to, pieces))
            file.flush()
            os.fsync(descriptor)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _file(ref: str, kind: str) -> Path:
    return folder() / f"{ref}.{kind}"


def _pushed() -> bool:
    """Let the receivers know the ledger up to the backup; whether any does."""
    try:
        outside.push()
    except (SeiyakuError, OSError):
        return False
    return bool(outside.receivers())
