"""Rules: decide, touch nothing (no Django, no database, no clock, no randomness)."""
