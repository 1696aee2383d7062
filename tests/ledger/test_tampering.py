"""Whoever can write the database leaves traces: a thousand random ways to tamper, every one found and located."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
from django.db import connection

from seiyaku.core.errors import IntegrityError, VerificationFailed
from seiyaku.core.merkle import Growth, leaf_hash
from seiyaku.keys import memory, signing
from seiyaku.ledger import forms, heads, recent, tree
from seiyaku.ledger.erasing import bury
from seiyaku.ledger.findings import Finding, Silent
from seiyaku.ledger.sequencing import place_all
from seiyaku.ledger.transactions import Cursor, changing, deciding, raw_cursor
from seiyaku.ledger.verification import Outside, Report, check, demand, verify
from seiyaku.ledger.writing import Draft, Seen, append

READ = {"act": "read", "answer": "allowed", "actor": "staff:3f9c", "clause": "4-1-A"}
SIZE, STEP = 320, 64
FOLDED = 3 * STEP  # up to here the index of people stands by person; what is newer stands as it came
ERASED = 7


def mark(ordinal: int) -> bytes:
    return ordinal.to_bytes(16, "big")


def marks(ordinals: Sequence[int]) -> Mapping[int, bytes]:
    return {ordinal: mark(ordinal) for ordinal in ordinals if ordinal != ERASED}


@dataclass
class Log:
    """A ledger, what receivers outside got of it, and older states of it."""

    heads: list[str] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    older: list[tuple[int, bytes, list[Any]]] = field(default_factory=list)


def build() -> Log:
    log = Log()
    for size in range(STEP, SIZE + 1, STEP):
        with deciding() as cursor:
            some = [Draft({**READ, "ref": f"r{n}"}, [Seen(n % 50, mark(n % 50))]) for n in range(size - STEP, size - 1)]
            append(cursor, some)
        with deciding() as cursor:
            append(cursor, [Draft(READ, [Seen(n, mark(n), n % 3 > 0) for n in range(20) if n != ERASED])])
            if size == FOLDED:
                recent.fold(cursor)
        place_all()
        log.heads.append(heads.checkpoint())
        raw = raw_cursor()
        raw.execute("SELECT mac FROM ledger_tree")
        mac = bytes(raw.fetchone()[0])
        raw.execute("SELECT level, body FROM ledger_open ORDER BY level")
        log.older.append((size, mac, raw.fetchall()))
    with changing() as cursor:
        bury(cursor, [Seen(ERASED, mark(ERASED))], {"act": "erase", "answer": "done"})
    place_all()
    log.heads.append(heads.checkpoint())
    log.leaves = [leaf_hash(body) for body in forms.bodies(raw_cursor())]
    return log


class Attacker(psycopg.Cursor[Any]):
    vendor = "postgresql"


@contextmanager
def attacker() -> Iterator[Cursor]:
    """Whoever can write the database: no trigger, no role stops them. Nothing is kept of what they do."""
    if connection.vendor == "sqlite":
        cursor = raw_cursor()
        cursor.execute("BEGIN")
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        yield cursor
        cursor.execute("ROLLBACK")
        return
    here = connection.settings_dict
    given = {"dbname": here["NAME"], "host": here["HOST"], "port": here["PORT"], "user": "postgres"}
    with psycopg.connect(**{key: value for key, value in given.items() if value}) as connected:
        connected.execute("SET session_replication_role = replica")
        yield cast("Cursor", Attacker(connected))
        connected.rollback()


Line = tuple[bytes, int, bytes | None, bytes]  # id, form, people, rest: as a row is kept


def put(cursor: Cursor, kept: Sequence[Line]) -> None:
    cursor.execute("DELETE FROM ledger_entry")
    cursor.executemany(
        "INSERT INTO ledger_entry (number, id, form, people, rest) VALUES (%s, %s, %s, %s, %s)",
        [(n, *row) for n, row in enumerate(kept)],
    )


def rebuild(cursor: Cursor, *, key: bool = False) -> None:
    """Make tiles, open tiles and size fit the entries again; with the keys, the MAC and no head as well."""
    growth = Growth()
    for body in forms.bodies(cursor):
        growth.append(leaf_hash(body))
    cursor.execute("DELETE FROM ledger_tile")
    cursor.execute("DELETE FROM ledger_open")
    cursor.execute("DELETE FROM ledger_checkpoint")
    cursor.execute("SELECT mac FROM ledger_tree")
    mac = cursor.fetchone()[0]
    growth.full = growth.full or []
    tree.save(cursor, growth)
    if not key:
        cursor.execute("UPDATE ledger_tree SET mac = %s", (mac,))


Bent = tuple[int | None, str]  # the first bad entry, and what is left to locate it by


def listed(cursor: Cursor) -> list[Line]:
    cursor.execute("SELECT id, form, people, rest FROM ledger_entry ORDER BY number")
    return [(bytes(a), b, bytes(c) if c is not None else None, bytes(d)) for a, b, c, d in cursor.fetchall()]


def forged(cursor: Cursor, chance: random.Random) -> Line:
    return chance.randbytes(12), listed(cursor)[0][1], None, b'{"actor":"staff:0000"}'


def altered(cursor: Cursor, number: int) -> bytes:
    cursor.execute("SELECT body FROM ledger_form WHERE number = %s", (number,))
    body = bytes(cursor.fetchone()[0])
    return body.replace(b"4-1-A", b"4-1-B") if b"4-1-A" in body else body.replace(b"done", b"none")


def change(cursor: Cursor, chance: random.Random, log: Log) -> int:
    kept, at = listed(cursor), chance.randrange(SIZE)
    entry, form, people, rest = kept[at]
    cursor.execute("INSERT INTO ledger_form (body) VALUES (%s) RETURNING number", (altered(cursor, form),))
    kept[at] = entry, int(cursor.fetchone()[0]), people, rest
    put(cursor, kept)
    return at


def change_form(cursor: Cursor, chance: random.Random, log: Log) -> int:
    """Alter what many entries say at once; the first of them is the first bad one."""
    kept = listed(cursor)
    number = kept[chance.randrange(SIZE)][1]
    cursor.execute("UPDATE ledger_form SET body = %s WHERE number = %s", (altered(cursor, number), number))
    return [form for _, form, _, _ in kept].index(number)


def flip(cursor: Cursor, chance: random.Random, log: Log) -> int:
    kept, at = listed(cursor), chance.randrange(SIZE)
    line = list(kept[at])
    which = chance.choice([place for place, cell in enumerate(line) if isinstance(cell, bytes)])
    cell = bytearray(cast("bytes", line[which]))
    cell[chance.randrange(len(cell))] ^= 1 << chance.randrange(8)
    line[which] = bytes(cell)
    put(cursor, [*kept[:at], cast("Line", tuple(line)), *kept[at + 1 :]])
    return at


def drop(cursor: Cursor, chance: random.Random, log: Log) -> int:
    kept, at = listed(cursor), chance.randrange(SIZE)
    if chance.random() < 0.5:
        cursor.execute("DELETE FROM ledger_entry WHERE number = %s", (at,))
    else:
        put(cursor, kept[:at] + kept[at + 1 :])
    return at


def insert(cursor: Cursor, chance: random.Random, log: Log) -> int:
    kept, at = listed(cursor), chance.randrange(SIZE + 2)
    put(cursor, [*kept[:at], forged(cursor, chance), *kept[at:]])
    return at


def swap(cursor: Cursor, chance: random.Random, log: Log) -> int:
    kept = listed(cursor)
    one, other = sorted(chance.sample(range(SIZE), 2))
    kept[one], kept[other] = kept[other], kept[one]
    put(cursor, kept)
    return one


def truncate(cursor: Cursor, chance: random.Random, log: Log) -> int:
    at = chance.randrange(SIZE)
    cursor.execute("DELETE FROM ledger_entry WHERE number >= %s", (at,))
    return at


PLAIN: list[Callable[[Cursor, random.Random, Log], int]] = [change, change_form, flip, drop, insert, swap, truncate]


def roll_back(cursor: Cursor, chance: random.Random, log: Log) -> int:
    """Put an older copy back, whole and with everything that belonged to it."""
    size, mac, levels = chance.choice(log.older)
    kept = listed(cursor)[:size]
    gone = [line[0] for line in listed(cursor)[size:]]
    put(cursor, kept)
    cursor.execute("DELETE FROM ledger_tile WHERE (place + 1) * 256 > %s", (size,))
    cursor.execute("DELETE FROM ledger_open")
    cursor.executemany("INSERT INTO ledger_open (level, body) VALUES (%s, %s)", levels)
    cursor.execute("UPDATE ledger_tree SET size = %s, mac = %s", (size, mac))
    cursor.execute("DELETE FROM ledger_checkpoint WHERE size > %s", (size,))
    for entry in gone:
        cursor.execute("DELETE FROM ledger_seen WHERE entry = %s", (entry,))
        cursor.execute("DELETE FROM ledger_block WHERE entry = %s", (entry,))
    cursor.execute("DELETE FROM ledger_recent WHERE number >= %s", (size,))
    return size


def bend_recent(cursor: Cursor, chance: random.Random) -> None:
    """Alter the part of the index that stands packed."""
    cursor.execute("SELECT number, packed FROM ledger_recent ORDER BY number")
    number, packed = chance.choice(cursor.fetchall())
    size = recent.ONE.size
    at = chance.randrange(len(packed) // size) * size
    person, entry, granted = recent.ONE.unpack(packed[at : at + size])
    instead = chance.choice([
        b"", recent.ONE.pack(person, entry, 1 - granted), recent.ONE.pack(99, entry, granted),
        recent.ONE.pack(person, entry, granted) * 2, bytes(chance.randrange(1, size)),
    ])  # fmt: skip
    altered = bytes(packed[:at]) + instead + bytes(packed[at + size :])
    cursor.execute("UPDATE ledger_recent SET packed = %s WHERE number = %s", (altered, number))


def bend_index(cursor: Cursor, chance: random.Random, log: Log) -> None:
    if cursor.vendor == "sqlite" and chance.random() < 0.4:
        bend_recent(cursor, chance)
        return
    statements = [
        "UPDATE ledger_seen SET granted = 1 - granted WHERE granted < 2 AND person = 3 AND entry = %s",
        "DELETE FROM ledger_seen WHERE person = 3 AND entry = %s",
        "UPDATE ledger_seen SET person = 99 WHERE person = 3 AND entry = %s",
        "INSERT INTO ledger_seen (person, entry, granted) VALUES (98, %s, 1)",
        "DELETE FROM ledger_tombstone WHERE leaf = (SELECT min(leaf) FROM ledger_tombstone) AND entry <> %s",
        "INSERT INTO ledger_tombstone (entry, leaf, erased_in) VALUES (%s, 'abc', 'abc')",
        "DELETE FROM ledger_block WHERE entry <> %s",
    ]
    cursor.execute("SELECT entry FROM ledger_seen WHERE person = 3 AND granted < 2 ORDER BY entry")
    entry = chance.choice(cursor.fetchall())[0]
    cursor.execute(chance.choice(statements), (bytes(entry),))


def located(report: Report, at: int) -> bool:
    """Tell whether the finding says the entry, or an interval that holds it."""
    if report.first_bad is not None:
        return report.first_bad == at
    (interval,) = [found.why.split() for found in report.findings if found.why.startswith("bad between")]
    return int(interval[3]) <= at <= int(interval[5])


def one_case(chance: random.Random, log: Log) -> None:
    outside = Outside(heads=log.heads)
    with attacker() as cursor:
        kind = chance.choice(["plain", "plain", "plain", "rebuilt", "with keys", "roll back", "index"])
        if kind == "index":
            bend_index(cursor, chance, log)
            assert check(cursor, marks, Outside()).findings
            return
        how = roll_back if kind == "roll back" else chance.choice(PLAIN)
        at = how(cursor, chance, log)
        if kind in {"rebuilt", "with keys"}:
            rebuild(cursor, key=kind == "with keys")
            if kind == "rebuilt":
                assert check(cursor, None, Outside()).findings, (kind, how, at)
        elif kind == "plain":
            assert located(check(cursor, None, Outside()), at), (kind, how, at)
        if chance.random() < 0.5:
            outside.leaves = log.leaves
        report = check(cursor, None, outside)

    if at > SIZE and kind != "plain":
        # What is added after the last outside head is what no outside head covers: only the MAC tells.
        assert bool(report.findings) == (kind == "rebuilt")
        return
    assert report.findings, (kind, how, at)
    assert located(report, at), (kind, how, at, report.findings)


@pytest.mark.promise("2-1")
def test_a_thousand_ways_to_tamper_are_found_a_thousand_times(instance: Path) -> None:
    log = build()
    assert verify(marks, Outside(log.heads, log.leaves)).findings == []
    demand(verify(marks))

    for case in range(1000 if connection.vendor == "sqlite" else 100):
        one_case(random.Random(case), log)  # noqa: S311  # the same cases every time

    assert verify(marks, Outside(log.heads, log.leaves)).findings == []


@pytest.mark.promise("2-1")
def test_heads_of_another_log_and_forged_ones_are_findings(instance: Path) -> None:
    log = build()
    forged = log.heads[0].replace("/1\n", "/2\n", 1)
    other = signing.note(heads.name(), forged.partition("\n\n")[0] + "\n")  # of another log, by a key of ours

    for note, why in ((forged, "no key of this instance signed it"), (other, "it is of another log")):
        report = verify(None, Outside([note]))

        assert [(found.what, why in found.why) for found in report.findings] == [("head, outside", True)]
        with pytest.raises(VerificationFailed):
            demand(report)


@pytest.mark.promise("2-1")
def test_what_is_raised_is_the_first_bad_entry_where_one_is_named() -> None:
    findings = [Finding("tree", "elsewhere"), Finding("entry", "the fourth", 3), Finding("entry", "the first", 0)]

    for found, said in ((findings, "the first"), (findings[:2], "the fourth"), (findings[:1], "elsewhere")):
        with pytest.raises(VerificationFailed, match=said):
            demand(Report(7, findings=list(found)))
    demand(Report(7))


@pytest.mark.sqlite
@pytest.mark.promise("2-1")
def test_nothing_is_added_to_a_tree_that_somebody_else_left(instance: Path) -> None:
    with deciding() as cursor:
        append(cursor, [Draft(READ)])
    raw = raw_cursor()
    body = leaf_hash(b"forged")
    raw.execute("SELECT body FROM ledger_open")
    raw.execute("UPDATE ledger_open SET body = %s", (bytes(raw.fetchone()[0]) + body,))
    raw.execute("UPDATE ledger_tree SET size = 2")

    with pytest.raises(IntegrityError), deciding() as cursor:
        append(cursor, [Draft(READ)])
    memory.forget()


@pytest.mark.promise("2-1")
def test_a_change_taken_out_of_the_change_log_is_a_finding(instance: Path) -> None:
    from seiyaku.ledger import changes

    with changing() as cursor:
        for n in range(3):
            changes.note(cursor, "consent", f"c{n}")
    with attacker() as database:
        database.execute("DELETE FROM ledger_change WHERE number = 2")
        assert [found.what for found in check(database, None, Outside()).findings] == ["change log"]


ROWS = {
    "INSERT INTO ledger_entry (number, id, form, people, rest) SELECT -1, randomblob(12), form, people, rest"
    " FROM ledger_entry WHERE number = 1": ("entry", "a number below the first"),
    "UPDATE ledger_entry SET number = 1000000000000 WHERE number = 5": ("entry", "entry 5 is missing"),
    "UPDATE ledger_entry SET rest = CAST(x'ff' AS TEXT) WHERE number = 5": ("row", "written: OperationalError"),
    "UPDATE ledger_tree SET size = 'many'": ("row", "written: TypeError"),
    "UPDATE ledger_block SET granted = x'6101'": ("row", "written: ValueError"),
    "UPDATE ledger_recent SET packed = x'00'": ("row", "written: IntegrityError"),
    "UPDATE ledger_tree SET size = size - 1": ("entry", "entry 6 is not in the tree"),
    "UPDATE ledger_tree SET size = size + 1": ("entry", "the log is cut off at 7"),
    "UPDATE ledger_tree SET mac = x'00'": ("tree", "this instance did not leave the tree like this"),
    "UPDATE ledger_open SET body = substr(body, 2)": ("tree", "its tiles do not belong together"),
    "UPDATE ledger_entry SET id = randomblob(12) WHERE number = 5": ("entry", "entry 5 is not what was written"),
    "INSERT INTO ledger_tile (level, place, body) VALUES (3, 0, x'00')": ("tree", "a tile is not what its leaves make"),
    "UPDATE ledger_checkpoint SET note = 'nothing'": ("head, kept", "it does not read as one"),
    "UPDATE ledger_head SET number = number + 1": ("change log", "a change is missing"),
    "UPDATE ledger_change SET number = number + 1": ("change log", "a change is missing"),
}


@pytest.mark.sqlite
@pytest.mark.promise("2-1")
def test_each_row_that_was_altered_by_hand_is_named_for_what_it_is(instance: Path) -> None:
    from seiyaku.ledger import changes

    with changing() as cursor:
        append(cursor, [Draft({**READ, "ref": f"r{n}"}, [Seen(n, mark(n))]) for n in range(6)])
        append(cursor, [Draft(READ, [Seen(n, mark(n)) for n in range(20, 40)])])
        changes.note(cursor, "consent", "c1")
    heads.checkpoint()
    assert verify(marks).findings == []

    for altered, (what, why) in ROWS.items():
        with attacker() as database:
            database.execute(altered)
            found = check(database, marks, Outside()).findings
        assert [each.why for each in found if each.what == what and why in each.why], (altered, found)


class Heard(Silent):
    """Who listens, and hears every entry."""

    def __init__(self) -> None:
        self.entries: list[str] = []

    def entry(self, entry: bytes, said: Mapping[str, Any], /) -> None:
        self.entries.append(f"{said['act']} {entry.hex()}")


@pytest.mark.postgresql
@pytest.mark.promise("2-1")
def test_an_erasure_on_its_way_to_its_place_counts_and_is_heard_like_any_entry(instance: Path) -> None:
    heard = Heard()
    with changing() as cursor:
        (read,) = append(cursor, [Draft(READ, [Seen(ERASED, mark(ERASED))])])
    place_all()

    with changing() as cursor:
        erased = bury(cursor, [Seen(ERASED, mark(ERASED))], {"act": "erase", "answer": "done"})
        report = check(cursor, marks, Outside(), heard)

    assert heard.entries == [f"read {read.id}", f"erase {erased.id}"]
    assert report.findings == []
