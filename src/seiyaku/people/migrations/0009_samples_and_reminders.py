"""What a review looked at is drawn and kept (2-4), whether all was well, and who was reminded of a training."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    dependencies = [("people", "0008_scores_and_pledges")]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("course", models.CharField(max_length=64)),
                ("lapses_on", models.DateField()),
                ("sent_at", models.DateTimeField()),
                ("account", models.ForeignKey(on_delete=PROTECT, related_name="reminders", to="people.account")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "course", "lapses_on"), name="people_reminded_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("population", models.PositiveIntegerField()),
                ("pool", models.CharField(max_length=64)),
                ("size", models.PositiveSmallIntegerField()),
                ("entries", models.TextField(blank=True)),
                ("drawn_at", models.DateTimeField()),
                ("account", models.ForeignKey(on_delete=PROTECT, related_name="samples", to="people.account")),
                ("drawn_by", models.ForeignKey(on_delete=PROTECT, related_name="+", to="people.account")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(until__gte=F("since")), name="people_sample_in_order"),
                    models.CheckConstraint(condition=Q(size__lte=F("population")), name="people_sample_of_its_pool"),
                ],
            },
        ),
        migrations.AddField("review", "passed", models.BooleanField(null=True)),
        migrations.AddField(
            "review",
            "sample",
            models.OneToOneField(null=True, on_delete=PROTECT, related_name="review", to="people.sample"),
        ),
    ]
