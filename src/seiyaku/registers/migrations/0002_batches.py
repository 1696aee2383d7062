"""
What goes on to one partner in a period is one record (R.19(2), R.23(2)): the batch, and in a record its later times.

Going back forgets which records made up a batch; each stands by itself then.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("record_class", models.CharField(max_length=12)),
                ("partner", models.CharField(max_length=40)),
                ("ground", models.CharField(max_length=64)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("closed_on", models.DateField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="record",
            name="registers_severed_whole",
        ),
        migrations.AddField(
            model_name="record",
            name="later",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("record_class", "partner", "ground", "first", "last"),
                name="registers_one_open_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("last__gte", models.F("first"))), name="registers_batch_in_order"
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="batch",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="records", to="registers.batch"
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(("person__isnull", False), models.Q(("entry", ""), ("later", "")), _connector="OR"),
                name="registers_severed_whole",
            ),
        ),
    ]
