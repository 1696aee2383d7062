"""The story's last step: a ledger row altered behind the system's back, and the independent verifier (step 11)."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from django.db import connections

from seiyaku.core.language import Text
from seiyaku.ledger import reading

from .telling import Story

ALTERED = 7  # the number of the entry that somebody alters


def verifier() -> Path:
    """Return the independent verifier's file."""
    import seiyaku_verify

    return Path(seiyaku_verify.__file__)


def alter_behind_its_back(story: Story) -> None:
    """Step 11: the ledger as exported verifies; after a row is altered in the database, the verifier names it."""
    size = reading.export(story.out / "ledger")
    honest = _verify(story.out / "ledger")
    with _altered(story):
        reading.export(story.out / "ledger-altered")
    kept = story.out / "ledger"
    found = _verify(
        story.out / "ledger-altered", "--head", str(kept / "checkpoint"), "--leaves", str(kept / "leaves.bin"),
        "--key", str(kept / "key"),
    )  # fmt: skip
    story.teller.done(
        "11",
        Text(
            f"独立の検証プログラムで台帳{size:,}件を確かめた",
            f"the independent verifier checked all {size:,} entries of the ledger",
        ),
        right=honest.returncode == 0,
    )
    said = found.stderr.strip().splitlines()[-1] if found.stderr.strip() else ""
    story.teller.found(
        "11",
        Text(
            f"データベースを直接書き換えた{ALTERED}番の記録を、検証プログラムが名指しした",
            f"entry {ALTERED}, altered in the database itself, was named by the verifier",
        ),
        right=found.returncode == 4 and f"first bad entry {ALTERED}" in said,
        detail=Text(said, said),
    )


def _verify(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(verifier()), "export", str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own interpreter


def _altered(story: Story) -> AbstractContextManager[None]:
    return _put_back(story.database) if story.database else _copy(story)


def _lie(said: bytes) -> bytes:
    return said.replace(b'"done"', b'"none"').replace(b'"allowed"', b'"refused"')


@contextmanager
def _put_back(owner: str) -> Iterator[None]:
    """Be the owner of a PostgreSQL database, and no key; alter one entry for as long as this lasts."""
    with psycopg.connect(owner, autocommit=True) as there:
        form = there.execute("SELECT form FROM ledger_entry WHERE number = %s", (ALTERED,)).fetchone()
        said = there.execute("SELECT body FROM ledger_form WHERE number = %s", form).fetchone()
        if form is None or said is None:
            raise LookupError(f"the story's ledger has no entry {ALTERED}")
        written = there.execute("INSERT INTO ledger_form (body) VALUES (%s) RETURNING number", (_lie(said[0]),))
        forged = written.fetchone()
        try:
            _behind(there, "UPDATE ledger_entry SET form = %s WHERE number = %s", (*(forged or ()), ALTERED))
            yield
        finally:
            connections.close_all()
            _behind(there, "UPDATE ledger_entry SET form = %s WHERE number = %s", (*form, ALTERED))
            _behind(there, "DELETE FROM ledger_form WHERE number = %s", forged or ())


def _behind(there: psycopg.Connection[tuple[Any, ...]], statement: LiteralString, values: tuple[Any, ...]) -> None:
    """Say what the ledger's triggers forbid, as somebody who may drop them."""
    with there.transaction():
        there.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        there.execute("ALTER TABLE ledger_form DISABLE TRIGGER USER")
        there.execute(statement, values)
        there.execute("ALTER TABLE ledger_entry ENABLE TRIGGER USER")
        there.execute("ALTER TABLE ledger_form ENABLE TRIGGER USER")


@contextmanager
def _copy(story: Story) -> Iterator[None]:
    """Work on a copy of the database in which somebody with the file, and no key, has altered one entry."""
    settings = connections["default"].settings_dict
    original, copy = settings["NAME"], story.out / "altered.sqlite3"
    connections.close_all()
    with closing(sqlite3.connect(original)) as from_, closing(sqlite3.connect(copy)) as to:
        from_.backup(to)
        triggers = [row[0] for row in to.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in triggers:
            to.execute(f'DROP TRIGGER "{name}"')
        form = "SELECT form FROM ledger_entry WHERE number = ?"
        said = bytes(to.execute(f"SELECT body FROM ledger_form WHERE number = ({form})", (ALTERED,)).fetchone()[0])
        number = to.execute("INSERT INTO ledger_form (body) VALUES (?) RETURNING number", (_lie(said),)).fetchone()[0]
        to.execute("UPDATE ledger_entry SET form = ? WHERE number = ?", (number, ALTERED))
        to.commit()
    settings["NAME"] = str(copy)
    try:
        yield
    finally:
        connections.close_all()
        settings["NAME"] = original


def steps() -> Iterator[tuple[str, Callable[[Story], None]]]:
    """Yield the steps in order."""
    yield from (("11", alter_behind_its_back),)
