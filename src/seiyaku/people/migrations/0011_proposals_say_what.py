"""What a proposal is of, so that whoever approves it is told (3-1). Older ones are told by their digest alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0010_paces")]

    operations = [migrations.AddField("proposal", "parts", models.JSONField(default=list))]
