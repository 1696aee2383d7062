"""Tokens: what is handed out once, and what is kept of it."""

from __future__ import annotations

import hashlib
import secrets

PROGRAM = "syk_"


def new_token(prefix: str = "") -> tuple[str, bytes]:
    """Return a token of 32 random bytes and what is stored of it."""
    token = prefix + secrets.token_urlsafe(32)
    return token, stored(token)


def stored(token: str) -> bytes:
    """
    Return what is stored of a token: its SHA-256.

    A slow hash guards what people choose; 256 random bits need none.
    """
    return hashlib.sha256(token.encode()).digest()
