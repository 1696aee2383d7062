"""
Tries are counted by login and origin together, and a session says from where it began: else an outsider's wrong guesses
lock somebody else out (3-3). Counts that were under way begin anew.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_browser_sessions")]

    operations = [
        migrations.AddField("attempt", "pair", models.BinaryField(db_index=True, max_length=32, null=True)),
        migrations.AddField("session", "place", models.BinaryField(db_index=True, max_length=32, null=True)),
    ]
