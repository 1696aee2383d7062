"""Whether the operator's key is where the settings say: light, for the process that starts the server (S1)."""

from __future__ import annotations

import os
from pathlib import Path

from seiyaku.core.errors import Unavailable


def demand_there(place: str, home: Path) -> None:
    """Refuse when the file or the variable that `place` names is not there; a device is asked when it is used."""
    scheme, _, rest = place.partition(":")
    if scheme == "file" and not os.path.lexists(home / rest):
        raise no_file(home / rest)
    if scheme == "env" and rest not in os.environ:
        raise no_variable(rest)


def no_file(path: Path) -> Unavailable:
    """Return what is wrong where the file is not there."""
    return Unavailable(
        f"the operator's key {path} is not there: put its copy back, or name its place in SEIYAKU_OPERATOR_KEY"
    )


def no_variable(name: str) -> Unavailable:
    """Return what is wrong where the variable is not set."""
    return Unavailable(f"the operator's key is to be in the environment variable {name}, which is not set")
