"""Calls, visits and pieces of work: the purpose is set once, and whoever calls is known before anything opens (7-2)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("door", "0004_batches"),
    ]

    operations = [
        migrations.CreateModel(
            name="Occasion",
            fields=[
                ("ref", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("actor", models.CharField(max_length=40)),
                ("purpose", models.CharField(max_length=64)),
                ("caller", models.CharField(max_length=8)),
                ("person", models.CharField(blank=True, db_index=True, max_length=32)),
                ("items", models.PositiveSmallIntegerField(default=0)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("authority", models.CharField(blank=True, max_length=40)),
                ("begun_at", models.BigIntegerField()),
                ("ended_at", models.BigIntegerField(default=0)),
            ],
        ),
    ]
