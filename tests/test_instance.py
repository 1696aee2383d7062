"""The fixture every other test stands on."""

from __future__ import annotations

from pathlib import Path

from django.db import connection


def test_an_instance_has_its_own_migrated_database(blank: Path) -> None:
    tables = connection.introspection.table_names()

    assert "people_account" in tables
    assert list(blank.glob("*")) or connection.vendor == "postgresql"
