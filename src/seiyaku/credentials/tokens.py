"""Secrets that a browser or a mail carries: 256 random bits, kept as their SHA-256 only."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import salted_hmac


def new() -> str:
    """Return a fresh secret for a cookie or a link."""
    return secrets.token_urlsafe(32)


def kept(token: str) -> bytes:
    """Return what is kept of a secret: nobody guesses 256 bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def counted(what: str, *said: str) -> bytes:
    """Return the key that tries are counted under; what was typed cannot be told from it."""
    return salted_hmac(f"seiyaku.credentials.{what}", "\0".join(said), algorithm="sha256").digest()
