"""
What makes the ledger fast: the newest part of the index of people stands packed, and PostgreSQL clears its queue of
what was taken as soon as it may. Plain SQL as the other tables of the ledger. No way back.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def create(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    number, data = ("bigint PRIMARY KEY", "bytea") if postgresql else ("INTEGER PRIMARY KEY", "BLOB")
    with schema_editor.connection.cursor() as cursor:
        # Beside the ledger, as ledger_seen is: rewritten on erasure, emptied into it now and then.
        cursor.execute(f"CREATE TABLE ledger_recent (number {number}, packed {data} NOT NULL)")
        if postgresql:
            cursor.execute(
                "ALTER TABLE ledger_pending SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,"
                " autovacuum_vacuum_cost_delay = 0)"
            )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_logs")]
    operations = [migrations.RunPython(create)]
