"""Hearing who signs in, signs out, and takes a second factor; what is done then is imported then (S1)."""

from __future__ import annotations

from typing import Any


def listen() -> None:
    """Hear it from now on."""
    from allauth.mfa.signals import authenticator_added
    from django.contrib.auth.signals import user_logged_in, user_logged_out

    user_logged_in.connect(_begun, dispatch_uid="seiyaku.console.begun")
    user_logged_out.connect(_over, dispatch_uid="seiyaku.console.over")
    authenticator_added.connect(_taken, dispatch_uid="seiyaku.console.taken")


def _begun(request: Any, user: Any, **_more: Any) -> None:
    from . import accounts

    accounts.begun(request, user)


def _over(request: Any, user: Any, **_more: Any) -> None:
    from . import accounts

    accounts.over(request, user)


def _taken(request: Any, **_more: Any) -> None:
    from . import accounts

    accounts.taken(request)
