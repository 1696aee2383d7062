"""
How an entry is kept: what many entries say alike (act, clause, purpose, fields, policy …) stands once, as a *form*; the
entry's own row holds its id, its people root, and the rest. A third of the bytes, and every one of them readable.

What is hashed, exported and handed out is the whole body, put together again byte for byte. `at` is not kept: it is the
first half of the id. A form or a row that was altered makes another body, and so another leaf.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from seiyaku.keys.memory import on_forget

from .bodies import canonical

if TYPE_CHECKING:
    from .transactions import Cursor

# What says who did it, when, to what, or how many, is an entry's own.
OWN = frozenset({
    "actor", "behalf", "session", "standing", "acquisition", "export", "ref", "case", "counts", "papers", "digest",
    "text", "head", "origin", "refused_n",
})  # fmt: skip
BESIDE = frozenset({"id", "at", "people"})
_MOST = 10_000

SELECT = (
    "SELECT e.number, e.id, e.people, e.rest, f.body FROM ledger_entry e LEFT JOIN ledger_form f ON f.number = e.form"
)

_numbers: dict[tuple[str, bytes], int] = {}
on_forget(_numbers.clear)


class Kept(NamedTuple):
    """A row of `SELECT`."""

    number: int
    id: bytes
    people: bytes | None
    rest: bytes
    form: bytes | None


def split(body: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Return the form of a body, and the rest of it."""
    shared: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    for key, value in body.items():
        if key in OWN or (key == "n" and value > 1):
            rest[key] = value
        elif key not in BESIDE:
            shared[key] = value
    return canonical(shared), canonical(rest)


def whole(row: Kept) -> dict[str, Any]:
    """Return what an entry says. Raises ValueError or TypeError when the row does not read as one."""
    if row.form is None:
        raise ValueError("an entry without its form")
    entry = bytes(row.id)
    said = {**_shared(bytes(row.form)), **orjson.loads(row.rest)}
    said["id"], said["at"] = entry.hex(), int.from_bytes(entry[:6], "big")
    if row.people is not None:
        said["people"] = bytes(row.people).hex()
    return said


@lru_cache(maxsize=_MOST)
def _shared(form: bytes) -> dict[str, Any]:
    said = orjson.loads(form)
    if not isinstance(said, dict):
        raise TypeError("not a form")
    return said


def body(row: Kept) -> bytes:
    """Return the body that was hashed; of a row that does not read as an entry, something that never was one."""
    try:
        return canonical(whole(row))
    except (ValueError, TypeError):
        return b"unreadable:" + str(tuple(row)).encode()


def bodies(cursor: Cursor, first: int = 0, last: int = 1 << 62) -> Iterator[bytes]:
    """Yield the bodies of the entries from number `first` to before `last`, in order."""
    cursor.execute(f"{SELECT} WHERE e.number >= %s AND e.number < %s ORDER BY e.number", (first, last))
    for row in cursor.fetchall():
        yield body(Kept._make(row))


def numbers(cursor: Cursor, database: str, forms: Iterable[bytes]) -> tuple[dict[bytes, int], dict[bytes, int]]:
    """Return the numbers of forms, and which to remember once the transaction is durable; new ones are written."""
    known: dict[bytes, int] = {}
    fresh: dict[bytes, int] = {}
    for form in forms:
        if form in known:
            continue
        number = _numbers.get((database, form))
        if number is None:
            number = fresh[form] = _number(cursor, form)
        known[form] = number
    return known, fresh


def remember(database: str, fresh: Mapping[bytes, int]) -> None:
    """Remember the numbers of forms that are durable."""
    if len(_numbers) > _MOST:
        _numbers.clear()
    _numbers.update(((database, form), number) for form, number in fresh.items())


def _number(cursor: Cursor, form: bytes) -> int:
    cursor.execute("SELECT number FROM ledger_form WHERE body = %s", (form,))
    row: Sequence[Any] | None = cursor.fetchone()
    if row is None:
        cursor.execute("INSERT INTO ledger_form (body) VALUES (%s) RETURNING number", (form,))
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  # it was just written
    return int(row[0])
