"""
Reads files on disk, the database's own among them, without doing the database any harm.

SQLite guards its files by POSIX locks, and those end for a whole process as soon as it closes any descriptor of the
file (https://sqlite.org/howtocorrupt.html, 2.2): another process would then write into what we still read. So the
database's files are opened once and stay open; everything else is closed when read.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.db import connection

BLOCK = 512 * 1024
_SUFFIXES = ("", "-wal", "-shm", "-journal")


class _Kept:
    """The descriptors kept, by device and inode, and how many readers there are."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.files: dict[tuple[int, int], int] = {}
        self.readers = 0

    def enter(self, path: Path) -> int:
        """Return the descriptor of the file; those of files that are deleted lock nothing any more and are closed."""
        with self.guard:
            for name, descriptor in list(self.files.items()):
                if not self.readers and os.fstat(descriptor).st_nlink == 0:
                    os.close(self.files.pop(name))
            there = path.stat()
            name = (there.st_dev, there.st_ino)
            if name not in self.files:
                self.files[name] = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            self.readers += 1
            return self.files[name]

    def leave(self) -> None:
        """Say that one reader is done."""
        with self.guard:
            self.readers -= 1


_kept = _Kept()


def blocks(path: Path, size: int = BLOCK) -> Iterator[bytes]:
    """Yield the content of a file, some at a time."""
    if str(path.absolute()) not in _databases():
        with path.open("rb") as source:
            while block := source.read(size):
                yield block
        return
    try:
        descriptor = _kept.enter(path)
    except FileNotFoundError:
        return  # the log of a database that nobody has open
    try:
        at = 0
        while block := os.pread(descriptor, size, at):
            at += len(block)
            yield block
    finally:
        _kept.leave()


def _databases() -> frozenset[str]:
    if connection.vendor != "sqlite":
        return frozenset()
    return _files_of(str(Path(connection.settings_dict["NAME"]).absolute()))


@lru_cache(maxsize=8)
def _files_of(name: str) -> frozenset[str]:
    return frozenset(f"{name}{suffix}" for suffix in _SUFFIXES)
