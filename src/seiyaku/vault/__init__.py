"""Keeps what is held on people: persons, sheets, sources, blind indexes, attachments (policy P, 1, 2-3, 5)."""
