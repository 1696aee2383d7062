"""
What a release tells beside others is kept with it, sealed (R.34(v)).

Of a release made before there is none: beside it nothing new is made, until it is withdrawn.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("papers", "0001_initial"),
        ("anonymised", "0002_pseudonymised"),
    ]

    operations = [
        migrations.AddField(
            model_name="release",
            name="shape",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.paper"
            ),
        ),
    ]
