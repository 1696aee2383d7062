"""How many rows of a release came to the vault so far: a table that comes in pieces is known by their sum."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("anonymised", "0007_laid")]

    operations = [
        migrations.AddField("release", "returned", models.PositiveBigIntegerField(default=0)),
    ]
