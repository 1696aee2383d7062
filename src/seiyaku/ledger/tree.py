"""The tree as it is kept in the database: its size, the open tile of each level, and the full tiles."""

from __future__ import annotations

from collections.abc import Sequence

from seiyaku.core.errors import IntegrityError
from seiyaku.core.merkle import Growth, Tiles
from seiyaku.keys import macs
from seiyaku.keys.memory import on_forget

from .transactions import Cursor

LABEL = "seiyaku-tree-1"

# The tree as this process left it, by database; only the holder of the writers' turn touches it.
_left: dict[str, Growth] = {}
on_forget(_left.clear)


def load(cursor: Cursor, database: str | None = None) -> Growth:
    """Return the tree to append to; `database` names whose tree this process may still know."""
    cursor.execute("SELECT size, mac FROM ledger_tree WHERE id = 1")
    size, mac = cursor.fetchone()
    if database is not None and (known := _left.pop(database, None)) is not None and known.size == size:
        return known
    cursor.execute("SELECT level, body FROM ledger_open ORDER BY level")
    rows = cursor.fetchall()
    if [row[0] for row in rows] != list(range(len(rows))):
        raise IntegrityError("ledger", "an open tile is missing")
    levels = [bytes(row[1]) for row in rows]
    if not proves(mac, size, levels):
        # Who can only write the database cannot add an entry either: the tree would not be taken up again.
        raise IntegrityError("ledger", "the tree was not left like this by this instance")
    try:
        return Growth(size, levels)
    except ValueError as error:
        raise IntegrityError("ledger", str(error)) from error


def seal(size: int, levels: Sequence[bytes | bytearray]) -> bytes:
    """Return the MAC over the tree as it is left."""
    return macs.mac(LABEL, size, *map(bytes, levels))


def proves(mac: bytes | None, size: int, levels: Sequence[bytes]) -> bool:
    """Tell whether this instance left the tree like this; an empty one nobody has left yet."""
    if mac is None:
        return size == 0 and not levels
    return macs.proves(bytes(mac), LABEL, size, *levels)


def is_current(cursor: Cursor) -> bool:
    """Tell whether the tree is left under the current key; size and open tiles are read as one."""
    cursor.execute(
        "SELECT t.size, t.mac, o.body FROM ledger_tree t LEFT JOIN ledger_open o ON t.id = 1 ORDER BY o.level"
    )
    rows = cursor.fetchall()
    size, mac = rows[0][:2]
    levels = [bytes(body) for _, _, body in rows if body is not None]
    return mac is None or macs.is_current(bytes(mac), LABEL, size, *levels)


def reseal(cursor: Cursor) -> None:
    """Leave the tree as it is under the current key, once it proves under any; by the holder of the writers' turn."""
    growth = load(cursor)
    if growth.size:
        mac = seal(growth.size, growth.levels)
        cursor.execute("UPDATE ledger_tree SET mac = %s WHERE id = 1", (mac,))


def keep(database: str, growth: Growth) -> None:
    """Remember the tree as it was committed."""
    _left[database] = growth


def save(cursor: Cursor, growth: Growth) -> None:
    """Write what the tree gained: full tiles as rows of their own, and the open ones over themselves."""
    changed = len(growth.levels) if growth.full else 1
    if growth.full:
        cursor.executemany("INSERT INTO ledger_tile (level, place, body) VALUES (%s, %s, %s)", growth.full)
        growth.full = []
    for level in range(changed):
        cursor.execute(
            "INSERT INTO ledger_open (level, body) VALUES (%s, %s) "
            "ON CONFLICT (level) DO UPDATE SET body = excluded.body",
            (level, bytes(growth.levels[level])),
        )
    mac = seal(growth.size, growth.levels)
    cursor.execute("UPDATE ledger_tree SET size = %s, mac = %s WHERE id = 1", (growth.size, mac))


def tiles(cursor: Cursor) -> Tiles:
    """Return the kept tree for proofs; one consistent read wants one transaction around it."""
    cursor.execute("SELECT size FROM ledger_tree WHERE id = 1")
    size = int(cursor.fetchone()[0])

    def read(level: int, place: int) -> bytes:
        cursor.execute("SELECT body FROM ledger_tile WHERE level = %s AND place = %s", (level, place))
        row = cursor.fetchone()
        if row is None and place == size >> (8 * (level + 1)):
            cursor.execute("SELECT body FROM ledger_open WHERE level = %s", (level,))
            row = cursor.fetchone()
        if row is None:
            raise IntegrityError("ledger", f"tile {level}/{place} is missing")
        return bytes(row[0])

    return Tiles(size, read)
