"""A completion may have a score (2-4), and an account the day of its pledge of confidentiality (2-1)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_tries_by_place")]

    operations = [
        migrations.AddField("account", "pledged_on", models.DateField(null=True)),
        migrations.AddField("completion", "score", models.PositiveSmallIntegerField(null=True)),
        migrations.AddConstraint(
            "completion",
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__lte=100), name="people_score_of_a_hundred"
            ),
        ),
    ]
