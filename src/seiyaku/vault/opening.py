"""Opens sealed values; wants a grant. Only the door imports this."""
