"""
What a check of the instance says: its stable name, its state, what it saw and, unless that is well, what mends it.

No finding holds a value of anybody or a secret; paths and numbers only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seiyaku.core.language import Text

State = Literal["green", "attention", "red"]

STATES: dict[str, Text] = {
    "green": Text("順守", "kept"),
    "attention": Text("要確認", "attention"),
    "red": Text("不適合", "broken"),
}


SERVE = Text("seiyaku up を動かす", "keep `seiyaku up` running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found: its stable name, its state, what it saw and, unless that is well, what mends it."""

    check: str
    state: State
    text: Text
    mend: Text | None = None


def green(check: str, ja: str, en: str) -> Finding:
    """Say that it is as it must be."""
    return Finding(check=check, state="green", text=Text(ja, en))


def attention(check: str, ja: str, en: str, mend: Text) -> Finding:
    """Say that it works, and that somebody should look: `mend` says what to do."""
    return Finding(check=check, state="attention", text=Text(ja, en), mend=mend)


def red(check: str, ja: str, en: str, mend: Text) -> Finding:
    """Say that it is closed until mended: `mend` says how."""
    return Finding(check=check, state="red", text=Text(ja, en), mend=mend)
