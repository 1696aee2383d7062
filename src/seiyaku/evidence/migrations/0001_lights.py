"""Since when each light has stood as it does, and what people attest of a clause (policy 0 to 12)."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

PROTECT = django.db.models.deletion.PROTECT
KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    initial = True
    dependencies = [("papers", "0001_initial"), ("people", "0009_samples_and_reminders")]

    operations = [
        migrations.CreateModel(
            name="Stood",
            fields=[
                KEY,
                ("clause", models.CharField(max_length=40)),
                ("light", models.CharField(max_length=64)),
                ("owner", models.CharField(max_length=64)),
                ("state", models.CharField(max_length=12)),
                ("since", models.DateTimeField()),
                ("noted_at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(until=None), fields=("clause", "light"), name="evidence_stands_one_way"
                    ),
                    models.CheckConstraint(
                        condition=Q(until=None) | Q(until__gte=F("since")), name="evidence_stood_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attestation",
            fields=[
                KEY,
                ("ref", models.CharField(max_length=40, unique=True)),
                ("clause", models.CharField(max_length=40)),
                ("attested_on", models.DateField()),
                ("until", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(on_delete=PROTECT, related_name="attestations", to="people.account")),
                ("said", models.ForeignKey(on_delete=PROTECT, related_name="+", to="papers.paper")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(until__gte=F("attested_on")), name="evidence_attested_in_order")
                ],
            },
        ),
    ]
