"""
Where sealed files lie: a folder, or anything fsspec reaches (S3 and what speaks like it).

A file appears whole or not at all, and is durable when it appears: on a folder it is synced and renamed, elsewhere its
parts are put together at the end. A connection that breaks half way leaves no file; parts that were sent stay with the
other side, sealed, until its own rule clears them away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from seiyaku.core.errors import Unavailable

BLOCK = 8 * 1024 * 1024  # bytes held in memory on their way to or from elsewhere


class Writable(Protocol):
    """Whatever bytes can be written to."""

    def write(self, data: bytes, /) -> object:
        """Write all of them."""


def storage() -> tuple[Any, str]:
    """Return the file system that files are on, and their folder there; nothing about it is remembered in between."""
    where = str(settings.FILES)
    if "://" not in where:
        where = str(Path(settings.HOME) / where)
    import fsspec  # brings asyncio along: not at the start

    found: tuple[Any, str] = fsspec.core.url_to_fs(where, use_listings_cache=False)
    return found


@contextmanager
def appearing(path: str) -> Iterator[Writable]:
    """Open a new file, `path` in the folder, for writing: it appears at the end, or not at all when something fails."""
    from fsspec.implementations.local import LocalFileSystem

    system, folder = storage()
    target = f"{folder}/{path}"
    system.makedirs(target.rpartition("/")[0], exist_ok=True)
    write = _local if isinstance(system, LocalFileSystem) else _far
    with write(system, target) as file:
        yield file


@contextmanager
def _local(_system: Any, target: str) -> Iterator[Writable]:
    part = Path(f"{target}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        _sync_folder(part.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _far(system: Any, target: str) -> Iterator[Writable]:
    file = system.open(target, "wb", block_size=BLOCK, autocommit=False)
    try:
        yield file
        file.close()
        file.commit()
    except BaseException:
        with suppress(Exception):  # what failed is told; the other side may be gone
            file.discard()
        file.closed = True  # else its end would send what is held, once more
        raise


@contextmanager
def reported() -> Iterator[None]:
    """Turn whatever fsspec and those below it raise into Unavailable, which says the kind of error and nothing else."""
    try:
        yield
    except Exception as error:
        raise Unavailable(f"the place where files are kept does not answer: {type(error).__name__}") from error


def read(path: str) -> Any:
    """Open a file, `path` in the folder, for reading in blocks."""
    system, folder = storage()
    return system.open(f"{folder}/{path}", "rb", block_size=BLOCK)


def modified(about: dict[str, Any]) -> float:
    """Return when a file was last written, in seconds since 1970, from what a listing says of it; unknown: never."""
    if "mtime" in about:
        return float(about["mtime"])
    when = about.get("LastModified") or about.get("last_modified")
    return float("inf") if when is None else float(when.timestamp())
