"""
Asks the package index when the locked versions of the parts that the doctor tells of were released (`make lock`).

The index is the one pip is told to use; it says `upload-time` for each file (simple API 1.1). The day a version was
released is the day of its first file. An index that does not say it leaves the part without a day, and is named.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

from pip._internal.models.index import PyPI

from seiyaku.evidence.versions import PARTS, RELEASED

LOCK = Path(__file__).with_name("base.txt")
ACCEPT = "application/vnd.pypi.simple.v1+json"


def index() -> str:
    """Return the address of the index that pip uses, with its slash."""
    asked = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603  # pip
    return (told or PyPI.simple_url).rstrip("/") + "/"


def locked(name: str) -> list[str]:
    """Return the versions of a part in the lock: more than one where they differ by Python."""
    lock = LOCK.read_text(encoding="utf-8")
    found = re.findall(rf"^{re.escape(_plain(name))}(?:\[[^]]*\])?==([^\s;\\]+)", lock, re.MULTILINE)
    if not found:
        raise SystemExit(f"{name} is not in {LOCK.name}")
    return found


def files(name: str) -> list[dict[str, str]]:
    """Return what the index says of every file of a part."""
    asked = urllib.request.Request(f"{index()}{_plain(name)}/", headers={"Accept": ACCEPT})  # noqa: S310  # pip's own index
    with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310  # pip's own index
        told: list[dict[str, str]] = json.load(answer)["files"]
    return told


def first_day(name: str, version: str, told: list[dict[str, str]]) -> str | None:
    """Return the day on which the first file of the version was uploaded, if the index tells."""
    own = re.compile(rf"{_plain(name).replace('-', '[-_.]')}-{re.escape(version)}(-|\.tar\.gz$|\.zip$)", re.IGNORECASE)
    days = [file["upload-time"][:10] for file in told if own.match(file["filename"]) and "upload-time" in file]
    return min(days, default=None)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Write the table anew."""
    table: dict[str, dict[str, str]] = {name: {} for name in PARTS}
    for name in PARTS:
        told = files(name)
        for version in locked(name):
            day = first_day(name, version, told)
            if day is None:
                sys.stderr.write(f"the index does not say when {name} {version} was released\n")
            else:
                table[name][version] = day
    RELEASED.write_text(json.dumps(table, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
