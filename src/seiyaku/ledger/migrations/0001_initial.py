"""
The ledger's tables. Plain SQL: the hot path writes them with raw cursors, WITHOUT ROWID cannot be said in a Django
model, and a ledger that no model names is not dumped or edited by what walks over models. No way back: a ledger is
not undone.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = [
    # What entries say alike stands once, as a form; `people` is the people root, `rest` what only this entry says.
    "CREATE TABLE ledger_form (number {counted}, body {bytes} NOT NULL UNIQUE)",
    "CREATE TABLE ledger_entry (number {number}, id {bytes} NOT NULL UNIQUE, form {int} NOT NULL, people {bytes}, rest {bytes} NOT NULL)",
    "CREATE TABLE ledger_tile (level {small} NOT NULL, place {big} NOT NULL, body {bytes} NOT NULL, PRIMARY KEY (level, place)){keyed}",
    # One row says how far the tree has grown, under a MAC whose key is not here; the open tile of each level stands in its own row.
    "CREATE TABLE ledger_tree (id {small} PRIMARY KEY CHECK (id = 1), size {big} NOT NULL, origin {text} NOT NULL, mac {bytes})",
    "CREATE TABLE ledger_open (level {small} PRIMARY KEY, body {bytes} NOT NULL)",
    "CREATE TABLE ledger_checkpoint (size {big} PRIMARY KEY, note {text} NOT NULL, at {big} NOT NULL)",
    # Beside the ledger: who was in an entry. Deleted on erasure, when the blind leaf stays as a tombstone.
    "CREATE TABLE ledger_seen (person {big} NOT NULL, entry {bytes} NOT NULL, granted {small} NOT NULL, PRIMARY KEY (person, entry)){keyed}",
    # `granted` is 1 or 0, and 2 more when the entry names several: only those are ever looked up by entry.
    "CREATE INDEX ledger_seen_several ON ledger_seen (entry) WHERE granted >= 2",
    "CREATE TABLE ledger_block (block {big} NOT NULL, entry {bytes} NOT NULL, granted {bytes} NOT NULL, refused {bytes} NOT NULL, PRIMARY KEY (block, entry)){keyed}",
    "CREATE INDEX ledger_block_entry ON ledger_block (entry)",
    "CREATE TABLE ledger_tombstone (entry {bytes} NOT NULL, leaf {bytes} NOT NULL, erased_in {bytes} NOT NULL, PRIMARY KEY (entry, leaf)){keyed}",
    "CREATE INDEX ledger_tombstone_erased_in ON ledger_tombstone (erased_in)",
    # The change log of standings (architecture, section 3). Row 1 of the head counts; row 2 is the changers' turn.
    "CREATE TABLE ledger_change (number {number}, at {big} NOT NULL, kind {text} NOT NULL, ref {text} NOT NULL, person {big})",
    "CREATE TABLE ledger_head (id {small} PRIMARY KEY, number {big} NOT NULL)",
    "INSERT INTO ledger_head VALUES (1, 0), (2, 0)",
    "INSERT INTO ledger_tree VALUES (1, 0, '', NULL)",
]
QUEUE = [
    # Writers put entries here in the transaction of their change; no index but the key: it is nearly always empty.
    """CREATE TABLE ledger_pending (
        place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, writer bytea NOT NULL, counter bigint NOT NULL,
        running bytea NOT NULL, mac bytea NOT NULL, id bytea NOT NULL, body bytea NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp())""",
    "CREATE TABLE ledger_writer (writer bytea PRIMARY KEY, counter bigint NOT NULL, running bytea NOT NULL)",
    # The one row the sequencer holds while it places; only its role can touch it, so nobody else can hold it up.
    "CREATE TABLE ledger_turn (id smallint PRIMARY KEY CHECK (id = 1))",
    "INSERT INTO ledger_turn VALUES (1)",
    "CREATE TABLE ledger_finding (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at bigint NOT NULL, why text NOT NULL, writer bytea NOT NULL, counter bigint NOT NULL, body bytea)",
]
SQLITE = {
    "number": "INTEGER PRIMARY KEY", "counted": "INTEGER PRIMARY KEY", "int": "INTEGER", "bytes": "BLOB",
    "small": "INTEGER", "big": "INTEGER", "text": "TEXT", "keyed": " WITHOUT ROWID",
}  # fmt: skip
POSTGRESQL = {
    "number": "bigint PRIMARY KEY", "counted": "integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "int": "integer",
    "bytes": "bytea", "small": "smallint", "big": "bigint", "text": "text",
    "keyed": "",
}  # fmt: skip


def create(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(table.format(**(POSTGRESQL if postgresql else SQLITE)))
        for table in QUEUE if postgresql else []:
            cursor.execute(table)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunPython(create)]
