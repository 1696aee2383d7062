"""Sessions say how far they are proven, since browsers begin some too (3-3). Those there were begun at terminals."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_repeats")]

    operations = [
        migrations.AddField("session", "proof", models.CharField(default="session", max_length=16)),
    ]
