"""Selects rows of people for the door. Only the door imports this."""
