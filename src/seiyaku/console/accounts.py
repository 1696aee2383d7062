"""
How django-allauth meets this house (policy 3-3): accounts are `people.Account`, and only `seiyaku.people` knows them.

Signing up is closed: accounts come by the setup code of `seiyaku init`, or by an invitation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from seiyaku.people import browser, factors
from seiyaku.people.models import Account
from seiyaku.policy import queries as policy

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator

SESSION = "seiyaku-session"  # the reference of people's session
PROVEN = "seiyaku-second-factor"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # ships no types
    """Accounts are made by the manager, never by whoever comes along."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Keep signing up closed."""
        del request
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing in django-allauth's words: the page that follows shows what was done."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]  # ships no types
    """Second factors, their secrets sealed."""

    def encrypt(self, text: str) -> str:
        """Return the secret as it is kept."""
        return factors.close(text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret."""
        return factors.open_(encrypted_text).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to take away the last one: without any, nobody sees anything personal."""
        kinds = (authenticator.Type.TOTP, authenticator.Type.WEBAUTHN)
        others = type(authenticator).objects.filter(user_id=authenticator.user_id, type__in=kinds)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the operator, whose passkeys they are."""
        shown: dict[str, str] = super().get_public_key_credential_rp_entity()
        return shown | {"name": policy.in_force().policy.operator.name["ja"]}


def begun(request: HttpRequest, user: Account) -> None:
    """Begin a session of seiyaku.people for who has signed in."""
    request.session[SESSION] = browser.begin(user, request)


def over(request: HttpRequest, user: Account | None) -> None:
    """End the session of who signs out."""
    ref = request.session.get(SESSION)
    if user is not None and ref:
        browser.end(ref, account=user)


def taken(request: HttpRequest) -> None:
    """Take whoever has just confirmed a new second factor as having proven it."""
    request.session[PROVEN] = True
