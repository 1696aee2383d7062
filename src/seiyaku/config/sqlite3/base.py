"""
Django's SQLite backend without its one check of JSON columns.

`trusted_schema=OFF` keeps a hostile database file from calling functions through its schema; SQLite counts JSON_VALID
among those, so a table with Django's own check could neither be made nor written. What a JSON column holds is read by
Python, which refuses what is no JSON.
"""

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """The same, less that check."""

    data_type_check_constraints = {  # noqa: RUF012  # Django's own shape
        kind: check for kind, check in base.DatabaseWrapper.data_type_check_constraints.items() if kind != "JSONField"
    }
