"""
Anonymised information (policy 9): from a table to a release that can be shown to be safe.

The tables are read, reduced and written by DuckDB; what is decided is decided in `core.anonymous` on distinct cells.
Not here yet: the vault as a source, approval, publication and delivery.
"""
