"""Django's SQLite, for a schema that is not trusted."""
