"""One check from the bytes of a file to its report: read, split, judge."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from seiyaku.core.errors import InputError
from seiyaku.core.lint.findings import Document, Report

LARGEST = 20 << 20  # bytes of one file: a picture-laden PDF is fine, a book is not a policy
STDIN = "-"


def fetch(name: str) -> tuple[Path | None, bytes]:
    """Read a file, or the standard input for `-`. Raises InputError."""
    if name == STDIN:
        body = sys.stdin.buffer.read(LARGEST + 1)
    else:
        try:
            with Path(name).open("rb") as file:
                body = file.read(LARGEST + 1)
        except OSError as error:
            raise InputError(name, f"nothing to read ({error.strerror})", "a file with a policy's text") from None
    if len(body) > LARGEST:
        raise InputError(name, f"more than {LARGEST >> 20} MiB", "a policy a person could read")
    return (None if name == STDIN else Path(name)), body


def read(name: str) -> Document:
    """Read a file into a document. Raises InputError."""
    from .reading import read as read_document

    path, body = fetch(name)
    return read_document(path, body, name)


def check(document: Document, as_of: dt.date) -> Report:
    """
    Judge a document against the law of a day.

    Raises:
        InputError: it is no privacy policy, so that every finding would be of something else.
    """
    from seiyaku.core.lint.rules import check as judge

    from .words import splitter

    demand_a_policy(document)
    return judge(document, words=splitter(), as_of=as_of)


def demand_a_policy(document: Document) -> None:
    """Raise InputError where a text is no policy: silent on personal information, left to another, not Japanese."""
    from seiyaku.core.lint.subject import Subject, subject

    about = subject(document)
    if about is Subject.NOTHING_PERSONAL:
        raise InputError(document.name, "a text that says nothing of personal information", "a privacy policy's text")
    if about is Subject.FOREIGN:
        raise InputError(document.name, "a text with hardly any Japanese in it", "a privacy policy in Japanese")
    if about is Subject.ANOTHER_TEXT:
        raise InputError(
            document.name, "a text that leaves personal information to another", "the text of that privacy policy"
        )
