"""
Anonymised information (policy 9): from a table to a release that can be shown to be safe, and on to who receives it.

The tables are read, reduced and written by DuckDB; what is decided is decided in `core.anonymous` on distinct cells.
A release is made by `making`, approved and published by `releasing`, given out by `delivering`.
"""
