"""A count of people used per actor and day, for the daily limit (policy 2-1). Dropping the table is the way back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_reserved_duties")]

    operations = [
        migrations.CreateModel(
            name="UseCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor", models.CharField(max_length=60)),
                ("day", models.PositiveIntegerField()),
                ("people", models.PositiveBigIntegerField()),
            ],
            options={"constraints": (models.UniqueConstraint(fields=("actor", "day"), name="people_one_count_a_day"),)},
        ),
    ]
