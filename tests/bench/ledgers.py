"""An instance with a ledger to measure on, and an entry such as the door writes it."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Any

READ: dict[str, Any] = {
    "act": "read", "answer": "allowed", "actor": "staff:3f9c2a41d07b", "proven": "session", "duty": "service-clerk",
    "purpose": "service-delivery", "clause": "4-1-A", "article": "18(1)", "fields": ["name", "phone"],
    "policy": "00112233aabbccdd", "law": "2025-06-01", "gate": "1", "standing": 12345,
}  # fmt: skip


def set_up() -> Path:
    """Migrate the database that the environment names and create keys; return the instance folder."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from django.conf import settings

    from seiyaku.keys.keyring import create_keyring
    from seiyaku.keys.operator import create_file

    home = Path(os.environ["SEIYAKU_HOME"])
    settings.HOME = home
    create_file(home / "operator.key")
    create_keyring()
    gc.freeze()  # as every process of the house does at its start
    return home


def durability() -> str:
    """Say how the database was told to sync."""
    from seiyaku.ledger.transactions import raw_cursor

    cursor = raw_cursor()
    if cursor.vendor == "sqlite":
        cursor.execute("PRAGMA synchronous")
        level = cursor.fetchone()[0]
        cursor.execute("PRAGMA journal_mode")
        return f"SQLite {cursor.fetchone()[0]}, synchronous={'FULL' if level == 2 else level}"
    cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
    fsync, commit = cursor.fetchone()
    return f"PostgreSQL fsync={fsync}, synchronous_commit={commit}"


def write(first: int, count: int, each: int) -> None:
    """Append `count` entries about one person each, `each` to a commit."""
    from seiyaku.ledger.transactions import deciding
    from seiyaku.ledger.writing import Draft, Seen, append

    for start in range(first, first + count, each):
        with deciding() as cursor:
            append(
                cursor,
                [
                    Draft(READ, [Seen(n * 7919 % 100_000, n.to_bytes(16, "big"))])
                    for n in range(start, min(start + each, first + count))
                ],
            )
