"""
A record says whose it is on the other side, so that an inspection finds what went to one partner (29, 30).

What stands in a batch has the batch's partner; what stood alone before says it only inside, where it is sealed.
"""

from django.db import migrations, models

OF_THE_BATCH = """
UPDATE registers_record SET partner = (SELECT partner FROM registers_batch WHERE registers_batch.id = batch_id)
WHERE batch_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0002_batches"),
    ]

    operations = [
        migrations.AddField(
            model_name="record",
            name="partner",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
        migrations.RunSQL(OF_THE_BATCH, migrations.RunSQL.noop),
    ]
