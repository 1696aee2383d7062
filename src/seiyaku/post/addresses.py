"""
Addresses: where a parcel goes, and with which secrets. Kept sealed; nothing of it is ever in an entry or a log.

    file:///srv/out          a folder                       medium:///media/usb   a recording medium, mounted there
    sftp://user@host/path    over SSH, its key pinned       s3://bucket/path      a bucket
    https://host/path        PUT below this address         mailto:name@host      an encrypted attachment
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import orjson

from seiyaku.core.errors import InputError

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
CHANNEL_OF = {
    "file": "folder", "medium": "medium", "sftp": "sftp", "s3": "s3", "https": "https", "http": "https",
    "mailto": "email",
}  # fmt: skip
SECRETS: Mapping[str, frozenset[str]] = {
    "folder": frozenset(),
    "medium": frozenset(),
    "sftp": frozenset({"host-key", "password", "private-key"}),
    "s3": frozenset({"key", "secret", "endpoint", "region"}),
    "https": frozenset({"token"}),
    "email": frozenset(),
}
WHERE = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address that was read and found sound. `age`: the recipient's public key, empty for a password."""

    url: str = field(repr=False)
    age: str = ""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def channel(self) -> str:
        """Which way it is."""
        return CHANNEL_OF[urlsplit(self.url).scheme]

    @property
    def parts(self) -> SplitResult:
        """The address taken apart."""
        return urlsplit(self.url)

    def sealed(self) -> bytes:
        """Return what is sealed."""
        return orjson.dumps({"url": self.url, "age": self.age, "secrets": dict(self.secrets)})


def opened(body: bytes) -> Address:
    """Return the address that was sealed."""
    said: dict[str, Any] = orjson.loads(body)
    return Address(**said)


def address(url: str, *, age: str = "", secrets: Mapping[str, str] | None = None) -> Address:
    """
    Read an address.

    Raises:
        InputError: not an address of a channel, a secret it has no use for, or one it cannot do without is missing.
    """
    parts = urlsplit(url)
    channel = CHANNEL_OF.get(parts.scheme)
    if channel is None:
        kinds = "file, medium, sftp, s3, https or mailto"
        raise InputError(WHERE, f"the scheme {parts.scheme[:20]!r}", f"{kinds}, then ://…")
    given = dict(secrets or {})
    unknown = sorted(set(given) - SECRETS[channel])
    if unknown:
        known = ", ".join(sorted(SECRETS[channel])) or "none"
        raise InputError("secrets", ", ".join(map(repr, unknown)), f"for this channel: {known}")
    if parts.password is not None:
        raise InputError(WHERE, "a password in the address", "the password among the secrets")
    _CHECKS[channel](parts, given)
    if age:
        _public_key(age)
    return Address(url=url, age=age, secrets=given)


def _public_key(age: str) -> None:
    from pyrage import RecipientError, x25519

    try:
        x25519.Recipient.from_str(age)
    except RecipientError:
        raise InputError("age", "something else", "a public key, age1…") from None


def _folder(parts: SplitResult, _given: Mapping[str, str]) -> None:
    if parts.netloc or not Path(parts.path).is_absolute() or ".." in Path(parts.path).parts:
        raise InputError(WHERE, "no folder of this machine", f"{parts.scheme}:///absolute/path")


def _sftp(parts: SplitResult, given: Mapping[str, str]) -> None:
    if not (parts.hostname and parts.username and parts.path):
        raise InputError(WHERE, "an incomplete address", "sftp://user@host/path")
    if "host-key" not in given:
        raise InputError("secrets", "no host-key", "the server's public key (ssh-ed25519 AAAA…): it is pinned")
    if ("password" in given) == ("private-key" in given):
        raise InputError("secrets", "no proof of who we are, or two", "password or private-key: one of them")


def _s3(parts: SplitResult, given: Mapping[str, str]) -> None:
    if not parts.netloc:
        raise InputError(WHERE, "no bucket", "s3://bucket/path")
    if ("key" in given) != ("secret" in given):
        raise InputError("secrets", "one of key and secret", "both, or neither")
    _over_tls(urlsplit(given.get("endpoint", "https://s3")))


def _https(parts: SplitResult, _given: Mapping[str, str]) -> None:
    if not parts.hostname or parts.query or parts.fragment:
        raise InputError(WHERE, "an incomplete address, or one with a query", "https://host/path")
    _over_tls(parts)


def _over_tls(parts: SplitResult) -> None:
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise InputError(WHERE, "an address without TLS", "https:// beyond this machine")


def _email(parts: SplitResult, _given: Mapping[str, str]) -> None:
    from seiyaku.ledger import mailing

    try:
        mailing.address(f"mailto:{parts.path}" + (f"?{parts.query}" if parts.query else ""))
    except InputError:
        raise InputError(WHERE, "another kind of mail address", "mailto:NAME@HOST") from None


_CHECKS = {"folder": _folder, "medium": _folder, "sftp": _sftp, "s3": _s3, "https": _https, "email": _email}
