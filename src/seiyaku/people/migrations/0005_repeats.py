"""Asks that programs repeat under a key: ids for a day (policy 2-1). Dropping the table is the way back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_reviews"),
    ]

    operations = [
        migrations.CreateModel(
            name="Repeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=40)),
                ("key", models.BinaryField(max_length=32)),
                ("said", models.BinaryField(max_length=32)),
                ("entry", models.CharField(max_length=24)),
                ("answer", models.BinaryField(null=True)),
                ("people", models.BinaryField()),
                ("at", models.BigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("token", "key"), name="people_one_act_a_key")],
            },
        ),
    ]
