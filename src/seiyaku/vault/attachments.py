"""
Pictures, recordings and papers (policy 1-1): sealed in chunks, streamed, on a folder or anything fsspec reaches.

Where they lie, and how they get there whole, is `shelf`'s.

`take_in` writes the sealed file before any transaction, so that a gigabyte holds no lock; `attach` makes it the
person's inside one. A file whose `attach` never came is a stray: `strays` finds it, the nightly job sweeps it. The name
a file came with is neutralised, kept sealed, and never becomes a path.
"""

from __future__ import annotations

import os
import re
import time
import unicodedata
from collections.abc import Generator, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256

from seiyaku.core.errors import Unavailable
from seiyaku.keys import person, sealing, streams
from seiyaku.keys.grants import Grant

from . import records, shelf
from .bases import Acquired
from .rows import Row
from .shelf import storage
from .statements import Cursor, run, run_many
from .storing import Stored

PIECE = 256 * 1024
LONGEST = 120
STRAY_AFTER = 24 * 3600
__all__ = [
    "Manifest",
    "TakenIn",
    "attach",
    "due",
    "forget_strays",
    "neutral",
    "path",
    "read",
    "storage",
    "strays",
    "sweep",
    "take_in",
]

Stream = Generator[bytes, None, None]
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What is known about a file; sealed with it. `size` in bytes and `sha256` are those of the plain content."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A sealed file that nobody owns yet."""

    ref: bytes
    manifest: Manifest


def path(ref: bytes) -> str:
    """Return where the file `ref` is, relative to the attachments' folder."""
    name = ref.hex()
    return f"{name[:2]}/{name}"


def neutral(name: str) -> str:
    """Return a file name that can do no harm: no folder, no control or direction character, no device, not hidden."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "_", shown).strip(" .")
    if _RESERVED.match(kept):
        kept = "_" + kept
    stem, dot, ending = kept.rpartition(".")
    if dot and len(kept) > LONGEST:
        kept = f"{stem[: LONGEST - 12]}.{ending[:11]}"
    return kept[:LONGEST] or "file"


def take_in(grant: Grant, row: Row, source: streams.Source, *, name: str, media_type: str) -> TakenIn:
    """Seal `source` under the person's key, chunk by chunk, into a file of its own; no transaction is needed."""
    key = person.unwrap(grant, row.ordinal, row.pid, row.wrapped)
    ref = os.urandom(16)
    running, size = sha256(), 0
    broke: list[Exception] = []

    def pieces() -> Iterator[bytes]:
        nonlocal size
        try:
            for piece in iter(partial(source.read, PIECE), b""):
                running.update(piece)
                size += len(piece)
                yield piece
        except Exception as error:  # the caller's own; it is not the shelf that failed
            broke.append(error)
            raise

    try:
        with shelf.reported(), shelf.appearing(path(ref)) as file:
            for sealed in streams.seal_stream(key, pieces(), bound(row.pid, ref)):
                file.write(sealed)
    except Unavailable:
        if broke:
            raise broke[0] from None
        raise
    manifest = Manifest(name=neutral(name), media_type=media_type, size=size, sha256=running.hexdigest())
    return TakenIn(ref, manifest)


def attach(
    cursor: Cursor, grant: Grant, row: Row, taken: TakenIn, *, field: int, acquired: Acquired, recorded_at: int
) -> Stored:
    """Make the file the person's, under the field of the policy it belongs to."""
    return records.keep(
        cursor, grant, row, "attachment", asdict(taken.manifest),
        field=field, acquired=acquired, recorded_at=recorded_at, ref=taken.ref,
    )  # fmt: skip


def bound(pid: bytes, ref: bytes) -> bytes:
    """Return what every chunk of the file is bound to."""
    return sealing.aad("attachment file", pid, ref)


def read(key: bytes, pid: bytes, ref: bytes) -> Stream:
    """Yield the plain content of the file, for `opening`."""
    with shelf.read(path(ref)) as file:
        yield from streams.open_stream(key, file, bound(pid, ref), "attachment")


def strays(cursor: Cursor, *, now: float | None = None) -> list[str]:
    """Return the paths of files that have stood a day without belonging to anybody."""
    system, folder = storage()
    if not system.exists(folder):
        return []
    owned = {path(bytes(line[0])) for line in run(cursor, "SELECT ref FROM vault_attachment").fetchall()}
    limit = (now or time.time()) - STRAY_AFTER
    found = []
    for place, about in system.find(folder, detail=True).items():
        relative = "/".join(str(place).split("/")[-2:])
        if relative not in owned and shelf.modified(about) < limit:
            found.append(relative)
    return found


def forget_strays(cursor: Cursor) -> int:
    """Let go of the files that have stood a day without belonging to anybody, for `sweep`; return how many."""
    return run_many(cursor, "INSERT INTO vault_sweep (path) VALUES (%s)", [(file,) for file in strays(cursor)])


def due(cursor: Cursor) -> bool:
    """Tell whether a committed transaction has let files go that are still there."""
    return run(cursor, "SELECT 1 FROM vault_sweep LIMIT 1").fetchone() is not None


def sweep(cursor: Cursor) -> int:
    """Remove every file that a committed transaction has let go; call it after the commit, at start and nightly."""
    system, folder = storage()
    gone = run(cursor, "SELECT id, path FROM vault_sweep ORDER BY id").fetchall()
    for number, relative in gone:
        if system.exists(f"{folder}/{relative}"):
            system.rm(f"{folder}/{relative}")
        run(cursor, "DELETE FROM vault_sweep WHERE id = %s", (number,))
    return len(gone)
