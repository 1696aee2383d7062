"""
After a restoration the ledger goes on as another log: a row says where, and which head of the log before was known.

Plain SQL as the other tables of the ledger; it only grows too. No way back.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAID = "the ledger only grows"


def create(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    big, data = ("bigint", "bytea") if postgresql else ("INTEGER", "BLOB")
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE ledger_log (number {big} PRIMARY KEY, origin text NOT NULL, before text NOT NULL,"
            f" size {big} NOT NULL, root {data} NOT NULL, entry {data} NOT NULL, forked {big} NOT NULL)"
        )
        if postgresql:
            cursor.execute(
                "CREATE TRIGGER ledger_log_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_log "
                "FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()"
            )
            return
        for act in ("UPDATE", "DELETE"):
            cursor.execute(
                f"CREATE TRIGGER ledger_log_no_{act.lower()} BEFORE {act} ON ledger_log "
                f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
            )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_only_grows")]
    operations = [migrations.RunPython(create)]
