"""A folder of this machine: a file has its name only when it is whole and on disk."""

from __future__ import annotations

import glob
import os
import secrets
from collections.abc import Iterable
from hashlib import file_digest
from pathlib import Path

from seiyaku.post.addresses import Address
from seiyaku.post.faults import Later, Never

from . import Handing

THERE = "the same file was there already"
WRITTEN = "written, and synced to disk"


class Folder:
    """Writes the letter, then the file."""

    asks = True

    def hand_over(self, address: Address, parcel: Handing) -> str:
        """Write both; a file of this receipt that is there already is checked, not written again."""
        folder = Path(address.parts.path)
        try:
            if not folder.is_dir():
                raise Later("the folder is not there")
            put_once(folder / f"{parcel.name}.txt", [parcel.letter.text.encode()])
            return put_once(folder / parcel.name, parcel.pieces(), parcel.digest)
        except OSError as error:
            raise Later(f"the folder cannot be written: {type(error).__name__}") from error


def put_once(path: Path, pieces: Iterable[bytes], digest: str = "") -> str:
    """Write a file whole, or find it there; `digest`: the SHA-256 that one found there must have."""
    if path.exists():
        if digest:
            with path.open("rb") as file:
                if file_digest(file, "sha256").hexdigest() != digest:
                    raise Never("another file has this name")
        return THERE
    for stale in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        stale.unlink(missing_ok=True)  # whoever wrote it has lost its claim
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with part.open("wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    handle = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return WRITTEN
