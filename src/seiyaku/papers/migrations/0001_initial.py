"""Sealed papers and, in a table of their own, their wrapped keys."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("size", models.PositiveBigIntegerField()),
                ("body", models.BinaryField(null=True)),
                ("kept_at", models.DateTimeField()),
                ("until", models.DateField(db_index=True, null=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("destroyed_at", None)),
                            models.Q(("body", None), ("destroyed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="papers_whole_or_gone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperKey",
            fields=[
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="key",
                        serialize=False,
                        to="papers.paper",
                    ),
                ),
                ("wrapped", models.BinaryField()),
            ],
        ),
    ]
