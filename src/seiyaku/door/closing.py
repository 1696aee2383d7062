"""Why the house is closed: tells a full or read-only disk and a lost database from a mistake of ours."""

from __future__ import annotations

import errno

from seiyaku.core import errors

_SIGNS = {
    "disk is full": "the disk is full",
    "no space left": "the disk is full",
    "could not extend file": "the disk is full",
    "readonly database": "the database is read-only",
    "read-only transaction": "the database is read-only",
    "read only": "the database is read-only",
    "unable to open database": "the database cannot be opened",
    "disk i/o error": "the disk does not take writes",
    "connection": "the database cannot be reached",
    "locked": "the database is busy",
}
_ERRNO = {errno.ENOSPC: "the disk is full", errno.EDQUOT: "the disk is full", errno.EROFS: "the database is read-only"}


def closed_because(error: BaseException) -> str | None:
    """Return why `error` closes the house, in words without any value, or None when it is no such thing."""
    if isinstance(error, errors.Unavailable):
        return error.why
    if isinstance(error, OSError):
        return _ERRNO.get(error.errno or 0, "the disk does not answer")
    said = str(error).lower()
    return next((why for sign, why in _SIGNS.items() if sign in said), None)
