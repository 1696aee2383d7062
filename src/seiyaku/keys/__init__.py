"""The operator's key, the keyring, wrapping, signing, rotation, grants (policy 3-3)."""
