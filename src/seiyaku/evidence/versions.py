"""
How old the parts are that the house stands on (policy 3-3): Python, and what keeps keys, records and the way in.

No installed part carries the day it was released. `released.json` does, for the versions of the lock: `make lock` asks
the package index once, when it resolves. A version that is not the locked one has no day here, and is told so.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import json
import platform
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils import timezone

from seiyaku.core.language import Text

from .findings import Finding, attention, green

PARTS = ("Django", "cryptography", "psycopg", "granian", "pydantic", "numpy", "pyroaring", "orjson")
RELEASED = Path(__file__).with_name("released.json")
TOO_OLD = 2.0  # years without a newer release taken in
YEAR = 365.25
# Until when a Python gets security fixes, by its own schedule (PEP 664, 693, 719, 745).
PYTHON_UNTIL = {
    (3, 11): dt.date(2027, 10, 31),
    (3, 12): dt.date(2028, 10, 31),
    (3, 13): dt.date(2029, 10, 31),
    (3, 14): dt.date(2030, 10, 31),
}
NEWER = Text(
    "新しい版に固定し直し（make lock）、試験してから入れ替える",
    "lock newer versions (make lock), test, and replace them",
)
LOCKED = Text("requirements/base.txt の版を入れる", "install the versions of requirements/base.txt")


def versions() -> Iterator[Finding]:
    """Say each part's version, the day it was released and its age; attention for what is too old or not known."""
    today, known = timezone.now().date(), released()
    ja, en, old, unknown = [], [], [], []
    for name in PARTS:
        version = importlib.metadata.version(name)
        day = released_on(name, version, known)
        if day is None:
            unknown.append(f"{name} {version}")
            ja.append(f"{name} {version}（公開日は不明）")
            en.append(f"{name} {version} (day of release not known)")
            continue
        years = (today - day).days / YEAR
        if years > TOO_OLD:
            old.append(f"{name} {version}")
        ja.append(f"{name} {version}（{day} 公開、{years:.1f} 年）")
        en.append(f"{name} {version} (released {day}, {years:.1f} years)")
    first = _python(today, old)
    said = Text("、".join([first.ja, *ja]), ", ".join([first.en, *en]))
    yield _found(said, old, unknown)


def _python(today: dt.date, old: list[str]) -> Text:
    """Say which Python this is and until when it is mended; one that is over counts as too old."""
    version, until = platform.python_version(), PYTHON_UNTIL.get(sys.version_info[:2])
    if until is None:
        return Text(f"Python {version}", f"Python {version}")
    if today > until:
        old.append(f"Python {version}")
    return Text(f"Python {version}（修正の提供は {until} まで）", f"Python {version} (mended until {until})")


def _found(said: Text, old: list[str], unknown: list[str]) -> Finding:
    if old:
        names = ", ".join(old)
        return attention("versions", f"古すぎるもの: {names}。{said.ja}", f"too old: {names}. {said.en}", NEWER)
    if unknown:
        return attention("versions", said.ja, said.en, LOCKED)
    return green("versions", said.ja, said.en)


def released() -> Mapping[str, Mapping[str, str]]:
    """Return what the index said when the lock was made: by part and locked version the day of its release."""
    found: dict[str, dict[str, str]] = json.loads(RELEASED.read_text(encoding="utf-8"))
    return found


def released_on(name: str, version: str, known: Mapping[str, Mapping[str, str]]) -> dt.date | None:
    """Return the day a version was released, if it is a locked one and the index told."""
    day = known.get(name, {}).get(version)
    return dt.date.fromisoformat(day) if day else None
