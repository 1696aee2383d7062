"""
Who is at this terminal: the session that `seiyaku login` began (architecture §3: proven, never asserted).

The token lies in the file `session` of the instance folder, for its owner alone. There is no `--actor`.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from django.conf import settings

from seiyaku.core.asks import Actor
from seiyaku.core.errors import NotProven

SIGN_IN = "nobody is signed in: `seiyaku login`"


def actor() -> Actor:
    """Return the account that is signed in at this terminal. Raises NotProven."""
    from seiyaku.people.queries import actor_of

    try:
        descriptor = os.open(_file(), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        raise NotProven(SIGN_IN) from None
    with os.fdopen(descriptor, encoding="ascii", errors="replace") as file:
        status = os.fstat(descriptor)
        if stat.S_IMODE(status.st_mode) & 0o077 or status.st_uid != os.geteuid():
            raise NotProven("the session's file is not for its owner alone: sign in anew")
        token = file.read(512).strip()
    return actor_of(token)


def keep(token: str) -> None:
    """Write the token where `actor` finds it, in place of any other."""
    drop()
    descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        os.fchmod(descriptor, 0o600)
        file.write(token + "\n")


def drop() -> None:
    """Forget the token."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.HOME) / "session"
