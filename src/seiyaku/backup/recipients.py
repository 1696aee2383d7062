"""
Whom backups are sealed to (policy 2-1). Public halves stand in the database; a private half is a file of its own (0600)
in the folder of the setting BACKUP_RECIPIENTS, which belongs on another machine or medium.

The data's recipient stays. A key file's recipient is made before the file, and destroyed with it: whatever copy of the
file is left somewhere then opens for nobody.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from seiyaku.core.errors import NotFound
from seiyaku.keys import recipients
from seiyaku.keys.recipients import Private, Recipient

from .models import Backup, SealedTo

KINDS = ("data", "keys")


def folder() -> Path:
    """Return where the private halves are written."""
    return Path(settings.HOME) / str(settings.BACKUP_RECIPIENTS)


def beside_the_house() -> bool:
    """Tell whether the private halves still lie in the instance's own folder."""
    home = Path(settings.HOME).resolve()
    return folder().resolve().is_relative_to(home) and any(folder().glob("*.key"))


def create() -> None:
    """Make the recipients that the next backup needs and that are not there yet."""
    if not SealedTo.objects.filter(kind="data", destroyed_at=None).exists():
        _make("data")
    if _waiting() is None:
        _make("keys")


def current() -> tuple[SealedTo, SealedTo]:
    """Return the recipients of the next backup: of its data file, and the fresh one of its key file."""
    create()
    data = SealedTo.objects.filter(kind="data", destroyed_at=None).latest("made_at")
    keys = _waiting()
    if keys is None:
        raise NotFound("recipient")
    return data, keys


def recipient(row: SealedTo) -> Recipient:
    """Return the recipient as something to seal to."""
    return Recipient(row.kind, bytes(row.public))


def file_of(recipient: Recipient, where: Path | None = None) -> Path:
    """Return the file of a recipient's private half."""
    return (where or folder()) / f"{recipient.kind}-{recipient.id}.key"


def private(recipient: Recipient, where: Path) -> Private:
    """
    Return the private half of a recipient, from a folder of such files, or from the one file.

    Raises:
        NotFound: it is not there. `what` names the file that is wanted.
    """
    path = file_of(recipient, where) if where.is_dir() else where
    if not path.is_file():
        raise NotFound(f"the recipient's key {path.name}")
    return recipients.parse(path.read_text(encoding="ascii", errors="replace"), str(path))


def destroy(row: SealedTo) -> bool:
    """Overwrite and remove a private half; return whether it was where it could be reached."""
    path = file_of(recipient(row))
    reached = path.is_file()
    if reached:
        overwrite(path)
        destroyed(row)  # before the file goes: one that is not there any more could be anywhere
        path.unlink()
    return reached


def tidy() -> None:
    """Remove the overwritten files of recipients whose destruction was cut short."""
    for row in SealedTo.objects.exclude(destroyed_at=None):
        path = file_of(recipient(row))
        if path.is_file():
            shred(path)


def destroyed(row: SealedTo) -> None:
    """Note that a private half is no more."""
    SealedTo.objects.filter(pk=row.pk, destroyed_at=None).update(destroyed_at=timezone.now())


def shred(path: Path) -> None:
    """Overwrite a file, sync, and remove it."""
    overwrite(path)
    path.unlink()


def overwrite(path: Path) -> None:
    """Overwrite a file, and sync."""
    with path.open("r+b") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, 1 << 20)))
        file.flush()
        os.fsync(file.fileno())


def _waiting() -> SealedTo | None:
    used = Backup.objects.values("keys")
    return SealedTo.objects.filter(kind="keys", destroyed_at=None).exclude(pk__in=used).order_by("made_at").first()


def _make(kind: str) -> None:
    made = recipients.new(kind)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file_of(made.recipient), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        os.fchmod(descriptor, 0o600)
        file.write(made.line())
        file.flush()
        os.fsync(descriptor)
    SealedTo.objects.create(ref=made.recipient.id, kind=kind, public=made.recipient.public, made_at=timezone.now())
