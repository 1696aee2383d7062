"""
What knows the rows of a release again, whatever was done to its file (9-2-D).

A release made before has none; its file is recognised byte for byte, as before.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("anonymised", "0004_drafts")]

    operations = [
        migrations.AddField("release", "marks", models.CharField(blank=True, default="", max_length=40), False),
        migrations.AddField("pseudonymised", "marks", models.CharField(blank=True, default="", max_length=40), False),
    ]
