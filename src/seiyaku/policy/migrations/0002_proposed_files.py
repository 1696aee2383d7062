"""What a proposed version says, so that its approver reads it first (3-1, 12-1). Older proposals have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ProposedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=200)),
                ("body", models.BinaryField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "name"), name="one_proposed_of_a_name")],
            },
        ),
    ]
