"""
The vault's tables.

On SQLite the tables that are read and written by their composite key are kept WITHOUT ROWID: one B-tree instead of
two. Django cannot say so, hence the second step, which remakes them while they are still empty.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

CLUSTERED = ("vault_sheet", "vault_fact", "vault_blind", "vault_unique", "vault_representative")


def cluster(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in CLUSTERED:
            cursor.execute("SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL", [table])
            made = cursor.fetchall()
            cursor.execute(f'DROP TABLE "{table}"')
            for kind, sql in sorted(made, reverse=True):
                cursor.execute(f"{sql} WITHOUT ROWID" if kind == "table" else sql)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ref", models.BinaryField(max_length=16, unique=True)),
                ("person", models.BigIntegerField(db_index=True)),
                ("field", models.SmallIntegerField()),
                ("basis", models.BigIntegerField()),
                ("acquisition", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField(max_length=16, unique=True)),
                ("family", models.CharField(max_length=12)),
                ("policy_version", models.CharField(max_length=64)),
                ("purposes", models.BigIntegerField()),
                ("notified", models.BigIntegerField(default=0)),
                ("notice", models.CharField(default="", max_length=80)),
                ("source", models.CharField(max_length=80)),
                ("partner", models.CharField(default="", max_length=80)),
                ("attested", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Episode",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("ref", models.BinaryField(max_length=16, unique=True)),
                ("person", models.BigIntegerField(db_index=True)),
                ("field", models.SmallIntegerField()),
                ("basis", models.BigIntegerField()),
                ("acquisition", models.BigIntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person",
                        "field",
                        "valid_from",
                        "recorded_at",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("person", models.BigIntegerField()),
                ("field", models.SmallIntegerField()),
                ("valid_from", models.IntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("basis", models.BigIntegerField()),
                ("acquisition", models.BigIntegerField()),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("ord", models.BigAutoField(primary_key=True, serialize=False)),
                ("pid", models.BinaryField(max_length=16, unique=True)),
                ("mark", models.BinaryField(max_length=16)),
                ("kind", models.CharField(default="person", max_length=12)),
                ("consents", models.BigIntegerField(default=0)),
                ("refusals", models.BigIntegerField(default=0)),
                ("stopped", models.BigIntegerField(default=0)),
                ("flags", models.BigIntegerField(default=0)),
                ("relation_ended_on", models.IntegerField(default=0)),
                ("last_used_on", models.IntegerField(default=0)),
                ("merged_into", models.BigIntegerField(null=True)),
                ("created_at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="PersonKey",
            fields=[
                ("person", models.BigIntegerField(primary_key=True, serialize=False)),
                ("wrapped", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Quarantine",
            fields=[
                ("ord", models.BigIntegerField(primary_key=True, serialize=False)),
                ("qid", models.BinaryField(max_length=16, unique=True)),
                ("mark", models.BinaryField(max_length=16)),
                ("batch", models.CharField(db_index=True, max_length=40)),
                ("row_number", models.IntegerField()),
                ("reason", models.CharField(max_length=40)),
                ("fields", models.CharField(default="", max_length=400)),
                ("created_at", models.BigIntegerField()),
                ("expires_on", models.IntegerField(db_index=True)),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Representative",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation", "person", "role", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organisation", models.BigIntegerField()),
                ("person", models.BigIntegerField(db_index=True)),
                ("role", models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person", "kind", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person", models.BigIntegerField()),
                ("kind", models.CharField(max_length=40)),
                ("version", models.IntegerField(default=1)),
                ("fields", models.BigIntegerField()),
                ("basis", models.BigIntegerField()),
                ("acquisition", models.BigIntegerField()),
                ("valid_from", models.IntegerField()),
                ("recorded_at", models.BigIntegerField()),
                ("meta", models.BinaryField(default=b"")),
                ("body", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Unique",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "field", "digest", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("field", models.SmallIntegerField()),
                ("digest", models.BinaryField(max_length=16)),
                ("person", models.BigIntegerField(db_index=True)),
                ("key", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Written",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.BinaryField(max_length=32)),
                ("added", models.BinaryField(default=b"")),
                ("removed", models.BinaryField(default=b"")),
            ],
        ),
        migrations.CreateModel(
            name="Acquisition",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("form", models.CharField(default="", max_length=80)),
                ("channel", models.CharField(max_length=20)),
                ("shown", models.CharField(default="", max_length=80)),
                ("evidence", models.CharField(default="", max_length=80)),
                ("provenance", models.CharField(default="", max_length=80)),
                ("at", models.BigIntegerField()),
                ("basis", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="vault.basis")),
            ],
        ),
        migrations.CreateModel(
            name="Blind",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "field", "digest", "person", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("field", models.SmallIntegerField()),
                ("digest", models.BinaryField(max_length=16)),
                ("person", models.BigIntegerField()),
                ("key", models.BigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="vault_blind_person")],
            },
        ),
        migrations.RunPython(cluster, migrations.RunPython.noop),
    ]
