"""
Versions of the policy and the bits of names. Both only grow: triggers forbid altering or deleting a row.

A bit given twice would open one field where another was granted; a version altered would alter what people were told.
No way back: what was published was published.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("policy_policyversion", "policy_policyfile", "policy_bit")
SQLITE = """CREATE TRIGGER {table}_{act} BEFORE {act} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"""
POSTGRESQL = """CREATE TRIGGER {table}_{act} BEFORE {act} ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION policy_only_grows()"""
FUNCTION = """CREATE FUNCTION policy_only_grows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$"""


def only_grow(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    with schema_editor.connection.cursor() as cursor:
        if postgresql:
            cursor.execute(FUNCTION)
        for table in TABLES:
            for act in ("UPDATE", "DELETE", "TRUNCATE") if postgresql else ("UPDATE", "DELETE"):
                cursor.execute((POSTGRESQL if postgresql else SQLITE).format(table=table, act=act))


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("version", models.CharField(max_length=64, unique=True)),
                ("operator", models.CharField(max_length=64)),
                ("effective", models.DateField(unique=True)),
                ("published_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PolicyFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("body", models.BinaryField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="policy.policyversion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "name"), name="one_file_of_a_name")],
            },
        ),
        migrations.CreateModel(
            name="Bit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("name", models.CharField(max_length=100)),
                ("bit", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "name"), name="one_bit_for_a_name"),
                    models.UniqueConstraint(fields=("kind", "bit"), name="one_name_for_a_bit"),
                ],
            },
        ),
        migrations.RunPython(only_grow),
    ]
