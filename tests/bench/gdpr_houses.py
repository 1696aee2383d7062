"""Who runs GDPRbench's operations: the door, a plain table, and a table made compliant the usual way."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import psycopg
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.bench import gdpr
from tests.bench.gdpr import FIELDS, GONE, METADATA, REFUSED, Record
from tests.bench.houses import Line

CLIENTS = 32


class Runner(Protocol):
    """Does one operation and returns its answer."""

    def do(self, operation: dict[str, Any]) -> Any:
        """Return what the trace expects, if all is well."""


def run_all(runner: Runner, operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Run a trace with 32 clients, each user's operations in order; return the operations answered otherwise."""
    shares: list[list[dict[str, Any]]] = [[] for _ in range(CLIENTS)]
    for operation in operations:
        shares[int(operation["key"][1:]) // 10 % CLIENTS].append(operation)

    def client(share: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [o | {"found": found} for o in share if (found := runner.do(o)) != o["expect"]]

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [wrong for found in pool.map(client, shares) for wrong in found]


def _staff(login: str, duty: str) -> Any:
    from seiyaku.core.asks import Actor
    from seiyaku.people.models import Account, Completion, DutyHeld
    from seiyaku.policy import queries

    day = queries.today()
    then = day - dt.timedelta(days=30)
    account = Account.objects.create(
        ref=f"staff:{login}", login=login, kind="owner", joined_on=then, password="!", inside=True
    )
    DutyHeld.objects.create(ref=f"duty:{login}", account=account, duty=duty, reserved=False, starts_on=then)
    until = day + dt.timedelta(days=100)
    Completion.objects.create(account=account, course="basics", completed_on=then, valid_until=until)
    return Actor(id=account.ref, kind="staff", proven_by="session", session=f"session:{login}")


class Sealed:
    """The door, under a policy with a purpose for each PUR."""

    def __init__(self, home: Path) -> None:
        from seiyaku import door
        from seiyaku.core.asks import Actor
        from seiyaku.policy import services
        from tests import proofs

        self._door, self.pids = door, dict[str, str]()
        services.publish(gdpr.publish(home), actor=Actor(id="system:init", kind="system", proven_by="job"))
        proofs.keep()
        self._keeper, self._care = _staff("kim", "shopkeeper"), _staff("cat", "care")

    def load(self, records: Iterable[Record]) -> None:
        """Let the records in, a file for each purpose; then the objections."""
        of: dict[str, list[Record]] = {}
        for one in records:
            of.setdefault(one.purpose, []).append(one)
        for number, (purpose, those) in enumerate(of.items()):
            rows = (Line(n, one.values) for n, one in enumerate(those, 2))
            taken = self._door.collect_rows(
                rows, file=f"{len(self.pids):016x}{number:016x}", origin=self._origin(purpose), actor=self._keeper
            )
            assert taken.collected == len(those), taken.quarantined[:2]
            self.pids |= {one.key: pid for one, pid in zip(those, taken.people, strict=True)}
            if objecting := [self.pids[one.key] for one in those if one.objects]:
                self._door.refuse(objecting, use=purpose, method="button", actor=self._keeper)

    def _origin(self, purpose: str) -> Any:
        return self._door.Origin(source="page", form=purpose, shown=f"showing:{purpose}")

    def do(self, operation: dict[str, Any]) -> Any:
        """Do it through the door."""
        from seiyaku.core.errors import NotFound, Refused

        try:
            return getattr(self, operation["op"].replace("-", "_"))(operation)
        except Refused:
            return REFUSED
        except NotFound:
            return GONE

    def _use(self, operation: dict[str, Any], names: Iterable[str]) -> dict[str, str]:
        pid, purpose = self.pids[operation["key"]], operation["purpose"]
        return dict(self._door.use(pid, names, purpose=purpose, actor=self._keeper).values)

    def read_data(self, operation: dict[str, Any]) -> Any:
        """Read the data of a key."""
        return self._use(operation, ["data"])

    def read_secret(self, operation: dict[str, Any]) -> Any:
        """Read a field that the purpose does not need."""
        return self._use(operation, ["secret"])

    def read_metadata(self, operation: dict[str, Any]) -> Any:
        """Read the metadata of a key."""
        return self._use(operation, METADATA)

    def _many(self, operation: dict[str, Any], people: Iterable[str] | None, name: str) -> list[str]:
        bulk = self._door.use_many(people, [name], purpose=operation["purpose"], actor=self._keeper)
        return sorted(values[name] for block in bulk.blocks for _, values in block)

    def read_user(self, operation: dict[str, Any]) -> Any:
        """Find a user's records, and read them in one act."""
        by = {"user": operation["user"]}
        found = self._door.find(by, purpose=operation["purpose"], actor=self._keeper)
        return self._many(operation, found.people, operation["name"])

    read_user_metadata = read_user

    def read_purpose(self, operation: dict[str, Any]) -> Any:
        """Read everybody's data that was acquired for the purpose."""
        return self._many(operation, None, "data")

    def update_data(self, operation: dict[str, Any]) -> Any:
        """Correct one value."""
        self._door.correct(
            self.pids[operation["key"]], {operation["name"]: operation["value"]}, purpose=operation["purpose"],
            origin=self._origin(operation["purpose"]), actor=self._keeper,
        )  # fmt: skip
        return "done"

    update_metadata = update_data

    def insert(self, operation: dict[str, Any]) -> Any:
        """Let one more in."""
        taken = self._door.collect(operation["values"], origin=self._origin(operation["purpose"]), actor=self._keeper)
        self.pids[operation["key"]] = taken.people[0]
        return "done"

    def delete_key(self, operation: dict[str, Any]) -> Any:
        """Erase one person everywhere, and search everything for what is left."""
        hits = self._door.erase(self.pids[operation["key"]], actor=self._care).hits
        assert not hits, hits
        return "done"

    delete_user = delete_purpose = delete_key

    def get_log(self, operation: dict[str, Any]) -> Any:
        """Read who saw this person."""
        from seiyaku.ledger import reading, transactions
        from seiyaku.vault import selecting

        cursor = transactions.raw_cursor()
        pid = bytes.fromhex(self.pids[operation["key"]])
        assert reading.of_person(cursor, selecting.ordinals(cursor, [pid])[pid])
        return "done"

    def verify_deletion(self, operation: dict[str, Any]) -> Any:
        """Look for a key that is not here."""
        by = {"key": operation["key"]}
        return "here" if self._door.find(by, purpose="purpose-00", actor=self._keeper).people else GONE


class Plain:
    """One table, raw SQL, values as they are, nothing checked, nothing logged."""

    log = False
    logged = "id, at, op FROM log"

    def __init__(self, path: Path) -> None:
        self._path, self._here = path, threading.local()
        names = ", ".join(f'"{name}"' for name in FIELDS[1:])
        self._run(f"CREATE TABLE record (key TEXT PRIMARY KEY, purpose, objects, {names})")
        self._run("CREATE TABLE log (id INTEGER PRIMARY KEY, at, op, key)")
        self._indexes()

    def _indexes(self) -> None:
        for name in ("purpose", "user"):
            self._run(f'CREATE INDEX by_{name} ON record ("{name}")')
        self._run("CREATE INDEX by_key ON log (key)")

    def _db(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._here, "db", None)
        if db is None:
            db = self._here.db = sqlite3.connect(self._path, isolation_level=None, timeout=60)
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
        return db

    def _run(self, sql: str, parts: Iterable[Any] = ()) -> list[Any]:
        return self._db().execute(sql, tuple(parts)).fetchall()

    def sealed(self, text: str) -> Any:
        """Return what is kept of a value."""
        return text

    def opened(self, kept: Any) -> str:
        """Return the value of what is kept."""
        return str(kept)

    def load(self, records: Iterable[Record]) -> None:
        """Insert the records."""
        self._run("BEGIN")
        for one in records:
            self._insert(one.key, one.purpose, one.objects, one.values)
        self._run("COMMIT")

    def _insert(self, key: str, purpose: str, objects: bool, values: dict[str, str]) -> None:
        said = [values[name] if name in ("key", "user") else self.sealed(values[name]) for name in FIELDS[1:]]
        self._run(f"INSERT INTO record VALUES ({', '.join('?' * (len(FIELDS) + 2))})", (key, purpose, objects, *said))

    def do(self, operation: dict[str, Any]) -> Any:
        """Do it with one statement."""
        kind, key = operation["op"], operation["key"]
        if self.log:
            self._run("INSERT INTO log (at, op, key) VALUES (?, ?, ?)", (0, kind, key))
        if kind == "insert":
            self._insert(key, operation["purpose"], False, operation["values"])
        elif kind.startswith("update"):
            self._run(
                f'UPDATE record SET "{operation["name"]}" = ? WHERE key = ?', (self.sealed(operation["value"]), key)
            )
        elif kind.startswith("delete"):
            self._run("DELETE FROM record WHERE key = ?", (key,))
        elif kind == "get-log":
            self._run(f"SELECT {self.logged} WHERE key = ?", (key,))
        elif kind == "verify-deletion":
            return "here" if self._run("SELECT 1 FROM record WHERE key = ?", (key,)) else GONE
        else:
            return self._read(kind, operation)
        return "done"

    def _read(self, kind: str, operation: dict[str, Any]) -> Any:
        if kind in ("read-data", "read-metadata"):
            names = ("data",) if kind == "read-data" else METADATA
            columns = ", ".join(f'"{name}"' for name in names)
            found = self._run(f"SELECT {columns} FROM record WHERE key = ?", (operation["key"],))
            return dict(zip(names, map(self.opened, found[0]), strict=True))
        name, where = operation.get("name", "data"), '"user" = ? AND purpose = ? AND NOT objects'
        parts = [operation.get("user"), operation["purpose"]]
        if kind == "read-purpose":
            where, parts = "purpose = ? AND NOT objects", parts[1:]
        return sorted(self.opened(kept) for (kept,) in self._run(f'SELECT "{name}" FROM record WHERE {where}', parts))


class Layered(Plain):
    """The same tables through what the door works through: Django's connection, the writers' turn, a transaction."""

    logged = "key, purpose FROM record"  # it keeps none: whatever stands about the key

    def __init__(self, alias: str, url: str) -> None:
        from django.db import connections

        from seiyaku.config.kinds import database_at

        connections.databases[alias] = {**connections["default"].settings_dict, **database_at(url)}
        self._alias = alias
        text = "text" if url.startswith("postgresql") else ""
        names = ", ".join(f'"{name}" {text}' for name in FIELDS[1:])
        self._run(f"CREATE TABLE record (key text PRIMARY KEY, purpose text, objects boolean, {names})")
        self._indexes()

    def _indexes(self) -> None:
        for name in ("purpose", "user"):
            self._run(f'CREATE INDEX by_{name} ON record ("{name}")')

    def load(self, records: Iterable[Record]) -> None:
        """Insert the records."""
        from django.db import transaction

        with transaction.atomic(using=self._alias):
            for one in records:
                self._insert(one.key, one.purpose, one.objects, one.values)

    def _run(self, sql: str, parts: Iterable[Any] = ()) -> list[Any]:
        from django.db import connections, transaction

        from seiyaku.ledger import queueing

        ours, said = connections[self._alias], sql.replace("?", "%s")
        if sql.startswith("SELECT") or ours.in_atomic_block:
            with ours.cursor() as cursor:
                cursor.execute(said, tuple(parts))
                return cursor.fetchall() if cursor.description else []
        with queueing.turn(ours), transaction.atomic(using=self._alias, durable=True), ours.cursor() as cursor:
            cursor.execute(said, tuple(parts))
        return []


class PlainPostgres(Plain):
    """The same in PostgreSQL, a connection for each client; every statement commits by itself."""

    def __init__(self, url: str) -> None:
        self._url, self._here = url, threading.local()
        names = ", ".join(f'"{name}" text' for name in FIELDS[1:])
        self._run(f"CREATE TABLE record (key text PRIMARY KEY, purpose text, objects boolean, {names})")
        self._run("CREATE TABLE log (id bigserial PRIMARY KEY, at bigint, op text, key text)")
        self._indexes()

    def _run(self, sql: str, parts: Iterable[Any] = ()) -> list[Any]:
        db = getattr(self._here, "db", None)
        if db is None:
            db = self._here.db = psycopg.connect(self._url, autocommit=True)
        with db.cursor() as cursor:
            cursor.execute(sql.replace("?", "%s"), tuple(parts))
            return cursor.fetchall() if cursor.description else []


class Compliant(Plain):
    """The same table as it is made compliant elsewhere: every operation logged durably, values sealed under one key."""

    log = True
    _key = AESGCM(os.urandom(32))

    def sealed(self, text: str) -> Any:
        """Seal it."""
        nonce = os.urandom(12)
        return nonce + self._key.encrypt(nonce, text.encode(), b"")

    def opened(self, kept: Any) -> str:
        """Open it."""
        return self._key.decrypt(kept[:12], kept[12:], b"").decode()
