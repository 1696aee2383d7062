"""Lists of acts, how far each has come and what came of its acts, so that one that was cut off goes on (2-1)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("door", "0003_clock"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=64, unique=True)),
                ("done", models.BigIntegerField(default=0)),
                ("turn", models.BigIntegerField(default=0)),
                ("state", models.CharField(default="open", max_length=4)),
                ("at", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("batch", models.BigIntegerField()),
                ("number", models.BigIntegerField()),
                ("code", models.CharField(max_length=16)),
                ("entry", models.CharField(max_length=24)),
                ("leaf", models.CharField(max_length=64)),
                ("clause", models.CharField(max_length=40)),
                ("article", models.CharField(max_length=120)),
                ("made", models.BinaryField(null=True)),
                ("said", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("made__isnull", False)), fields=["made"], name="door_outcome_made")
                ],
                "constraints": [models.UniqueConstraint(fields=("batch", "number"), name="door_outcome_once")],
            },
        ),
    ]
