"""A look has a checklist with days by which things are mended (25), and what is entrusted on is on record (3-2)."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

PROTECT = django.db.models.deletion.PROTECT
KEY = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial"), ("partners", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Checked",
            fields=[
                KEY,
                ("item", models.CharField(max_length=40)),
                ("answer", models.CharField(max_length=4)),
                ("due_on", models.DateField(null=True)),
                ("mended_at", models.DateTimeField(null=True)),
                ("proof", models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="papers.paper")),
                (
                    "supervision",
                    models.ForeignKey(on_delete=PROTECT, related_name="items", to="partners.supervision"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("supervision", "item"), name="partners_item_answered_once"),
                    models.CheckConstraint(condition=Q(answer__in=("yes", "no", "n/a")), name="partners_item_answer"),
                    models.CheckConstraint(condition=Q(due_on=None) | Q(answer="no"), name="partners_only_a_no_is_due"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SubEntrustment",
            fields=[
                KEY,
                ("ref", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("country", models.CharField(default="JP", max_length=2)),
                ("fields", models.TextField()),
                ("agreed_on", models.DateField()),
                ("until", models.DateField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("consent", models.ForeignKey(on_delete=PROTECT, related_name="+", to="papers.paper")),
                ("contract", models.ForeignKey(on_delete=PROTECT, related_name="subs", to="partners.contract")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(until__gte=F("agreed_on")), name="partners_sub_in_order")
                ],
            },
        ),
    ]
