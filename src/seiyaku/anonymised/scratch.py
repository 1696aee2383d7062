"""
What a run leaves lying while it works: folders and half-written files of this user alone, held by a lock.

The lock ends with the run, however it ends. What a killed run left behind is held by nobody then: the next run at the
same place removes it, and so do the start of an instance and its hourly job for the folders under the instance.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "seiyaku-anonymise-"
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
FILE = os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def working(root: Path | None = None) -> Iterator[Path]:
    """Yield a folder (mode 0700) in `root`, the system's place for such where there is none; gone afterwards."""
    root = Path(tempfile.gettempdir()) if root is None else root
    clear(root)
    folder, held = _made(root)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


@contextmanager
def writing_in(part: Path) -> Iterator[None]:
    """Make a folder that others clear away only when this is over; it is gone then, with what was left in it."""
    held = None
    while held is None:
        part.mkdir()  # a fleet may write into it as somebody else
        held = _held(part)
    try:
        yield
    finally:
        shutil.rmtree(part, ignore_errors=True)
        os.close(held)


@contextmanager
def writing_to(part: Path) -> Iterator[None]:
    """Make a file (mode 0600) that others clear away only when this is over, however it is over."""
    while True:
        held = os.open(part, FILE | os.O_CREAT | os.O_EXCL, 0o600)
        if _locked(held, part):
            break
    try:
        yield
    finally:
        os.close(held)


def clear(root: Path) -> int:
    """Remove the working folders in `root` that are this user's and that no run holds; return how many."""
    return sum(_removed(folder, FOLDER) for folder in root.glob(f"{PREFIX}*"))


def clear_parts(root: Path, pattern: str) -> int:
    """Remove what is half-written in `root` by a pattern of its names, files and folders, likewise."""
    return sum(_removed(part, FOLDER if part.is_dir() else FILE) for part in root.glob(pattern))


def _made(root: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
        held = _held(folder)
        if held is not None:
            return folder, held


def _held(folder: Path) -> int | None:
    """Lock a folder that was just made; None where it was taken for one left behind, between the two."""
    with suppress(FileNotFoundError):
        held = os.open(folder, FOLDER)
        if _locked(held, folder):
            return held
    return None


def _locked(held: int, path: Path) -> bool:
    """Lock what was just made; False, and closed, where it was taken for one left behind and removed before."""
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
    except OSError:  # a file system without locks (NFS): nothing is taken for left behind there
        return True
    with suppress(FileNotFoundError):
        if os.path.samestat(os.fstat(held), path.lstat()):
            return True
    os.close(held)
    return False


def _removed(path: Path, flags: int) -> bool:
    try:
        held = os.open(path, flags)
    except OSError:  # gone by now, a link, or another user's
        return False
    try:
        if os.fstat(held).st_uid != os.geteuid():
            return False
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if flags == FOLDER:
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    except OSError:  # held, or not ours to remove
        return False
    finally:
        os.close(held)
    return True
