"""
What leaves the house so that the house can be checked: heads, tiles, leaves, and the sealed take-away list (2-1).

Receivers belong to somebody the operator's administrator does not control. They stand in `SEIYAKU_RECEIVERS`:

* a folder or another account's bucket, through fsspec (`file:///mnt/other`, `s3://bucket/log`): everything
* a witness (`https://…`), in the form of C2SP `tlog-witness`: heads; it signs beside us only what grew out of the last
* a mailbox (`mailto:…`): heads, once a day; see `mailing`

Nothing is pushed that does not grow out of what is there: an older copy of this house cannot overwrite a newer head.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings

from seiyaku.core.errors import IntegrityError, Unavailable, VerificationFailed
from seiyaku.core.merkle import HASH, WIDTH, Tiles, split

from . import heads, logs, mailing, takeaway, tree
from .transactions import Cursor, raw_cursor, reading
from .verification import Outside

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
TIMEOUT = 10.0
_SIZE = re.compile(
    r"[0-9]{1,20}\n?"
)  # what a witness that knows another size says: a tree of 64 bits has no longer one


class Receiver(Protocol):
    """Somebody outside who keeps what we push."""

    def push(self, cursor: Cursor, note: str) -> None:
        """Hand over what is new up to the signed head `note`."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of somebody else's: heads, tiles, leaves and the take-away list, under names that never change."""

    name: str

    def put(self, path: str, data: bytes) -> None:
        """Write a file anew."""
        fs, root = self._open()
        where = f"{root}/{path}"
        fs.makedirs(where.rpartition("/")[0], exist_ok=True)
        fs.pipe_file(where, data)

    def get(self, path: str) -> bytes | None:
        """Return a file, or None when it is not there."""
        fs, root = self._open()
        try:
            return bytes(fs.cat_file(f"{root}/{path}"))
        except FileNotFoundError:
            return None

    def names(self, path: str) -> list[str]:
        """Return the names in a folder, in order."""
        fs, root = self._open()
        try:
            return sorted(str(found).rpartition("/")[2] for found in fs.ls(f"{root}/{path}", detail=False))
        except FileNotFoundError:
            return []

    def _open(self) -> tuple[Any, str]:
        from fsspec.core import url_to_fs

        fs, root = url_to_fs(self.name, use_listings_cache=False)  # others write there too
        return fs, str(root).rstrip("/")

    def push(self, cursor: Cursor, note: str) -> None:
        """Hand over what is new up to the signed head `note`; the head goes last, so that what it signs is there."""
        mine, kept = self.of(heads.origin(cursor)), tree.tiles(cursor)
        size, before = heads.size_of(note), demand(self, cursor)
        for path, tile in _new_tiles(kept, before, size):
            mine.put(path, tile)
        takeaway.hand_over(mine, cursor)
        mine.put(f"heads/{size:015d}", note.encode())
        mine.put("head", note.encode())

    def of(self, origin: str) -> Folder:
        """Return where the log of this name is kept: the first at the top, those after a restoration below it."""
        number = logs.number(origin)
        return self if number == 1 else Folder(f"{self.name.rstrip('/')}/log-{number}")


@dataclass(slots=True)
class Witness:
    """A witness that speaks C2SP tlog-witness; `signed` is what it put beside our last head."""

    name: str
    known: int = 0
    signed: str = ""

    def push(self, cursor: Cursor, note: str) -> None:
        """Ask the witness to sign beside the head; it says itself from where it wants the growth proven."""
        kept, size = tree.tiles(cursor), heads.size_of(note)
        for _ in range(2):
            proof = kept.consistency(self.known, size) if 0 < self.known <= size else []
            lines = [f"old {self.known}", *(b64encode(step).decode() for step in proof), "", note]
            answer = _post(self.name.rstrip("/") + "/add-checkpoint", "\n".join(lines))
            if answer.status_code == 200:
                self.known, self.signed = size, answer.text
                return
            if answer.status_code != 409 or not _SIZE.fullmatch(answer.text):
                break
            self.known = int(answer.text)
            if self.known > size:
                raise VerificationFailed("outside", f"the witness knows {self.known} entries, there are {size} here")
        raise VerificationFailed("outside", f"the witness does not sign: it answered {answer.status_code}")


def _post(url: str, body: str) -> Any:
    import httpx

    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise Unavailable("a witness beyond this machine is asked through TLS only")
    try:
        return httpx.post(url, content=body.encode(), timeout=TIMEOUT, follow_redirects=False)
    except httpx.HTTPError as error:
        raise Unavailable(f"the witness does not answer: {type(error).__name__}") from error


def demand_growth(kept: Tiles, head: bytes | None, log: str) -> int:
    """Return the size of a head kept outside, once it proves to be a beginning of the log here; 0 without one."""
    if head is None:
        return 0
    origin, size, root = heads.check(head.decode())
    if origin != log:
        raise VerificationFailed("outside", f"the receiver holds another log, {origin}")
    if size > kept.size:
        raise VerificationFailed(
            "outside", f"rolled back: the receiver holds {size} entries, there are {kept.size} here"
        )
    if kept.root(size) != root:
        raise VerificationFailed("outside", f"the log was rewritten before entry {size}")
    return size


def demand(folder: Folder, cursor: Cursor) -> int:
    """
    Return the size a folder holds of the log here, once all it holds agrees with what is here.

    Of a log before a restoration it must hold no other head than the one the restoration named: else somebody put an
    older copy in place, and called it a restoration.
    """
    for log in logs.every(cursor):
        head = folder.of(log.before).get("head")
        if head is not None and heads.check(head.decode()) != (log.before, log.size, log.root):
            raise VerificationFailed("outside", f"log {log.before} goes on beyond what its restoration named")
    log_here = heads.origin(cursor)
    return demand_growth(tree.tiles(cursor), folder.of(log_here).get("head"), log_here)


def refuse_when_rolled_back(cursor: Cursor) -> None:
    """
    Refuse an older copy: a receiver that answers holds more than there is here.

    Raises:
        VerificationFailed: it does.
    """
    for receiver in receivers():
        if isinstance(receiver, Folder):
            try:
                demand(receiver, cursor)
            except (OSError, ImportError):
                continue  # it does not answer; who pushes says so


def _new_tiles(kept: Tiles, before: int, size: int) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of tiles that grew, named as C2SP tlog-tiles does: a part of one ends in its width."""
    level = 0
    while (count := size >> (8 * level)) or level == 0:
        for place in range((before >> (8 * level)) // WIDTH, -(-count // WIDTH)):
            width = min(WIDTH, count - place * WIDTH)
            tile = kept.tile(level, place)[: width * HASH]
            yield f"tile/{level}/{place:012d}" + ("" if width == WIDTH else f".p/{width}"), tile
        level += 1


def held(folder: Folder) -> Outside:
    """Return the heads and leaves a receiver holds, for `verification`."""
    notes = [(folder.get(f"heads/{name}") or b"").decode() for name in folder.names("heads")]
    leaves: list[bytes] = []
    size = heads.size_of(notes[-1]) if notes else 0
    for place in range(-(-size // WIDTH)):
        width = min(WIDTH, size - place * WIDTH)
        part = "" if width == WIDTH else f".p/{width}"
        leaves += split(folder.get(f"tile/0/{place:012d}{part}") or bytes(width * HASH))
    return Outside(notes, leaves)


def receivers() -> list[Receiver]:
    """Return the receivers the operator named."""
    named: Sequence[str] = getattr(settings, "RECEIVERS", ())
    return [_receiver(name) for name in named]


def _receiver(name: str) -> Receiver:
    if name.startswith(mailing.SCHEME):
        mailing.address(name)  # what does not read as one mailbox stops here, and is not taken for a folder
        return mailing.Mail(name)
    return Witness(name) if urlsplit(name).scheme in {"https", "http"} else Folder(name)


def kept() -> Outside:
    """Return what all receivers that can be read hold: every head, and the longest run of leaves."""
    origin = heads.origin(raw_cursor())
    found = [held(receiver.of(origin)) for receiver in receivers() if isinstance(receiver, Folder)]
    return Outside(
        [note for one in found for note in one.heads], max((one.leaves for one in found), key=len, default=())
    )


def push(to: Sequence[Receiver] | None = None) -> str:
    """Sign the log as it stands and hand it to every receiver; one that fails keeps none of the others from it."""
    failed: list[Exception] = []
    heads.checkpoint()
    with reading() as cursor:
        note = heads.sign(cursor)
        for receiver in receivers() if to is None else to:
            try:
                receiver.push(cursor, note)
            except (VerificationFailed, IntegrityError):
                raise
            except (OSError, Unavailable) as error:
                failed.append(error)
    if failed:
        raise Unavailable(f"{len(failed)} receivers could not be reached: {type(failed[0]).__name__}")
    return note
