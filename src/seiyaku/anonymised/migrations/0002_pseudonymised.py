"""Pseudonymised tables are a record of their own (41); a release says no more of which kind it is: there is one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("anonymised", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pseudonymised",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("title_ja", models.CharField(max_length=80)),
                ("title_en", models.CharField(max_length=80)),
                ("purpose", models.CharField(max_length=64)),
                ("columns", models.JSONField()),
                ("rows", models.PositiveBigIntegerField()),
                ("body", models.CharField(max_length=40)),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("until", models.DateField()),
                ("made_by", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="release",
            name="anonymised_known_kind",
        ),
        migrations.RemoveField(
            model_name="release",
            name="kind",
        ),
    ]
