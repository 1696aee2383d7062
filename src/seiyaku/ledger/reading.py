"""
Reading the ledger: entries, whom they were about, proofs, and what a person or an auditor may take away.

What names people here is for the door only; a receipt shows its person and nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from seiyaku.core.errors import NotFound
from seiyaku.core.merkle import leaf_hash, path

from . import forms, heads, recent, tree
from .forms import Kept
from .seen import BLOCK, blind_leaf, holds, unpack
from .transactions import Cursor, reading

Marks = Callable[[Sequence[int]], Mapping[int, bytes]]
UNPLACED = -1
_CHUNK = 2000


class Entry(NamedTuple):
    """An entry as it was written. `number` is UNPLACED while it waits in PostgreSQL's queue."""

    number: int
    id: str
    body: dict[str, Any]


def tree_size(cursor: Cursor) -> int:
    """Return how many entries the tree holds."""
    cursor.execute("SELECT size FROM ledger_tree WHERE id = 1")
    return int(cursor.fetchone()[0])


def entry(cursor: Cursor, which: int | str) -> Entry:
    """Return an entry by its number or by its id."""
    row = _kept(cursor, which)
    return Entry(row.number, bytes(row.id).hex(), forms.whole(row))


def _kept(cursor: Cursor, which: int | str) -> Kept:
    key: int | bytes = which if isinstance(which, int) else _identifier(which)
    column = "number" if isinstance(which, int) else "id"
    cursor.execute(f"{forms.SELECT} WHERE e.{column} = %s", (key,))
    row = cursor.fetchone()
    if row is None:
        raise NotFound("ledger entry")
    return Kept._make(row)


def evidence(cursor: Cursor, which: str, actor: str) -> dict[str, Any]:
    """
    Return what an actor may take away about an entry of its own asks: the entry, its place in the log, the proof.

    `index` and what proves it are None while it waits for its place. Somebody else's entry is not there.
    """
    found = next(iter(_several(cursor, [_identifier(which)])), None)
    if found is None or found.body.get("actor") != actor:
        raise NotFound("ledger entry")
    written = orjson.dumps(found.body, option=orjson.OPT_SORT_KEYS)
    shown: dict[str, Any] = {
        "entry": written.decode(), "leaf": leaf_hash(written).hex(), "index": None, "proof": None, "checkpoint": None,
    }  # fmt: skip
    if found.number != UNPLACED:
        proof = tree.tiles(cursor).inclusion(found.number)
        shown |= {"index": found.number, "proof": [step.hex() for step in proof], "checkpoint": heads.sign(cursor)}
    return shown | {"keys": heads.keys()}


def _identifier(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise NotFound("ledger entry") from None


def of_person(cursor: Cursor, ordinal: int) -> list[tuple[Entry, bool]]:
    """Return the entries a person was in, oldest first, each with whether the answer was yes for them."""
    cursor.execute("SELECT entry, granted & 1 FROM ledger_seen WHERE person = %s", (ordinal,))
    found = {bytes(entry_id): bool(granted) for entry_id, granted in cursor.fetchall()}
    found.update((entry_id, granted == 1) for entry_id, granted in recent.of(cursor, ordinal))
    block, at = divmod(ordinal, BLOCK)
    cursor.execute("SELECT entry, granted, refused FROM ledger_block WHERE block = %s", (block,))
    for entry_id, granted, refused in cursor.fetchall():
        if (yes := holds(granted, at)) or holds(refused, at):
            found[bytes(entry_id)] = yes
    named = sorted(found)
    return [(one, found[bytes.fromhex(one.id)]) for one in _several(cursor, named)]


def _several(cursor: Cursor, named: list[bytes]) -> list[Entry]:
    entries: list[Entry] = []
    waiting: dict[str, int] = {}
    for at in range(0, len(named), 500):
        some = named[at : at + 500]
        found = _placed(cursor, some)
        if len(found) < len(some) and cursor.vendor == "postgresql":
            places = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT id, body, place FROM ledger_pending WHERE id IN ({places})", some)
            for one, body, place in cursor.fetchall():
                found[bytes(one)] = Entry(UNPLACED, bytes(one).hex(), orjson.loads(body))
                waiting[bytes(one).hex()] = place
            # What got its place between the two looks is in neither, and must not be missing from what is told.
            if moved := [one for one in some if one not in found]:
                found |= _placed(cursor, moved)
        entries += found.values()
    # Of one moment, in the order they were written.
    return sorted(entries, key=lambda one: (one.body["at"], one.number == UNPLACED, waiting.get(one.id, one.number)))


def _placed(cursor: Cursor, named: list[bytes]) -> dict[bytes, Entry]:
    places = ", ".join(["%s"] * len(named))
    cursor.execute(f"{forms.SELECT} WHERE e.id IN ({places})", named)
    rows = [Kept._make(row) for row in cursor.fetchall()]
    return {bytes(row.id): Entry(row.number, bytes(row.id).hex(), forms.whole(row)) for row in rows}


def lately(cursor: Cursor, since: int) -> Iterator[Entry]:
    """Yield the placed entries written since a moment (milliseconds since 1970), newest first."""
    top = tree_size(cursor)
    while top > 0:
        cursor.execute(f"{forms.SELECT} WHERE e.number >= %s AND e.number < %s", (top - _CHUNK, top))
        rows = sorted((Kept._make(row) for row in cursor.fetchall()), key=lambda row: -row.number)
        entries = [Entry(row.number, bytes(row.id).hex(), forms.whole(row)) for row in rows]
        found = [one for one in entries if one.body["at"] >= since]
        yield from found
        if not found:
            return
        top -= _CHUNK


def following(cursor: Cursor, number: int, most: int) -> list[Entry]:
    """Return the placed entries from `number` on, at most so many, in order."""
    cursor.execute(f"{forms.SELECT} WHERE e.number >= %s AND e.number < %s", (number, number + most))
    rows = sorted((Kept._make(row) for row in cursor.fetchall()), key=lambda row: row.number)
    return [Entry(row.number, bytes(row.id).hex(), forms.whole(row)) for row in rows]


def granted_in(cursor: Cursor, entry_id: str, most: int) -> Iterator[list[int]]:
    """Yield the ordinals of those for whom an entry's answer was yes and who are still here, some at a time."""
    key = _identifier(entry_id)
    cursor.execute("SELECT person FROM ledger_seen WHERE entry = %s AND granted & 1 = 1", (key,))
    few = [int(person) for (person,) in cursor.fetchall()] + recent.granted_by(cursor, key)
    for at in range(0, len(few), most):
        yield few[at : at + most]
    cursor.execute("SELECT block, granted FROM ledger_block WHERE entry = %s", (key,))
    for block, granted in cursor.fetchall():
        people = [int(block) * BLOCK + at for at in unpack(bytes(granted))]
        for at in range(0, len(people), most):
            yield people[at : at + most]


def people_of(cursor: Cursor, entry_id: str) -> tuple[list[int], int]:
    """Return the ordinals of those an entry names who are still here, and how many were erased since."""
    key = _identifier(entry_id)
    cursor.execute("SELECT person FROM ledger_seen WHERE entry = %s", (key,))
    people = [int(person) for (person,) in cursor.fetchall()] + recent.named_by(cursor, key)
    cursor.execute("SELECT block, granted, refused FROM ledger_block WHERE entry = %s", (key,))
    for block, granted, refused in cursor.fetchall():
        people += [int(block) * BLOCK + at for side in (granted, refused) for at in unpack(bytes(side))]
    cursor.execute("SELECT COUNT(*) FROM ledger_tombstone WHERE entry = %s", (key,))
    return sorted(people), int(cursor.fetchone()[0])


def blind_leaves(cursor: Cursor, entry_id: bytes, marks: Marks) -> list[bytes]:
    """Return the sorted blind leaves of an entry of several people: of those still held, and of tombstones."""
    cursor.execute("SELECT person, granted & 1 FROM ledger_seen WHERE entry = %s AND granted >= 2", (entry_id,))
    people = {int(person): bool(granted) for person, granted in cursor.fetchall()}
    cursor.execute("SELECT block, granted, refused FROM ledger_block WHERE entry = %s", (entry_id,))
    for block, granted, refused in cursor.fetchall():
        for side, yes in ((granted, True), (refused, False)):
            people.update({int(block) * BLOCK + at: yes for at in unpack(bytes(side))})
    marked = marks(sorted(people))
    leaves = [blind_leaf(marked[who], entry_id, granted=yes) for who, yes in people.items() if who in marked]
    cursor.execute("SELECT leaf FROM ledger_tombstone WHERE entry = %s", (entry_id,))
    return sorted(leaves + [bytes(row[0]) for row in cursor.fetchall()])


def receipt(entry_id: str, ordinal: int, marks: Marks) -> dict[str, Any]:
    """
    Return what a person may take away about an entry they were in: the entry, its place in the log, their own leaf.

    `marks` returns the marks of ordinals. The receipt holds no mark: with it one could look for the person elsewhere.
    """
    with reading() as cursor:
        row = _kept(cursor, entry_id)
        number, body = row.number, forms.body(row)
        raw, mine = bytes.fromhex(entry_id), marks([ordinal]).get(ordinal, b"")
        others = orjson.loads(body)["n"] > 1
        options = {blind_leaf(mine, raw, granted=yes): yes for yes in (True, False)}
        leaves = blind_leaves(cursor, raw, marks) if others else [leaf for leaf in options if _is_root(body, leaf)]
        own = next((leaf for leaf in leaves if leaf in options), None)
        if own is None:
            raise NotFound("ledger entry")
        kept = tree.tiles(cursor)
        return {
            "format": "seiyaku-receipt-1",
            "entry": body.decode(),
            "index": number,
            "proof": [step.hex() for step in kept.inclusion(number)],
            "checkpoint": heads.sign(cursor),
            "keys": heads.keys(),
            "person": {
                "blind": sha256(mine + raw).hexdigest(),
                "granted": options[own],
                "index": leaves.index(own),
                "proof": [step.hex() for step in path(leaves, leaves.index(own))],
            },
        }


def _is_root(body: bytes, leaf: bytes) -> bool:
    return bool(orjson.loads(body).get("people") == leaf.hex())


def growth(size1: int, size2: int | None = None) -> dict[str, Any]:
    """Return the proof that the log at `size1` entries is the beginning of the log at `size2`."""
    with reading() as cursor:
        kept = tree.tiles(cursor)
        size2 = kept.size if size2 is None else size2
        proof = kept.consistency(size1, size2)
        return {"size1": size1, "size2": size2, "proof": [step.hex() for step in proof]}


def export(folder: Path) -> int:
    """Write the ledger to an empty folder in the form the independent verifier reads; return how many entries."""
    folder.mkdir(mode=0o700, parents=True)
    with reading() as cursor:
        size = tree_size(cursor)
        with (folder / "entries.jsonl").open("xb") as entries, (folder / "leaves.bin").open("xb") as leaves:
            for first in range(0, size, _CHUNK):
                bodies = list(forms.bodies(cursor, first, first + _CHUNK))
                entries.writelines(body + b"\n" for body in bodies)
                leaves.writelines(map(leaf_hash, bodies))
        (folder / "checkpoint").write_text(heads.sign(cursor), encoding="utf-8")
        (folder / "key").write_text("\n".join(heads.keys()) + "\n", encoding="utf-8")
    return size
