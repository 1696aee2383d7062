"""
How many rows of each kind there are in a release, so that one that was withdrawn is still compared with a new one.

A release made before has none; its table is read while it is there.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("anonymised", "0006_jobs")]

    operations = [
        migrations.AddField("release", "laid", models.CharField(blank=True, default="", max_length=40), False),
    ]
