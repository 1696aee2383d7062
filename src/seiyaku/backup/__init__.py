"""Backups (policy 2-1): what was stored, and the keys to it, apart from each other; and the way back."""
