"""
On SQLite a person's key is found by its row number: `bigint` made an index beside the table, and every read went through
both. Only `INTEGER PRIMARY KEY` is the row number itself, which Django writes for counting fields alone.

There is no way back, and none is needed: the columns are the same.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def by_number(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute('ALTER TABLE "vault_personkey" RENAME TO "vault_personkey_before"')
        cursor.execute(
            'CREATE TABLE "vault_personkey" ("person" integer NOT NULL PRIMARY KEY, "wrapped" BLOB NOT NULL)'
        )
        cursor.execute(
            'INSERT INTO "vault_personkey" (person, wrapped) SELECT person, wrapped FROM "vault_personkey_before"'
        )
        cursor.execute('DROP TABLE "vault_personkey_before"')


class Migration(migrations.Migration):
    dependencies = [("vault", "0002_merged_people")]

    operations = [migrations.RunPython(by_number, migrations.RunPython.noop)]
