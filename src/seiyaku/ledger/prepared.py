"""
Statements that a session of PostgreSQL parses and plans once: of what writing an entry costs there, both were a third.

They are prepared by name when a session begins its first transaction of ours and says that it does not know one. A
name is made of its statement, so that a session which another release began, behind a pooler, holds no other one.
"""

from __future__ import annotations

from hashlib import sha256

_every: dict[str, str] = {}


def named(statement: str, *types: str) -> str:
    """Return the name that a statement with parameters of these types (`$1` …) is prepared under."""
    given = f"({', '.join(types)})" if types else ""
    name = f"seiyaku_{sha256(f'{given} {statement}'.encode()).hexdigest()[:16]}"
    _every[name] = f"PREPARE {name}{given} AS {statement}"
    return name


def every() -> list[str]:
    """Return what prepares each of them."""
    return list(_every.values())
