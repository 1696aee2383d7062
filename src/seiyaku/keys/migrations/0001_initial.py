"""The keyring: the instance number, and root keys sealed by the operator's key. Backwards loses every key: never."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Instance",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BinaryField(max_length=16)),
                ("generation", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="keys_one_instance")],
            },
        ),
        migrations.CreateModel(
            name="RootKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("use", models.CharField(max_length=16)),
                ("number", models.PositiveIntegerField()),
                ("operator", models.CharField(max_length=80)),
                ("sealed", models.BinaryField(null=True)),
                ("public", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("use", "number"), name="keys_use_number")],
            },
        ),
    ]
