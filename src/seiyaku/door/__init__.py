"""The one door: the only way in and out of the vault (policy 2-2)."""
