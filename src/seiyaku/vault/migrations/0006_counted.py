"""
What is held can be counted without a look at the sealed bodies: by field, by source, by age (1-1, 2-3, 5-1, 5-3).

The way back drops the indexes.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0005_relations_bound")]
    operations = [
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(fields=["field", "basis", "person", "recorded_at"], name="vault_attachment_held"),
        ),
        migrations.AddIndex(
            model_name="episode",
            index=models.Index(fields=["field", "basis", "person", "recorded_at"], name="vault_episode_held"),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["field", "basis"], name="vault_fact_held"),
        ),
        migrations.AddIndex(
            model_name="sheet",
            index=models.Index(fields=["fields", "basis", "meta", "recorded_at"], name="vault_sheet_held"),
        ),
    ]
