"""
One file of a policy, read strictly, and the faults found in it.

Refused: what is not UTF-8, too big, holds control characters, or would show a reader other words than the machine
reads (bidirectional overrides).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from seiyaku.core.errors import PolicyError

LARGEST = 1 << 20
# C0 and C1 controls but tab and line feed, line separators YAML would count and Markdown not, bidirectional controls.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


class Place(NamedTuple):
    """Where something stands in a file; both counted from 1."""

    line: int
    column: int


TOP = Place(1, 1)


@dataclass(frozen=True)
class Page:
    """A file's name and its text, its lines ended by line feeds alone."""

    name: str
    text: str

    def fault(
        self, place: Place, found: str, expected: str, *, clause: str | None = None, nearest: str | None = None
    ) -> PolicyError:
        """Say what is wrong at `place`."""
        where = f"{self.name}:{place.line}:{place.column}"
        return PolicyError(where, found, expected, nearest, clause=clause)


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name that `word` was most likely meant to be."""
    close = difflib.get_close_matches(word, list(names), n=1, cutoff=0.6)
    return close[0] if close else None


def read(path: Path) -> bytes:
    """Read one of a policy's files. Raises PolicyError when it is not there or cannot be one."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        found, page = f"nothing to read ({error.strerror})", Page(str(path), "")
        if path.name.endswith(".en.md"):
            japanese = f"{path.name.removesuffix('.en.md')}.md"
            raise page.fault(TOP, found, f"the English prose of {japanese}, beside it") from None
        raise page.fault(TOP, found, "a file of the policy") from None


def decode(name: str, body: bytes) -> Page:
    """Turn a file's bytes into a page. Raises PolicyError."""
    if len(body) > LARGEST:
        raise Page(name, "").fault(TOP, f"more than {LARGEST} bytes", "a policy a person could read")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8", "replace")
        raise Page(name, "").fault(_place(before, len(before)), f"byte 0x{body[error.start]:02x}", "UTF-8") from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if unfit := _UNFIT.search(text):
        raise Page(name, text).fault(
            _place(text, unfit.start()), f"the character U+{ord(unfit.group()):04X}", "text without control characters"
        )
    return Page(name, text)


def _place(text: str, offset: int) -> Place:
    return Place(text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1)
