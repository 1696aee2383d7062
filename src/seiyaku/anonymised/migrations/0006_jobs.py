"""Jobs: previews and makings that run beside the pages, so that how far they are outlives a request."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("anonymised", "0005_marks"),
        ("papers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=8)),
                ("state", models.CharField(db_index=True, default="waiting", max_length=12)),
                ("draft", models.CharField(blank=True, max_length=40)),
                ("base", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(max_length=64)),
                ("by", models.CharField(max_length=40)),
                ("actor", models.JSONField()),
                ("asked_at", models.DateTimeField()),
                ("began_at", models.DateTimeField(null=True)),
                ("beat_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("claim", models.CharField(blank=True, max_length=32)),
                ("stopping", models.BooleanField(default=False)),
                ("progress", models.JSONField(default=dict)),
                ("problem", models.JSONField(default=dict)),
                ("release", models.CharField(blank=True, max_length=40)),
                (
                    "left",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.paper"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.paper"),
                ),
                (
                    "result",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.paper"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["by", "asked_at"], name="anonymised_job_by")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("look", "make"))), name="anonymised_known_job"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "running", "done", "refused", "failed", "stopped", "interrupted"))
                        ),
                        name="anonymised_known_job_state",
                    ),
                ],
            },
        ),
    ]
