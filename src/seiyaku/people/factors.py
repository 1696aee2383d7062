"""
The second factor (policy 3-3): who has one, whether a code proves it, and how its secrets are kept.

Passkeys, authenticator apps and recovery codes are django-allauth's records. What is secret in them is sealed under a
key of its own, which the `paper` root key wraps: the database alone proves nothing to anybody.
"""

from __future__ import annotations

import base64
from typing import Any, Literal

from django.db import connection

from seiyaku.core.errors import IntegrityError
from seiyaku.keys import keyring, sealing, wrapping
from seiyaku.ledger.transactions import deciding

from .models import Account

PLACE = "second-factor"
SECRETS = ("secret", "seed")  # what allauth keeps through its adapter: an app's secret, the seed of recovery codes


def has_one(account: Account) -> bool:
    """Tell whether the account has a passkey or an authenticator app."""
    return account.ref not in without([account.ref])


def without(refs: list[str]) -> set[str]:
    """Return which of these accounts, by reference, have no second factor."""
    from allauth.mfa.models import Authenticator

    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    armed = Authenticator.objects.filter(user__ref__in=refs, type__in=kinds).values_list("user__ref", flat=True)
    return set(refs) - set(armed)


def proves(account: Account, code: str) -> bool:
    """Tell whether `code` is one of the account's authenticator app, or an unused recovery code; each works once."""
    from allauth.mfa.models import Authenticator

    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    kept = Authenticator.objects.filter(user_id=account.pk, type__in=kinds)
    return any(one.wrap().validate_code(code.strip()) for one in kept)


def close(said: bytes, place: str = PLACE) -> str:
    """Return what is kept of a secret: its own key, wrapped, and the secret sealed under it."""
    with connection.cursor() as cursor:
        keyring.for_writing(cursor)
    key = wrapping.new_key()
    kept = wrapping.wrap("paper", key, place) + sealing.seal(key, said, sealing.aad(place))
    return base64.b64encode(kept).decode("ascii")


def open_(kept: str, place: str = PLACE) -> bytes:
    """Return the secret. Raises IntegrityError: it was altered, or sealed for another place."""
    try:
        raw = base64.b64decode(kept, validate=True)
    except ValueError:
        raise IntegrityError(place, "not sealed here") from None
    key = wrapping.unwrap("paper", raw[: wrapping.SIZE], place)
    return sealing.open_(key, raw[wrapping.SIZE :], sealing.aad(place), place)


class FactorSecrets:
    """The secrets of second factors, when the `paper` root key is turned: each one's own wrapped key."""

    name = "second-factors"
    use: Literal["paper"] = "paper"

    def behind(self) -> int:
        """Return how many secrets are not under the current paper key."""
        current = keyring.keyring().current("paper").id
        return sum(_under(kept) != current for _, data in _rows(0) for kept in _secrets(data))

    def move(self, after: int, limit: int) -> int | None:
        """Wrap the keys of the next ones anew."""
        from allauth.mfa.models import Authenticator

        with deciding(), connection.cursor() as cursor:
            keyring.for_writing(cursor)
            lines = _rows(after)[:limit]
            for number, data in lines:
                moved = {key: _moved(kept) if key in SECRETS else kept for key, kept in data.items()}
                if moved != data:
                    Authenticator.objects.filter(pk=number, data=data).update(data=moved)
        return lines[-1][0] if lines else None

    def clear(self, after: int, limit: int) -> int | None:  # noqa: ARG002  the protocol's
        """There is nothing left over: each was wrapped anew in its place."""
        return None


def _rows(after: int) -> list[tuple[int, dict[str, Any]]]:
    from allauth.mfa.models import Authenticator

    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    found = Authenticator.objects.filter(pk__gt=after, type__in=kinds).order_by("pk")
    return list(found.values_list("pk", "data"))


def _secrets(data: dict[str, Any]) -> list[str]:
    return [data[key] for key in SECRETS if key in data]


def _under(kept: str) -> int:
    return wrapping.key_id(base64.b64decode(kept))


def _moved(kept: str) -> str:
    raw = base64.b64decode(kept)
    new = wrapping.rewrap("paper", raw[: wrapping.SIZE], PLACE)
    return kept if new is None else base64.b64encode(new + raw[wrapping.SIZE :]).decode("ascii")
