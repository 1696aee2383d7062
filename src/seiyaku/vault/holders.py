"""
What the vault answers for when a root key is turned (policy 3-3): persons' wrapped keys, and blind digests.

* A wrapped key is wrapped anew where it stands, if it is still the one that was read: whoever was erased stays so.
* A digest under the new key needs the value, so values are opened: one entry a batch names the people and the fields,
  and yields the grant. Old digests stay, and go on finding, until everybody has the new one.

Both go by person, 1,000 or fewer to a transaction, and begin again where something is still behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from seiyaku.core import identity
from seiyaku.keys import blind, keyring, person
from seiyaku.ledger import transactions, writing
from seiyaku.policy import queries

from . import opening, selecting
from .catalogue import Catalogue
from .rows import Row
from .statements import Cursor, is_sqlite, marks, padded, run, run_many

SMALL = 250  # values opened in one transaction: no lock is held for a quarter of a second
ACTOR = "system:rotation"


def published() -> Catalogue:
    """Return the catalogue of every policy version of this instance."""
    return Catalogue.of([version.policy for version in reversed(queries.versions())], queries.bits())


class WrappedKeys:
    """Persons' keys, and those of rows in quarantine: the first four bytes of each name the root key it is under."""

    name = "person-keys"
    use: Literal["wrap"] = "wrap"

    def behind(self) -> int:
        """Return how many keys are not under the current wrap key."""
        current = keyring.keyring().current("wrap").id.to_bytes(4, "big")
        cursor = transactions.raw_cursor()
        run(cursor, "SELECT count(*) FROM vault_personkey WHERE substr(wrapped, 1, 4) <> %s", (current,))
        return int(cursor.fetchone()[0])

    def move(self, after: int, limit: int) -> int | None:
        """
        Wrap the next keys anew.

        On PostgreSQL a key that somebody else is erasing or wrapping is passed over: waiting for it while they wait
        for the head would stop both.
        """
        with transactions.deciding() as cursor:
            keyring.for_writing(cursor)
            run(
                cursor,
                "SELECT k.person, COALESCE(p.pid, q.qid), k.wrapped FROM vault_personkey k"
                " LEFT JOIN vault_person p ON p.ord = k.person LEFT JOIN vault_quarantine q ON q.ord = k.person"
                f" WHERE k.person > %s ORDER BY k.person LIMIT %s{'' if is_sqlite(cursor) else _PASSING_OVER}",
                (after, limit),
            )
            lines = cursor.fetchall()
            new = [(person.rewrap(int(who), bytes(pid), bytes(old)), who, bytes(old)) for who, pid, old in lines if pid]
            changed = [line for line in new if line[0] is not None]
            _put(cursor, changed)
        return int(lines[-1][0]) if lines else None

    def clear(self, after: int, limit: int) -> int | None:  # noqa: ARG002  the protocol's
        """There is nothing left over: each key was wrapped anew in its place."""
        return None


_PASSING_OVER = " FOR UPDATE OF k SKIP LOCKED"


def _put(cursor: Cursor, changed: Sequence[tuple[bytes | None, int, bytes]]) -> None:
    """Put keys in the place of those that were read, where they still stand."""
    if not changed:
        return
    if is_sqlite(cursor):
        run_many(cursor, "UPDATE vault_personkey SET wrapped = %s WHERE person = %s AND wrapped = %s", changed)
    else:
        run(
            cursor,
            "UPDATE vault_personkey k SET wrapped = n.new"
            " FROM unnest(%s::bytea[], %s::bigint[], %s::bytea[]) AS n (new, person, old)"
            " WHERE k.person = n.person AND k.wrapped = n.old",
            [list(column) for column in zip(*changed, strict=True)],
        )


_BEHIND = (
    "SELECT person FROM {table} o WHERE o.key <> %s AND o.person > %s AND NOT EXISTS"
    " (SELECT 1 FROM {table} n WHERE n.person = o.person AND n.field = o.field AND n.key = %s)"
)
_TABLES = ("vault_blind", "vault_unique")


@dataclass(frozen=True, slots=True)
class Digests:
    """Blind and unique digests."""

    catalogue: Callable[[], Catalogue] = published
    name: str = "digests"
    use: Literal["index"] = "index"

    def behind(self) -> int:
        """Return how many people have a value without a digest under the current index key."""
        current = keyring.keyring().current("index").id
        cursor = transactions.raw_cursor()
        run(cursor, f"SELECT count(*) FROM ({_both()}) b", (current, 0, current) * 2)
        return int(cursor.fetchone()[0])

    def move(self, after: int, limit: int) -> int | None:
        """Open the values of the next people, and write their digests under the current key beside the old ones."""
        catalogue = self.catalogue()
        with transactions.deciding() as cursor:
            current = keyring.for_writing(cursor).current("index").id
            block = min(limit, SMALL)
            run(cursor, f"{_both()} ORDER BY person LIMIT %s", (*(current, after, current) * 2, block))
            people = [int(line[0]) for line in cursor.fetchall()]
            if people:
                _digest(cursor, catalogue, people, current)
        return people[-1] if people else None

    def clear(self, after: int, limit: int) -> int | None:
        """Take away the digests of retired keys, of what has one under the current key: a new turn may have begun."""
        with transactions.deciding() as cursor:
            current = keyring.for_writing(cursor).current("index").id
            old = " UNION ".join(f"SELECT person FROM {table} WHERE key <> %s AND person > %s" for table in _TABLES)
            run(cursor, f"{old} ORDER BY person LIMIT %s", (*(current, after) * 2, limit))
            people = [int(line[0]) for line in cursor.fetchall()]
            for table in _TABLES if people else ():
                run(
                    cursor,
                    f"DELETE FROM {table} WHERE key <> %s AND person > %s AND person <= %s AND EXISTS"
                    f" (SELECT 1 FROM {table} n WHERE n.person = {table}.person AND n.field = {table}.field"
                    " AND n.key = %s)",
                    (current, after, people[-1], current),
                )
        return people[-1] if people else None


def _both() -> str:
    return " UNION ".join(_BEHIND.format(table=table) for table in _TABLES)


def _digest(cursor: transactions.Cursor, catalogue: Catalogue, people: list[int], key: int) -> None:
    mask = catalogue.mask(name for name, column in catalogue.columns.items() if column.indexed)
    _hold(cursor, people)
    rows = selecting.rows(cursor, people, catalogue.sheets(mask))
    body = {
        "act": "read", "answer": "allowed", "actor": ACTOR, "article": "23", "note_kind": "key-rotation",
        "fields": sorted(catalogue.names[bit] for bit in catalogue.names if mask >> bit & 1),
    }  # fmt: skip
    written = writing.record(body, [writing.Seen(row.ordinal, row.mark, granted=True) for row in rows])
    grant = writing.grant(written, [row.ordinal for row in rows], mask)
    lines = [
        line for row in rows for line in _lines(catalogue, opening.open_row(grant, catalogue, row, mask), row, key)
    ]
    for table in _TABLES:
        run_many(
            cursor,
            f"INSERT INTO {table} (field, digest, person, key) VALUES ({marks(4)}) ON CONFLICT DO NOTHING",
            sorted({line[1:] for line in lines if line[0] == table}),
        )


def _hold(cursor: Cursor, people: list[int]) -> None:
    """On PostgreSQL keep the sheets from changing between reading and writing; on SQLite nobody else is writing."""
    if not is_sqlite(cursor):
        block = padded(people)
        run(cursor, f"SELECT 1 FROM vault_sheet WHERE person IN ({marks(len(block))}) FOR UPDATE", block)
        cursor.fetchall()


def _lines(catalogue: Catalogue, values: dict[str, str], row: Row, key: int) -> list[tuple[str, int, bytes, int, int]]:
    lines: list[tuple[str, int, bytes, int, int]] = []
    for name, value in values.items():
        column = catalogue.column(name)
        digest = blind.digest(name, identity.normalise(column.type, value), key)
        if column.findable != "no":
            lines.append(("vault_blind", column.bit, digest, row.ordinal, key))
        if column.unique:
            lines.append(("vault_unique", column.bit, digest, row.ordinal, key))
    return lines
