"""A past value that has ended leaves its place: the index by which what is held is counted tells the two apart."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing is lost on the way back: an empty place is read as one where nothing was held."""

    dependencies: ClassVar = [("vault", "0006_counted")]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="fact", name="vault_fact_held"),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["field", "basis", "acquisition"], name="vault_fact_held"),
        ),
    ]
