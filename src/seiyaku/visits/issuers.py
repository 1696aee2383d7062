"""
Which sign-ins are configured for customers (policy 7-2): the operator's own, and certified providers of JPKI.

Each is an issuer of its own, with its own client, secret, contexts and address to come back to. The first stands in
the settings by itself; others in the file that `SEIYAKU_SIGN_INS` names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings

from seiyaku.core.language import Text

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def safe(address: str) -> bool:
    """Tell whether an address may be asked: over TLS, or on this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """One sign-in: its name in addresses ("" for the first), who issues, who we are there, and what it proves."""

    name: str
    issuer: str
    client: str
    secret: Callable[[], str] = field(repr=False)
    proof: str
    acr: tuple[str, ...]
    label: Text | None = None

    @property
    def is_safe(self) -> bool:
        """Whether it is served over TLS, or on this machine."""
        return safe(self.issuer)


def configured() -> tuple[Issuer, ...]:
    """Return every sign-in there is, the first one first."""
    own = Issuer(
        name="", issuer=settings.OIDC_ISSUER, client=settings.OIDC_CLIENT_ID, secret=settings.OIDC_CLIENT_SECRET,
        proof=settings.OIDC_PROOF, acr=tuple(settings.OIDC_ACR),
    )  # fmt: skip
    others = tuple(
        Issuer(**{**said, "acr": tuple(said["acr"]), "label": Text(**said["label"])}) for said in settings.SIGN_INS
    )
    return (own, *others) if own.issuer and own.client else others


def named(name: str) -> Issuer | None:
    """Return the sign-in of that name; None where there is none."""
    return next((one for one in configured() if one.name == name), None)
