"""What checking the ledger is told, and what it tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

Marks = Callable[[Sequence[int]], Mapping[int, bytes]]


class Listener(Protocol):
    """Hears every entry, placed or waiting, and then whom the index says they name: to compare with other rooms."""

    def entry(self, entry: bytes, said: Mapping[str, Any], /) -> None:
        """Hear what an entry says."""

    def person(self, entry: bytes, who: int, /, *, granted: bool) -> None:
        """Hear that an entry names somebody."""


class Silent:
    """Hears, and keeps nothing."""

    def entry(self, entry: bytes, said: Mapping[str, Any], /) -> None:
        """Hear what an entry says."""

    def person(self, entry: bytes, who: int, /, *, granted: bool) -> None:
        """Hear that an entry names somebody."""


class Finding(NamedTuple):
    """Something that is not as it must be. `entry` is the first bad entry's number, where it can be told."""

    what: str
    why: str
    entry: int | None = None


@dataclass(slots=True)
class Outside:
    """What receivers hold: signed heads, and leaf hashes from the first entry on."""

    heads: Sequence[str] = ()
    leaves: Sequence[bytes] = ()


@dataclass(slots=True)
class Report:
    """How many entries there are, and everything found."""

    size: int
    findings: list[Finding] = field(default_factory=list)

    @property
    def first_bad(self) -> int | None:
        """The number of the first bad entry, if it can be told."""
        return min((found.entry for found in self.findings if found.entry is not None), default=None)
