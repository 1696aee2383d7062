"""
A relation with the operator begins and ends by a recorded act, and the last use is kept for each purpose apart.

The one last use that a person's row had said nothing of which purpose it was for; nothing ever wrote it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_keys_by_number")]

    operations = [
        migrations.CreateModel(
            name="LastUse",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person", "purpose", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("person", models.BigIntegerField()),
                ("purpose", models.SmallIntegerField()),
                ("day", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Relation",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person", models.BigIntegerField(db_index=True)),
                ("service", models.CharField(default="", max_length=40)),
                ("began_on", models.IntegerField()),
                ("ended_on", models.IntegerField(default=0)),
                ("begun_by", models.BigIntegerField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", 0)),
                        fields=("person", "service"),
                        name="vault_one_live_relation",
                    )
                ],
            },
        ),
        migrations.RemoveField(model_name="person", name="last_used_on"),
    ]
