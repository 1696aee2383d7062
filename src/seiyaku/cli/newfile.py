"""Files written whole, or not at all: one that was not there yet, and one in the place of another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from seiyaku.core.errors import InputError


@contextmanager
def new_file(out: Path) -> Iterator[BinaryIO]:
    """Yield it open for writing (0600); where anything goes wrong meanwhile, it is taken away again."""
    descriptor = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
    except BaseException:
        out.unlink(missing_ok=True)
        raise


def put_in_place(path: Path, text: str, *, mode: int | None = None) -> None:
    """
    Put a text in the place of a file, on disk before it takes the name; what a killed run left half-written is removed.

    `mode`: who may read it; None: whoever could before, or whoever may read any new file.

    Raises:
        InputError: the folder is not there.
    """
    if not path.parent.is_dir():
        raise InputError(str(path), "no such folder", "a file in a folder that is there")
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode or 0o666)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            if mode is None and path.exists():
                part.chmod(path.stat().st_mode & 0o777)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        error.filename = str(path)  # by the name that was given
        raise
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
