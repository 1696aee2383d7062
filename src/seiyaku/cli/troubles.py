"""What the system refuses (files, folders, the disk), said with what would help."""

from __future__ import annotations

import errno
from collections.abc import Callable

from seiyaku.core.errors import InputError, SeiyakuError, Unavailable


def _closed(name: str) -> Unavailable:
    return Unavailable(f"{name} may not be used by this user: let its owner do it, or name another place")


OF_A_NAME: dict[int, Callable[[str], SeiyakuError]] = {
    errno.EACCES: _closed,
    errno.EPERM: _closed,
    errno.EROFS: lambda name: Unavailable(f"{name} is where nothing can be written: name another place"),
    errno.ENOENT: lambda name: Unavailable(f"{name} is not there"),
    errno.EEXIST: lambda name: InputError(name, "something of that name", "a new one"),
    errno.EISDIR: lambda name: InputError(name, "a folder", "a file"),
    errno.ENOTDIR: lambda name: Unavailable(f"{name} cannot be there: something on the way is a file, not a folder"),
}


def of_the_system(error: OSError) -> SeiyakuError | None:
    """Return the error as one of ours; None where the system did not say what it is."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Unavailable("no room is left on the disk: make room, and do it again")
    if error.filename is None or error.errno is None:
        return Unavailable(error.strerror) if error.strerror else None
    name = str(error.filename)
    known = OF_A_NAME.get(error.errno)
    return known(name) if known else Unavailable(f"{name}: {error.strerror}")
