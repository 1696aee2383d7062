"""Who was merged into whom is looked up at every erasure: a partial index, since few people ever are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="vault_merged"
            ),
        ),
    ]
