"""
SQLite's tables as one script, so that founding need not live through every migration there ever was (benchmark S1).

`schema.sql` is what all migrations come to; `make schema` writes it anew after a new one, and a test demands it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

SCRIPT = Path(__file__).with_name("schema.sql")
NEVER = "1970-01-01 00:00:00"
_NAMES = 'INSERT INTO "django_migrations" VALUES('


def lay() -> bool:
    """
    Make the tables of an empty SQLite database in one transaction.

    Returns:
        False, and nothing is made, if the script is of other migrations than the ones installed here.
    """
    from django.db import connection

    script = SCRIPT.read_text(encoding="utf-8")
    if set(_told(script)) != set(_installed()):
        return False
    connection.ensure_connection()
    connection.connection.executescript(script)
    return True


def write(database: Path) -> str:
    """Return the script of a database in which nothing but migrations happened."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(database)) as connected:
        connected.execute("UPDATE django_migrations SET applied = ?", (NEVER,))
        _, *said, _ = (one for one in connected.iterdump() if "sqlite_sequence" not in one)
        connected.rollback()
    said.sort(key=lambda one: not one.startswith("CREATE TABLE"))  # rows refer to one another's tables
    stamp = "UPDATE django_migrations SET applied = CURRENT_TIMESTAMP;"
    return "\n".join(["BEGIN;", *said, stamp, "COMMIT;", ""])


def _told(script: str) -> Iterator[tuple[str, str]]:
    """Yield the migrations, application and name, that the script says were applied."""
    for line in script.splitlines():
        if line.startswith(_NAMES):
            _, application, name, _ = line.removeprefix(_NAMES).split(",")
            yield application.strip("'"), name.strip("'")


def _installed() -> Iterator[tuple[str, str]]:
    """Yield the migrations that are installed here; none is loaded."""
    from django.apps import apps

    for application in apps.get_app_configs():
        folder = Path(application.path) / "migrations"
        for module in iter_modules([str(folder)]):
            if not module.name.startswith("_"):
                yield application.label, module.name


def made() -> str:
    """Return the script that the migrations of today come to; for a process that has not entered an instance."""
    import os
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        os.environ |= {"SEIYAKU_HOME": folder, "SEIYAKU_SECRET_KEY": "of a database that is thrown away"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "seiyaku.config.settings"
        os.environ.pop("SEIYAKU_DATABASE_URL", None)
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
        return write(Path(folder) / "seiyaku.sqlite3")


if __name__ == "__main__":
    SCRIPT.write_text(made(), encoding="utf-8")
