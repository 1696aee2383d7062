"""V8: erase one person everywhere, and search everything on disk for what is left of them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench.harness import Bar, Result, Samples, figure, interleaved

SHEETS = {"identity": ("name", "kana"), "birth": ("birth-date",), "contact": ("phone", "email", "address")}
FINDABLE = ("name", "phone", "email")
TYPES = {"name": "name", "kana": "kana", "birth-date": "date", "phone": "phone", "email": "email", "address": "address"}
BLOCK = 1_000


def somebody(number: int) -> dict[str, str]:
    """Return the values of one invented person."""
    return {
        "name": f"試験 花子{number}",
        "kana": f"シケン ハナコ{number}",
        "birth-date": f"{1950 + number % 50}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "phone": f"090-{number // 10_000:04d}-{number % 10_000:04d}",
        "email": f"hanako{number}@home.example",
        "address": f"東京都千代田区丸の内{number}番地見本ビル",
    }


def prepare(count: int) -> Path:
    """Make an instance that holds `count` people, sealed, and a plain database beside it; return the plain one."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from seiyaku.keys.keyring import create_keyring
    from seiyaku.keys.operator import create_file
    from seiyaku.vault import searching

    call_command("migrate", verbosity=0)
    create_file(Path(settings.HOME) / "operator.key")
    create_keyring()
    for start in range(0, count, BLOCK):
        _keep([somebody(number) for number in range(start, start + BLOCK)])
    searching.settle()
    return _plain(Path(settings.HOME).parent / "v8-plain.sqlite3", count)


def _keep(people: list[dict[str, str]]) -> None:
    from seiyaku.ledger import transactions
    from seiyaku.vault import bases, preparing, storing
    from seiyaku.vault.catalogue import Catalogue, Column

    sheets = {name: sheet for sheet, names in SHEETS.items() for name in names}
    columns: dict[str, Any] = {
        name: Column(name, bit, sheets[name], kind, "alone" if name in FINDABLE else "no", unique=False)  # type: ignore[arg-type]  # a literal
        for bit, (name, kind) in enumerate(TYPES.items())
    }
    catalogue = Catalogue(columns, {column.bit: name for name, column in columns.items()})
    prepared = [preparing.prepare(catalogue, values) for values in people]
    with transactions.changing() as cursor:
        grounds = bases.Grounds(family="customer", policy_version="bench", purposes=1, source="form")
        acquired = bases.acquisition(cursor, grounds, at=1, channel="form")
        storing.create(cursor, prepared, acquired=acquired, valid_from=700_000, recorded_at=1)


def _plain(path: Path, count: int) -> Path:
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        names = [name.replace("-", "_") for name in TYPES]
        plain.execute(f"CREATE TABLE person (id INTEGER PRIMARY KEY, {', '.join(names)})")
        rows = ([number + 1, *somebody(number).values()] for number in range(count))
        plain.executemany(f"INSERT INTO person VALUES (?{', ?' * len(names)})", rows)
        for name in FINDABLE:
            plain.execute(f"CREATE INDEX by_{name} ON person ({name})")
    plain.close()
    return path


class Erasing:
    """Erases one person after the other, in both ways; notes how long the part without the search took."""

    def __init__(self, plain: Path) -> None:
        self._numbers: Iterator[int] = iter(range(7, 10**6, 13))
        self._plain_numbers: Iterator[int] = iter(range(7, 10**6, 13))
        self._plain = sqlite3.connect(plain, isolation_level=None)
        self.without = Samples()
        self.hits = 0
        self.before: set[str] = set()

    def sealed(self) -> None:
        """Find, forget, sweep, settle, search."""
        from seiyaku.ledger import transactions
        from seiyaku.vault import attachments, erasing, searching

        number = next(self._numbers)
        wall, cpu = time.perf_counter(), time.process_time()
        with transactions.changing() as cursor:
            found = erasing.find(cursor, number + 1, somebody(number).values())
            erasing.forget(cursor, found)
        with transactions.changing() as cursor:
            attachments.sweep(cursor)
        searching.settle()
        self.without.wall.append(time.perf_counter() - wall)
        self.without.cpu.append(time.process_time() - cpu)
        self.hits += len(searching.search(found.needles))

    def plain(self) -> None:
        """DELETE and VACUUM, which leaves nothing either."""
        self._plain.execute("DELETE FROM person WHERE id = ?", (next(self._plain_numbers) + 1,))
        self._plain.execute("VACUUM")
        self._plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def control(self) -> None:
        """Look for somebody who is still here: the search must find what it is to miss afterwards."""
        from seiyaku.ledger import transactions
        from seiyaku.vault import erasing, searching

        with transactions.deciding() as cursor:
            found = erasing.find(cursor, 3, somebody(2).values())
        self.before = {hit.what for hit in searching.search(found.needles)}
        if self.before != {"public id", "mark", "ciphertext", "wrapped key", "index digest"}:
            raise AssertionError(f"the search is blind: it found only {self.before}")


def run(*, quick: bool) -> Result:
    """Erase people both ways; nothing may be found afterwards, and a control must be found before."""
    count = 2_000 if quick else 100_000
    erasing = Erasing(prepare(count))
    erasing.control()
    taken = interleaved({"erased": erasing.sealed, "plain": erasing.plain}, rounds=2 if quick else 5)
    ours, theirs = taken["erased"], taken["plain"]
    without = erasing.without.wall[1:]  # the first was the warm-up
    whole = figure("erase and search", ours.wall, unit="ms", scale=1e3, to=("DELETE + VACUUM", theirs.wall))
    bare = figure("erase, without the search", without, unit="ms", scale=1e3)
    return Result(
        id="V8",
        work=f"erase one of {count:,} people, then search everything on disk",
        checked=f"a person still held, of whom the same search finds {len(erasing.before)} kinds of traces",
        durability="synchronous FULL, secure_delete, the log emptied by a TRUNCATE checkpoint",
        figures=[whole, bare, figure("plain DELETE + VACUUM", theirs.wall, unit="ms", scale=1e3)],
        bars=[
            Bar(asked="0 hits", found=f"{erasing.hits} hits", met=erasing.hits == 0),
            Bar(asked="≤ 2x plain DELETE + VACUUM", found=f"{whole.ratio or 0:.2f}x", met=(whole.ratio or 9) <= 2),
            Bar(asked="≤ 100 ms without the search", found=f"{bare.median:.0f} ms", met=bare.median <= 100),
        ],
        notes=["The plain peer holds plaintext without keys, past or ledger: its file is a fraction of ours."],
    )
