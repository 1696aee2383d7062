"""Up to which entry last uses were noted, so that the nightly job goes through each entry once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("door", "0002_withheld"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("purposes", models.TextField()),
            ],
        ),
    ]
