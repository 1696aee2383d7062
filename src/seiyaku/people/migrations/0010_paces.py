"""How fast a token asks, counted for all processes together (policy 2-1). Dropping the table is the way back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0009_samples_and_reminders")]

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=40, unique=True)),
                ("spent", models.BigIntegerField()),
            ],
        ),
    ]
