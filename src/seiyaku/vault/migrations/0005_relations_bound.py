"""
Every relation gets a random part, so that its digest can stand among those of an act and tell nothing.

A relation recorded before (by no release) is in no act: `seiyaku ledger verify` tells of it until it is ended and begun
anew. The way back drops the part.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0004_relations")]
    operations = [
        migrations.AddField(model_name="relation", name="salt", field=models.BinaryField(default=b"", max_length=16))
    ]
